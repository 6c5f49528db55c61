import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importBins } from '../bins/import-bins.ts';
import { readBins } from '../bins/read-bins.ts';
import { operatorActorId } from '../keys/dual-control/agreements.ts';
import { addOperator, removeOperator } from '../keys/dual-control/operators.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

const entries = async (kind: string, key = rig.acme.key) =>
  (await rig.send('GET', `/logs?details=true&entity_type=${kind}`, { key })).body.data.map(
    ({ operation, message, entity_id, origin, reason, actor_type }: Record<string, string>) => ({
      ...{ operation, message, entity_id, origin, reason, actor_type },
    }),
  );

it('tells every tenant of the first operators of keys, who were added without an agreement, and of those who are gone, once', async () => {
  const other = await rig.tenant('Another');
  const { publicKey } = generateKeyPairSync('ed25519');
  const { store } = rig.keyringOptions;
  await store.commit([addOperator({ name: 'alice', publicKey, addedAt: rig.clock() })]);
  for (let round = 0; round < 2; round++) await rig.vault.tidy();
  const by = { actor_type: 'system', origin: 'command keys operators', entity_id: operatorActorId(publicKey) };
  const added = { ...by, operation: 'create', message: 'Key operator added', reason: 'alice' };
  for (const key of [rig.acme.key, other.key]) expect(await entries('key_operator', key)).toEqual([added]);

  rig.pass(5000);
  await store.commit([removeOperator('alice')]);
  for (let round = 0; round < 2; round++) await rig.vault.tidy();
  const removed = { ...by, operation: 'delete', message: 'Key operator removed', reason: undefined };
  expect(await entries('key_operator')).toEqual([removed, added]);

  rig.pass(5000);
  await store.commit([addOperator({ name: 'alice', publicKey, addedAt: rig.clock() })]);
  for (let round = 0; round < 2; round++) await rig.vault.tidy();
  expect(await entries('key_operator')).toEqual([added, removed, added]);
});

it('tells of a table of first digits that was imported', async () => {
  await importBins(rig.store, readBins('bin,brand\n400000,visa'));
  for (let round = 0; round < 2; round++) await rig.vault.tidy();
  expect(await entries('bin_table')).toMatchObject([
    { message: 'Table of first digits of card numbers imported', entity_id: '1', origin: 'command bins import' },
  ]);
});
