import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { settlingTime } from '../keys/destroy.ts';
import { destructionOf } from '../keys/dual-control/acts.ts';
import { addOperator } from '../keys/dual-control/operators.ts';
import { approve, propose, type Signer } from '../keys/dual-control/proposals.ts';
import type { Keyring } from '../keys/port.ts';
import { activationDelay, rotateKek } from '../keys/rotate.ts';
import { rotateRoot } from '../keys/rotate-root.ts';
import { remoteRootKey } from '../keys/testing/remote-root-key.ts';
import { vaultKeyAct } from '../operators/assert-agreed.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { consoleOf } from './testing/console-rig.ts';
import { keyWork } from './testing/key-work.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ root: remoteRootKey().provider });
});
afterEach(async () => {
  await rig.close();
});

/** What the log tells of keys, as rows: an operation and the version. */
const told = async () =>
  (
    await rig.store.rows<{ operation: string; entity_id: string }>(
      `select operation, entity_id from audit where entity_type = 'key_version' order by n`,
    )
  ).map(({ operation, entity_id }) => `${operation} ${entity_id}`);

/** A console whose key database cannot be written to, as if the process ended just before it is. */
const endingConsole = () => {
  const { root, store } = rig.keyringOptions;
  const ended = { ...store, commit: () => Promise.reject(new Error('It ends here.')) };
  return consoleOf(rig, { keys: { store: ended, root, periods: { root: 365, tenant: 365 } } });
};

const custodian = (at: ReturnType<typeof consoleOf>) => at.operator('custodian');

const inTenant = () => ({ headers: { 'Tessera-Tenant': rig.acme.tenantId } });

it('tells of a version of a key before it is made', async () => {
  const console = endingConsole();
  expect((await keyWork(console, await custodian(console), inTenant()).rotate()).status).toBe(500);
  expect(await told()).toEqual(['create 2']);
  await console.close();
});

const agreed = async (act: string) => {
  const { store } = rig.keyringOptions;
  const signers: Signer[] = [];
  for (const name of ['alice', 'bob']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const operator = { name, publicKey, addedAt: rig.clock() };
    await store.commit([addOperator(operator)]);
    signers.push({ operator, privateKey });
  }
  const [alice, bob] = signers;
  if (!alice || !bob) throw new RangeError('There are two.');
  await approve(rig.keyringOptions, (await propose(rig.keyringOptions, act, alice)).id, bob);
};

/** Keys whose agreement somebody else uses up between the look at it and the act. */
const quickerElsewhere = (): Keyring => ({
  ...rig.keyring,
  agreements: {
    ...rig.keyring.agreements,
    take: async (act, by) => {
      await rig.keyring.agreements.take(act, 'alice');
      return await rig.keyring.agreements.take(act, by);
    },
  },
});

const refused = { status: 403, body: { type: 'agreement-required' } };

it('tells of no destruction that two have not agreed to', async () => {
  await rotateKek(rig.keyringOptions, rig.acme.tenantId);
  await rig.keyring.refresh();
  rig.pass(activationDelay + settlingTime);
  await agreed(destructionOf(1, rig.acme.tenantId));
  const console = consoleOf(rig, { keyring: quickerElsewhere() });
  expect(await keyWork(console, await custodian(console), inTenant()).confirm(1)).toMatchObject(refused);
  expect(await told()).toEqual([]);
  await console.close();
});

const replaceVaultKey = async (at: ReturnType<typeof consoleOf>, meanwhile = async () => {}) => {
  const { cookie, browser } = await custodian(at);
  const call = (path: string, body?: object) =>
    at.call('POST', `/console/keys/vault-key${path}`, { cookie, ...inTenant(), ...(body && { body }) });
  const options = await call('/options');
  expect(options.status).toBe(200);
  await meanwhile();
  return await call('', { response: browser.sign(options.body) });
};

it('tells of no new vault key that two have not agreed to', async () => {
  await agreed(vaultKeyAct.act);
  const console = consoleOf(rig, { keyring: quickerElsewhere() });
  expect(await replaceVaultKey(console)).toMatchObject(refused);
  expect(await told()).toEqual([]);
  await console.close();
});

it('replaces no other vault key than the one that the touch was for', async () => {
  const { store, root } = rig.keyringOptions;
  let quicker: Promise<unknown> | undefined;
  const overtaken = {
    ...store,
    rows: async <Row>(...asked: Parameters<typeof store.rows>) => {
      if (/from wrapped_keys/.test(asked[0])) {
        quicker ??= rotateRoot(rig.keyringOptions, remoteRootKey().provider, { again: true });
        await quicker;
      }
      return await store.rows<Row>(...asked);
    },
  };
  const console = consoleOf(rig, { keys: { store: overtaken, root, periods: { root: 365, tenant: 365 } } });
  expect(await replaceVaultKey(console)).toMatchObject({ status: 403, body: { type: 'touch-refused' } });
  expect(await store.rows('select max(version) as version from root_keys')).toEqual([{ version: 2 }]);
  expect(await told()).toEqual([]);
  await console.close();
});
