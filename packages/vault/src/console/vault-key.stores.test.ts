import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { addOperator } from '../keys/dual-control/operators.ts';
import { approve, propose, type Signer } from '../keys/dual-control/proposals.ts';
import { openKeyring } from '../keys/keyring.ts';
import { remoteRootKey } from '../keys/testing/remote-root-key.ts';
import { vaultKeyAct } from '../operators/assert-agreed.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import type { ConsoleOptions } from './console.ts';
import type { Authenticator } from './testing/authenticator.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const start = async () => {
  const service = remoteRootKey();
  rig = await startRig({ root: service.provider });
  return service;
};

const call = (at: ConsoleRig, { cookie }: { cookie: string }, path: string, body?: object) =>
  at.call('POST', `/console/keys/vault-key${path}`, {
    ...{ cookie, headers: { 'Tessera-Tenant': rig.acme.tenantId } },
    ...(body && { body }),
  });

const replace = async (at: ConsoleRig, who: { cookie: string; browser: Authenticator }) => {
  const options = await call(at, who, '/options');
  return options.status === 200 ? await call(at, who, '', { response: who.browser.sign(options.body) }) : options;
};

const rootVersion = async () => {
  const [row] = await rig.keyringOptions.store.rows<{ n: number }>('select max(version) as n from root_keys');
  return row?.n;
};

it('replaces the vault key under a root key in a service while the vault serves, and every log tells who did it', async () => {
  await start();
  const console = consoleOf(rig);
  const key = await rig.application('server_to_server', allTokens());
  const { body } = await rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'kept' } });
  const other = await rig.tenant('Other');
  const who = await console.operator('custodian');
  const options = (await call(console, who, '/options')).body;
  const signed = who.browser.sign(options, { counter: 0 });
  expect(await call(console, who, '', { response: signed })).toMatchObject({ status: 201, body: { version: 2 } });
  expect((await rig.send('GET', `/tokens/${body.id}`, { key })).body.data).toBe('kept');
  // Another process that starts now opens everything.
  expect((await openKeyring(rig.keyringOptions)).has(other.tenantId)).toBe(true);
  // The touch was for the key that was in use.
  expect(await call(console, who, '', { response: signed })).toMatchObject({
    status: 403,
    body: { type: 'touch-refused' },
  });
  expect(await rootVersion()).toBe(2);
  await rig.vault.tidy();
  for (const tenant of [rig.acme, other]) {
    const logs = await rig.send('GET', '/logs?entity_type=key_version', { key: tenant.key });
    expect(logs.body.data).toMatchObject([{ entity_id: 'vault-2', operation: 'create', actor_id: who.operator.id }]);
  }
});

it('is for those who look after all tenants, which would be others without the guard', async () => {
  await start();
  const cases: [ConsoleOptions['guards'], number][] = [
    [undefined, 403],
    [{ ofAllTenants: () => true }, 201],
  ];
  for (const [guards, status] of cases) {
    const at = consoleOf(rig, { guards });
    expect((await replace(at, await at.operator('custodian', rig.acme.tenantId))).status).toBe(status);
  }
});

it('says that a root key in this process takes the command, and when the service does not answer', async () => {
  rig = await startRig();
  const local = consoleOf(rig);
  expect(await replace(local, await local.operator('custodian'))).toMatchObject({
    status: 501,
    body: { detail: expect.stringContaining('tessera-vault keys rotate --root') },
  });
  await rig.close();
  const service = await start();
  const console = consoleOf(rig);
  service.state.away = true;
  expect(await replace(console, await console.operator('custodian'))).toMatchObject({
    status: 503,
    body: { detail: expect.stringContaining('The service does not answer.') },
  });
  expect(await rootVersion()).toBe(1);
});

it('needs the agreement of two operators of keys where there are two', async () => {
  await start();
  const { store } = rig.keyringOptions;
  const signer = async (name: string): Promise<Signer> => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const operator = { name, publicKey, addedAt: rig.clock() };
    await store.commit([addOperator(operator)]);
    return { operator, privateKey };
  };
  const [alice, bob] = [await signer('alice'), await signer('bob')];
  const console = consoleOf(rig);
  const who = await console.operator('custodian');
  const refused = await replace(console, who);
  expect(refused).toMatchObject({ status: 403, body: { type: 'agreement-required' } });
  expect(refused.body.detail).toContain('tessera-vault keys rotate --root');
  const { id } = await propose(rig.keyringOptions, vaultKeyAct.act, alice);
  await approve(rig.keyringOptions, id, bob);
  expect((await replace(console, who)).status).toBe(201);
  expect(await replace(console, who)).toMatchObject({ status: 403, body: { type: 'agreement-required' } });
});
