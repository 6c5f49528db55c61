import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAllowedOrigins } from '../access/allowed-origins.ts';
import { migrations } from '../store/migrations.ts';
import type { Store } from '../store/port.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { maskedForms } from '../tokens/masked-form.ts';
import { createVault } from '../vault.ts';
import type { Vault } from '../vault-options.ts';
import { destroyKek, settlingTime } from './destroy.ts';
import { openKeyring } from './keyring.ts';
import type { Keyring } from './port.ts';
import { rewrapTenant } from './rewrap.ts';
import { activationDelay, rotateKek } from './rotate.ts';
import { maskedColumns, sealedColumns } from './sealed-columns.ts';
import { kekVersions, versionUse } from './versions.ts';

let rig: Rig;
let key: string;
let tenantId: string;
beforeEach(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
  tenantId = rig.acme.tenantId;
});
afterEach(async () => {
  await rig.close();
});

const number = '4242424242424242';
let made = 0;
const make = async (month = 1): Promise<string> => {
  const body = { type: 'card', data: { number, expiration_month: month, expiration_year: 2030, cvc: '123' } };
  const headers = { 'BT-IDEMPOTENCY-KEY': `make-${made++}` };
  const answer = await rig.send('POST', '/tokens', { key, headers, body });
  expect(answer.status).toBe(201);
  return answer.body.id;
};
const change = (id: string, month: number) =>
  rig.send('PATCH', `/atomic/cards/${id}`, { key, body: { card: { expiration_month: month } } });
const read = (id: string) => rig.send('GET', `/tokens/${id}`, { key });

const rotate = () => rotateKek(rig.keyringOptions, tenantId);
const rewrap = (store: Store = rig.store, keyring: Keyring = rig.keyring) =>
  rewrapTenant({ store, keyring, tenantId, masked: maskedForms, progress: () => undefined });
const destroy = (version: number) => {
  const { store, clock } = rig.keyringOptions;
  return destroyKek({ keys: store, data: rig.store, clock }, tenantId, version, async () => undefined);
};
const states = async () =>
  ((await kekVersions(rig.keyringOptions.store, rig.keyringOptions.clock())).get(tenantId) ?? []).map(
    ({ version, state }) => `${version} ${state}`,
  );
const versionsInUse = async () =>
  [...new Set((await versionUse(rig.store, tenantId)).map(({ version }) => version))].sort();

/** A new version that every process knows and that seals. */
const rotateAndWait = async () => {
  await rotate();
  await rig.keyring.refresh();
  rig.pass(activationDelay);
};

