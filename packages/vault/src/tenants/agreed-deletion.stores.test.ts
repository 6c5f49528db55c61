import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { deletionOf } from '../keys/dual-control/acts.ts';
import { operatorActorId } from '../keys/dual-control/agreements.ts';
import { addOperator } from '../keys/dual-control/operators.ts';
import { approve, propose, type Signer, takeApproval, validity } from '../keys/dual-control/proposals.ts';
import type { Keyring } from '../keys/port.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** A vault with two operators, who sign as they would on the command line. */
const guarded = async (wrap?: (keyring: Keyring) => Keyring) => {
  rig = await startRig(wrap && { wrap });
  const { store } = rig.keyringOptions;
  const signer = async (name: string): Promise<Signer> => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const operator = { name, publicKey, addedAt: rig.clock() };
    await store.commit([addOperator(operator)]);
    return { operator, privateKey };
  };
  return { alice: await signer('alice'), bob: await signer('bob'), options: rig.keyringOptions };
};

const deletion = () => rig.send('DELETE', '/tenants/self', { key: rig.acme.key });
const isThere = async () => (await rig.send('GET', '/tenants/self', { key: rig.acme.key })).status === 200;

/** What the log of a tenant has about proposals, the oldest first. */
const told = async (key: string) => {
  await rig.vault.tidy();
  const { body } = await rig.send('GET', '/logs?entity_type=key_proposal', { key });
  return body.data
    .toReversed()
    .map(({ operation, entity_id, actor_id, actor_type, created_at }: Record<string, string>) => [
      ...[operation, entity_id, actor_id, actor_type, created_at],
    ]);
};

describe('deleting a tenant through the API', () => {
  it('needs the agreement of two operators where the vault has two, and uses it up', async () => {
    const { alice, bob, options } = await guarded();
    const refused = await deletion();
    expect(refused).toMatchObject({ status: 403, body: { type: 'agreement-required' } });
    expect(refused.body.detail).toContain(`tessera-vault tenants delete --tenant-id ${rig.acme.tenantId}`);
    const { id } = await propose(options, deletionOf(rig.acme.tenantId), alice);
    const waiting = await deletion();
    expect(waiting).toMatchObject({ status: 403, body: { type: 'agreement-required' } });
    expect(waiting.body.detail).toContain(`keys approve ${id}`);
    expect(await isThere()).toBe(true);
    await approve(options, id, bob);
    expect((await deletion()).status).toBe(204);
    expect(await isThere()).toBe(false);
    // It was used up: the command would have to ask again.
    expect(await takeApproval(options, deletionOf(rig.acme.tenantId), 'alice')).toEqual({ may: 'propose' });
  });

  it('is not moved by an agreement about another tenant, or of too long ago', async () => {
    const { alice, bob, options } = await guarded();
    const other = await rig.tenant('Other');
    for (const tenantId of [other.tenantId, rig.acme.tenantId]) {
      await approve(options, (await propose(options, deletionOf(tenantId), alice)).id, bob);
      if (tenantId === rig.acme.tenantId) rig.pass(validity);
      expect((await deletion()).status).toBe(403);
    }
    expect(await isThere()).toBe(true);
  });

  it('would need nobody, if the agreement were not asked for [counter-proof]', async () => {
    await guarded((keyring) => ({
      ...keyring,
      agreements: { ...keyring.agreements, take: async () => ({ may: 'go' }) },
    }));
    expect((await deletion()).status).toBe(204);
    expect(await isThere()).toBe(false);
  });

  it('needs nobody where there are no two operators', async () => {
    rig = await startRig();
    expect((await deletion()).status).toBe(204);
  });
});

describe('the audit log', () => {
  it('tells of a proposal, the agreement and the act, with who it was and when, in the tenants concerned, once', async () => {
    const { alice, bob, options } = await guarded();
    const other = await rig.tenant('Other');
    const beside = await rig.another();
    const { id } = await propose(options, `destroy version 1 of the key of tenant ${rig.acme.tenantId}`, alice);
    await rig.vault.tidy();
    rig.pass(60_000);
    await approve(options, id, bob);
    rig.pass(60_000);
    await takeApproval(options, `destroy version 1 of the key of tenant ${rig.acme.tenantId}`, 'alice');
    await Promise.all([rig.vault.tidy(), beside.vault.tidy()]);
    const [one, two] = [alice, bob].map(({ operator }) => operatorActorId(operator.publicKey));
    expect(await told(rig.acme.key)).toEqual([
      ['create', id, one, 'user', '2022-01-01T00:00:00+00:00'],
      ['update', id, two, 'user', '2022-01-01T00:01:00+00:00'],
      ['use', id, one, 'user', '2022-01-01T00:02:00+00:00'],
    ]);
    expect(await told(other.key)).toEqual([]);

    const vaultWide = await propose(options, 'replace the root key, with the next one where it is now', bob);
    for (const { key } of [rig.acme, other]) {
      expect((await told(key)).at(-1)).toEqual(['create', vaultWide.id, two, 'user', expect.any(String)]);
    }
  });

  it('names nobody for what was written into the key database by hand', async () => {
    const { alice, options } = await guarded();
    const { id } = await propose(options, 'replace the root key', alice);
    await options.store.commit([
      {
        sql: `update key_proposals set proposed_by = 'bob', approved_by = 'alice', approved_at = proposed_at, approval = signature,
            done_by = 'bob', done_at = proposed_at`,
        parameters: [],
      },
    ]);
    expect(await told(rig.acme.key)).toEqual(
      ['create', 'update', 'use'].map((operation) => [operation, id, undefined, 'system', expect.any(String)]),
    );
  });
});
