import { afterAll, beforeAll, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let server: string;
beforeAll(async () => {
  rig = await startRig();
  server = await rig.application('server_to_server', [...allTokens('high')]);
});
afterAll(async () => {
  await rig.close();
});

/** What the newest entry about something says that changed. */
const changes = async (id: string) => {
  const { body } = await rig.send('GET', `/logs?details=true&size=1&entity_id=${id}`, { key: rig.acme.key });
  return body.data[0].changes;
};

it('tells which permissions of an application were taken away and given', async () => {
  const permissions = ['token:pci:read:low', 'token:pci:create'];
  const body = { name: 'Shop', type: 'server_to_server', permissions };
  const { id } = (await rig.send('POST', '/applications', { key: rig.acme.key, body })).body;
  const wider = { name: 'Shop', permissions: ['token:pci:create', 'token:pci:read:high'] };
  await rig.send('PUT', `/applications/${id}`, { key: rig.acme.key, body: wider });
  expect(await changes(id)).toEqual([
    { property: 'permissions', removed: ['token:pci:read:low'], added: ['token:pci:read:high'] },
  ]);
  const rules = [{ container: '/pci/', transform: 'reveal', permissions: ['token:read'] }];
  await rig.send('PUT', `/applications/${id}`, { key: rig.acme.key, body: { name: 'Shop', rules } });
  expect(await changes(id)).toEqual([
    { property: 'permissions', removed: wider.permissions, added: [] },
    { property: 'rules', removed: [], added: ['1 /pci/ reveal token:read'] },
  ]);
});

it('tells of a token which properties changed, and no value of its data', async () => {
  const card = { number: '4242424242424242', expiration_month: 1, expiration_year: 2040 };
  const { id } = (await rig.send('POST', '/tokens', { key: server, body: { type: 'card', data: card } })).body;
  const patch = {
    data: { expiration_month: 7, cvc: '987' },
    metadata: { customer: 'Ada' },
    privacy: { restriction_policy: 'redact' },
  };
  await rig.send('PATCH', `/tokens/${id}`, { key: server, body: patch });
  expect(await changes(id)).toEqual([
    { property: 'restriction_policy', removed: ['mask'], added: ['redact'] },
    { property: 'metadata' },
    { property: 'data.expiration_month' },
    { property: 'data.cvc' },
  ]);
});

it('tells of data whose properties are the customer\u2019s own that it changed, and not how those are called', async () => {
  const body = { type: 'token', data: { '4111111111111111': 'x' } };
  const { id } = (await rig.send('POST', '/tokens', { key: server, body })).body;
  await rig.send('PATCH', `/tokens/${id}`, { key: server, body: { data: { '5555555555554444': 'y' } } });
  expect(await changes(id)).toEqual([{ property: 'data' }]);
});

it('tells of a tenant what it may store', async () => {
  const body = { name: 'Acme', settings: { deduplicate_tokens: true } };
  await rig.send('PUT', '/tenants/self', { key: rig.acme.key, body });
  expect(await changes(rig.acme.tenantId)).toEqual([
    { property: 'deduplicate_tokens', removed: ['false'], added: ['true'] },
  ]);
});