describe('a new KEK version', () => {
  it('seals once every process has had time to learn of it, and not before', async () => {
    const other = await openKeyring(rig.keyringOptions);
    const keys = rig.keyring.tenant(tenantId);
    expect((await rotate()).version).toBe(2);
    rig.pass(activationDelay - 1);
    await rig.keyring.refresh();
    expect(keys.sealingVersion()).toBe(1);
    expect(await states()).toEqual(['2 pending', '1 active']);
    rig.pass(1);
    // The object that a request under way holds follows as well.
    expect(keys.sealingVersion()).toBe(2);
    expect(await states()).toEqual(['2 active', '1 old']);

    const place = { tenantId, tokenId: 'a token', type: 'token', version: 1, field: 'data' } as const;
    const sealed = keys.seal(place, Buffer.from('a value'));
    expect(sealed.kekVersion).toBe(2);
    expect(() => other.tenant(tenantId).open(place, sealed)).toThrow('Version 2');
    await other.refresh();
    expect(Buffer.from(other.tenant(tenantId).open(place, sealed)).toString()).toBe('a value');
  });

  it('is given one by one when two ask at once', async () => {
    const made = await Promise.all([rotate(), rotate(), rotate()]);
    expect(made.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
  });

  it('changes no fingerprint, no search and no audit', async () => {
    const before = (await read(await make())).body.fingerprint;
    await rotateAndWait();
    expect((await read(await make())).body.fingerprint).toBe(before);
  });
});

describe('rewrapping', () => {
  it('knows every column that names a version of a key', () => {
    const columns = migrations.flatMap(({ sql }) =>
      [...sql.matchAll(/(?:create|alter) table (\w+)([^;]*)/g)].flatMap(([, table, rest = '']) =>
        [...rest.matchAll(/\b\w*kek_version\b/g)].map(([column]) => `${table}.${column}`),
      ),
    );
    expect([...sealedColumns, maskedColumns].map(({ table, kekVersion }) => `${table}.${kekVersion}`).sort()).toEqual(
      columns.sort(),
    );
  });

  it('moves everything to the newest version and touches nothing else', async () => {
    const ids = [await make(1), await make(2), await make(3)];
    const sealed = () => rig.store.rows('select id, version, sealed, cvc_sealed from tokens order by id');
    const before = await sealed();
    await rotateAndWait();
    expect(await versionsInUse()).toEqual([1]);
    expect(await rewrap()).toEqual({ rewrapped: 12, failed: 0 });
    expect(await versionsInUse()).toEqual([2]);
    expect(await sealed()).toEqual(before);
    for (const [n, id] of ids.entries()) {
      expect((await read(id)).body.data).toMatchObject({ number, expiration_month: n + 1, cvc: '123' });
    }
    expect(await rewrap()).toEqual({ rewrapped: 0, failed: 0 });
  });

  it('lets a write win that comes between its read and its own write', async () => {
    const id = await make(1);
    await rotateAndWait();
    let meanwhile = async () => void (await change(id, 9));
    const store: Store = {
      ...rig.store,
      commit: async (write) => {
        await meanwhile();
        meanwhile = async () => undefined;
        return await rig.store.commit(write);
      },
    };
    await rewrap(store);
    expect((await read(id)).body.data).toMatchObject({ number, expiration_month: 9, cvc: '123' });
    expect(await versionsInUse()).toEqual([2]);
  });

  it('passes over a damaged value, says so, and rewraps the others', async () => {
    const [damaged, whole] = [await make(), await make()];
    const id = Buffer.from(damaged.replaceAll('-', ''), 'hex');
    await rig.store.commit([
      { sql: 'update tokens set wrapped_dek = ? where id = ?', parameters: [new Uint8Array(40), id] },
    ]);
    await rotateAndWait();
    expect(await rewrap()).toMatchObject({ failed: 1 });
    expect((await read(whole)).body.data).toMatchObject({ number });
    rig.pass(settlingTime);
    expect(await destroy(1)).toEqual({ reason: 'in-use', values: [{ what: 'tokens', values: 1 }] });
  });
});

describe('destroying a KEK version', () => {
  it('is refused while anything needs it, could need it, or nothing has taken its place', async () => {
    await make();
    expect(await destroy(1)).toEqual({ reason: 'newest' });
    expect(await destroy(7)).toEqual({ reason: 'unknown' });
    await rotateAndWait();
    expect(await destroy(1)).toEqual({ reason: 'settling', left: settlingTime });
    rig.pass(settlingTime);
    expect(await destroy(1)).toEqual({
      reason: 'in-use',
      values: [
        { what: 'tokens', values: 1 },
        { what: 'verification codes', values: 1 },
        { what: 'stored answers', values: 1 },
        { what: 'masked forms', values: 1 },
      ],
    });
    expect(await states()).toEqual(['2 active', '1 old']);
    await rewrap();
    expect(await destroy(1)).toBeUndefined();
    expect(await destroy(1)).toMatchObject({ reason: 'destroyed' });
    expect(await states()).toEqual(['2 active']);
  });

  it('leaves no trace of it in a running process or the key database', async () => {
    const place = { tenantId, tokenId: 'a token', type: 'token', version: 1, field: 'data' } as const;
    const other = await openKeyring(rig.keyringOptions);
    const sealed = other.tenant(tenantId).seal(place, Buffer.from('a value'));
    const keys = other.tenant(tenantId);
    await rotateAndWait();
    rig.pass(settlingTime);
    await destroy(1);
    await other.refresh();
    expect(() => keys.open(place, sealed)).toThrow(expect.objectContaining({ name: 'KeyDestroyedError' }));
    const rows = await rig.keyringOptions.store.rows(`select version from wrapped_keys where purpose = 'kek'`);
    expect(rows).toEqual([{ version: 2 }]);
  });
});

describe('under load', () => {
  it('rotating, rewrapping and destroying lose nothing of what two vaults write meanwhile', async () => {
    const second = await openKeyring(rig.keyringOptions);
    const options = { ...rig.keyringOptions, allowedOrigins: parseAllowedOrigins(undefined), every: () => () => {} };
    const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const limits = { perSecond: Number.MAX_SAFE_INTEGER };
    const others: Vault = createVault({ ...options, store: rig.store, keyring: second, log, limits });
    const vaults = [rig.vault, others];
    const call = async (vault: Vault | undefined, method: string, path: string, body: unknown) => {
      const request = new Request(`https://vault.test${path}`, {
        method,
        headers: { 'BT-API-KEY': key, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      const response = await vault?.fetch(request, { address: '192.0.2.1' });
      const answer = await response?.json();
      expect(response?.ok, JSON.stringify(answer)).toBe(true);
      return answer;
    };

    const months = new Map<string, number>();
    const rounds = [0, 0, 0, 0];
    let loading = true;
    const writer = async (_: number, n: number) => {
      for (let round = 0; loading; round++) {
        const month = (round % 12) + 1;
        const data = { number, expiration_month: month };
        const { id } = await call(vaults[round % 2], 'POST', '/tokens', { type: 'card', data });
        months.set(id, month);
        const changed = ((month + n) % 12) + 1;
        await call(vaults[(round + n) % 2], 'PATCH', `/atomic/cards/${id}`, { card: { expiration_month: changed } });
        months.set(id, changed);
        rounds[n] = round;
      }
    };
    const writers = rounds.map(writer);
    /** Every writer has ended what it had begun, and has written more since: what real time would have seen to. */
    const passing = async () => {
      const enough = rounds.map((round) => round + 2);
      while (rounds.some((round, n) => round < (enough[n] ?? 0))) await turn();
    };
    /** Time goes by for processes that look at the stored keys meanwhile. One that does not seals nothing under them. */
    const elapse = async (time: number) => {
      for (let part = 0; part < 5; part++) {
        rig.pass(time / 5);
        await Promise.all([rig.keyring.refresh(), second.refresh()]);
      }
    };

    for (let version = 1; version <= 3; version++) {
      await rotate();
      await rig.keyring.refresh();
      await second.refresh();
      await passing();
      await elapse(activationDelay);
      await rewrap(rig.store, second);
      await passing();
      await elapse(settlingTime);
      while ((await versionsInUse()).includes(version)) await rewrap();
      expect(await destroy(version)).toBeUndefined();
      await Promise.all([rig.keyring.refresh(), second.refresh()]);
      await passing();
    }
    loading = false;
    await Promise.all(writers);

    expect(await states()).toEqual(['4 active']);
    for (const [id, month] of months) expect((await read(id)).body.data.expiration_month).toBe(month);
    await others.close();
  });
});
