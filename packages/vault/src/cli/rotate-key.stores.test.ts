import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findApplicationAnywhere } from '../access/applications.ts';
import { authenticator } from '../access/authenticate.ts';
import { theVault } from '../access/origin.ts';
import type { Finding } from '../audit-verify/finding.ts';
import { verifyAudit } from '../audit-verify/verify.ts';
import { idColumn } from '../store/columns.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { rotateKey } from './applications-keys.ts';

const minute = 60_000;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig.close();
});

/** A new application, with what the tests do to it. */
const made = async () => {
  const body = { name: 'Shop', type: 'server_to_server', permissions: ['token:general:read:low'] };
  const { id, key } = (await rig.send('POST', '/applications', { key: rig.acme.key, body })).body;
  const { clock, random } = rig.keyringOptions;
  return {
    id: String(id),
    key: String(key),
    rotate: async (overlap: number) => {
      const application = await findApplicationAnywhere(rig.store, id);
      if (!application) throw new Error('There is no such application.');
      return await rotateKey(
        { data: rig.store, keyring: rig.keyring, clock, random, actor: theVault },
        application,
        overlap,
      );
    },
  };
};

const status = async (key: string, { send }: Pick<Rig, 'send'> = rig) => (await send('GET', '/tokens', { key })).status;

describe('a key that was rotated with an overlap', () => {
  it('works beside the new one until its time, and not a millisecond longer', async () => {
    const { key, rotate } = await made();
    const { key: next, formerEndsAt } = await rotate(10 * minute);
    expect(formerEndsAt).toBe(rig.keyringOptions.clock() + 10 * minute);
    rig.pass(10 * minute - 1);
    expect([await status(key), await status(next)]).toEqual([200, 200]);
    // The look-up before is a millisecond old: what is remembered of a key ends with the key.
    rig.pass(1);
    expect([await status(key), await status(next)]).toEqual([401, 200]);
  });

  it('would be let in for good by a vault whose time stands still: the clock alone ends it', async () => {
    const { key, rotate } = await made();
    const still = rig.keyringOptions.clock();
    await rotate(minute);
    rig.pass(minute);
    const { clock } = rig.keyringOptions;
    await expect(authenticator(rig.store, rig.keyring, clock).authenticate(key)).rejects.toThrow('BT-API-KEY');
    expect(await authenticator(rig.store, rig.keyring, () => still).authenticate(key)).toMatchObject({
      tenantId: rig.acme.tenantId,
    });
  });

  it('ends in every process at once, without word from the one that rotated it', async () => {
    const beside = await rig.another();
    const { key, rotate } = await made();
    await rotate(minute);
    expect(await status(key, beside)).toBe(200);
    rig.pass(minute);
    expect(await status(key, beside)).toBe(401);
  });

  it('ends when it was to end, whatever the next rotation promises to the others', async () => {
    const { key, rotate } = await made();
    const { key: second } = await rotate(minute);
    const { key: third } = await rotate(10 * minute);
    expect([await status(key), await status(second), await status(third)]).toEqual([200, 200, 200]);
    rig.pass(minute);
    expect([await status(key), await status(second), await status(third)]).toEqual([401, 200, 200]);
  });

  it('makes room when it ends, and is one of three at most', async () => {
    const { key, rotate } = await made();
    const { key: second } = await rotate(minute);
    const { key: third } = await rotate(minute);
    await expect(rotate(minute)).rejects.toThrow('has 3 keys that work');
    expect([await status(key), await status(second), await status(third)]).toEqual([200, 200, 200]);
    const { key: fourth, formerEndsAt } = await rotate(0);
    expect(formerEndsAt).toBeUndefined();
    rig.pass(1000);
    expect([await status(second), await status(third), await status(fourth)]).toEqual([401, 401, 200]);
    await rotate(minute);
    await rotate(minute);
    rig.pass(minute);
    const { key: last } = await rotate(minute);
    expect([await status(fourth), await status(last)]).toEqual([401, 200]);
  });

  it('ends at once when the key is regenerated or the application deleted by the API, and lives through a new name', async () => {
    const { id, key, rotate } = await made();
    await rotate(minute);
    const body = { name: 'Renamed', permissions: ['token:general:read:low'] };
    expect((await rig.send('PUT', `/applications/${id}`, { key: rig.acme.key, body })).status).toBe(200);
    expect(await status(key)).toBe(200);
    await rig.send('POST', `/applications/${id}/regenerate`, { key: rig.acme.key });
    expect(await status(key)).toBe(401);
    const { key: third, rotate: again, id: other } = await made();
    await again(minute);
    await rig.send('DELETE', `/applications/${other}`, { key: rig.acme.key });
    expect(await status(third)).toBe(401);
  });

  it('may do what the application may now, not what it could', async () => {
    const { id, key, rotate } = await made();
    await rotate(minute);
    await rig.send('PUT', `/applications/${id}`, { key: rig.acme.key, body: { name: 'Shop', permissions: [] } });
    expect(await status(key)).toBe(403);
  });
});

describe('the audit', () => {
  const findings = async () => {
    await rig.vault.tidy();
    const found: Finding[] = [];
    await verifyAudit({
      store: rig.store,
      keyring: rig.keyring,
      clock: rig.keyringOptions.clock,
      progress: () => undefined,
      report: async (finding) => void found.push(finding),
    });
    return found;
  };

  it('tells of a rotation by the vault itself, and sees an end that was moved in the database', async () => {
    const { id, rotate } = await made();
    await rotate(minute);
    expect(await findings()).toEqual([]);
    const log = await rig.send('GET', `/logs?entity_type=application&entity_id=${id}`, { key: rig.acme.key });
    expect(log.body.data[0]).toMatchObject({ operation: 'update', actor_type: 'system' });
    await rig.store.commit([
      {
        sql: `update applications set keys = replace(keys, '"expiresAt":', '"expiresAt":9') where id = ?`,
        parameters: [idColumn(id)],
      },
    ]);
    expect(await findings()).toMatchObject([{ kind: 'record-changed', message: expect.stringContaining(id) }]);
  });
});
