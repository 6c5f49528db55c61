import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addOperator } from '../keys/dual-control/operators.ts';
import { approve, propose, type Signer, takeApproval } from '../keys/dual-control/proposals.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { auditAgreements } from './audit-agreements.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

const signer = async (name: string): Promise<Signer> => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const operator = { name, publicKey, addedAt: rig.clock() };
  await rig.keyringOptions.store.commit([addOperator(operator)]);
  return { operator, privateKey };
};

it('tells of what two have done, however much one of them proposes afterwards, and once', async () => {
  const { store, keyring } = rig;
  const [alice, bob] = [await signer('alice'), await signer('bob')];
  const act = 'replace the root key';
  const { id } = await propose(rig.keyringOptions, act, alice);
  await approve(rig.keyringOptions, id, bob);
  expect(await takeApproval(rig.keyringOptions, act, 'alice')).toEqual({ may: 'go' });
  rig.pass(1);
  for (let n = 0; n < 150; n++) await propose(rig.keyringOptions, `add the operator number ${n}`, alice);
  for (let round = 0; round < 2; round++) await auditAgreements({ store, keyring });
  const rows = await store.rows<{ operation: string }>(
    `select operation from audit where entity_type = 'key_proposal' and entity_id = ? order by n`,
    [id],
  );
  expect(rows.map(({ operation }) => operation)).toEqual(['create', 'update', 'use']);
  const all = await store.rows(`select 1 from audit where entity_type = 'key_proposal'`);
  expect(all).toHaveLength(153);
});
