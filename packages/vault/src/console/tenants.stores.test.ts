import type { ConsoleTenant } from '@tessera/contract/console';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowedOrigins } from '../access/allowed-origins.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';

let rig: Rig;
let console: ConsoleRig;
let admin: string;
let bound: string;

beforeAll(async () => {
  rig = await startRig();
  console = consoleOf(rig);
  admin = (await console.operator('administrator')).cookie;
  bound = (await console.operator('administrator', rig.acme.tenantId)).cookie;
});
afterAll(async () => {
  await rig.close();
});

const list = async (cookie: string) => (await console.call('GET', '/console/tenants', { cookie })).body;
const none = { tokens_a_day: null, megabytes_a_day: null };
const create = (body: object, cookie = admin, at = console) =>
  at.call('POST', '/console/tenants', { cookie, body: { ...none, ...body } });
const setQuota = (id: string, body: object, cookie = admin) =>
  console.call('PUT', `/console/tenants/${id}/quota`, { cookie, body });

describe('a tenant', () => {
  it('is made with a key that works, a quota and test mode, and the log names who made it', async () => {
    const { operator, cookie } = await console.operator('administrator');
    const made = await create({ name: ' Second ', test_mode: true, tokens_a_day: 2 }, cookie);
    expect(made.status, made.text).toBe(201);
    const { tenant, key, application_id: applicationId } = made.body;
    expect(tenant).toMatchObject({ name: 'Second', test_mode: true, tokens_a_day: 2, megabytes_a_day: null });
    expect(tenant).toMatchObject({ tokens: 0, applications: 1 });
    expect(console.lines.join('')).not.toContain(key);

    const own = { key, tenantId: tenant.id, applicationId };
    const server = await rig.application('server_to_server', allTokens(), own);
    const store = (data: string) => rig.send('POST', '/tokens', { key: server, body: { type: 'token', data } });
    expect([(await store('a')).status, (await store('b')).status, (await store('c')).status]).toEqual([201, 201, 429]);
    const card = { type: 'card_number', data: '4000056655665556' };
    expect((await rig.send('POST', '/tokens', { key: server, body: card })).status).not.toBe(201);
    await rig.vault.tidy();
    const logs = await rig.send('GET', '/logs?entity_type=tenant', { key });
    expect(logs.body.data).toMatchObject([{ operation: 'create', actor_type: 'user', actor_id: operator.id }]);
    const seen = (await list(admin)).data.find(({ id }: ConsoleTenant) => id === tenant.id);
    expect(seen).toMatchObject({ tokens: 2, active_this_month: 2, applications: 2 });
  });

  it('may be given another quota, and then none of its own', async () => {
    const { tenantId } = await rig.tenant('Quota');
    const changed = await setQuota(tenantId, { tokens_a_day: 7, megabytes_a_day: 3 });
    expect(changed).toMatchObject({ status: 200, body: { tokens_a_day: 7, megabytes_a_day: 3 } });
    const back = await setQuota(tenantId, none);
    expect(back).toMatchObject({ status: 200, body: none });
    expect((await setQuota('00000000-0000-7000-8000-000000000000', none)).status).toBe(403);
    expect(await setQuota(tenantId, { tokens_a_day: 0, megabytes_a_day: null })).toMatchObject({
      status: 400,
      body: { errors: { tokens_a_day: [expect.any(String)] } },
    });
  });

  it('is not made where that would stop fields on pages, unless that is wanted', async () => {
    const loose = consoleOf(rig, { allowedOrigins: () => parseAllowedOrigins('https://shop.example') });
    const refused = await create({ name: 'x' }, admin, loose);
    expect(refused).toMatchObject({ status: 409, body: { type: 'conflict' } });
    expect((await create({ name: 'x', stop_unpinned_pages: true }, admin, loose)).status).toBe(201);
  });
});

describe('an administrator of one tenant', () => {
  it('would make others and lift the own limit without the check [counter-proof]', async () => {
    const careless = consoleOf(rig, { guards: { ofAllTenants: () => true } });
    expect((await create({ name: 'By the back door' }, bound, careless)).status).toBe(201);
    const { tenantId } = await rig.tenant('Limited');
    const { cookie } = await careless.operator('administrator', tenantId);
    const body = { tokens_a_day: 1_000_000, megabytes_a_day: null };
    const lift = (at: ConsoleRig) => at.call('PUT', `/console/tenants/${tenantId}/quota`, { cookie, body });
    expect(await lift(console)).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
    expect(await lift(careless)).toMatchObject({ status: 200, body });
  });

  it('says how much no other tenant may store, which would work without the check of the scope [counter-proof]', async () => {
    const { tenantId } = await rig.tenant('Somebody else');
    const put = (at: ConsoleRig) =>
      at.call('PUT', `/console/tenants/${tenantId}/quota`, { cookie: bound, body: { ...none, tokens_a_day: 1 } });
    const ofAll = consoleOf(rig, { guards: { ofAllTenants: () => true } });
    expect(await put(ofAll)).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
    const careless = consoleOf(rig, { guards: { ofAllTenants: () => true, inScope: () => true } });
    expect(await put(careless)).toMatchObject({ status: 200, body: { tokens_a_day: 1 } });
  });

  it('sees that one, and makes no other', async () => {
    const { data, may_create: mayCreate, pinned } = await list(bound);
    expect(data.map(({ id }: ConsoleTenant) => id)).toEqual([rig.acme.tenantId]);
    expect({ mayCreate, pinned }).toEqual({ mayCreate: false, pinned: true });
    expect(await create({ name: 'x' }, bound)).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
  });

  it('does not say how much the own tenant may store', async () => {
    const body = { tokens_a_day: 1_000_000, megabytes_a_day: null };
    expect(await setQuota(rig.acme.tenantId, body, bound)).toMatchObject({
      status: 403,
      body: { type: 'role-forbidden' },
    });
  });
});

it('leaves out tenants that are being deleted', async () => {
  const doomed = await rig.tenant('Doomed');
  const { cookie } = await console.operator('administrator', doomed.tenantId);
  expect((await list(cookie)).data).toHaveLength(1);
  expect((await console.call('DELETE', '/api/tenants/self', { cookie })).status).toBe(204);
  const left = (await list(admin)).data.map(({ id }: ConsoleTenant) => id);
  expect(left).not.toContain(doomed.tenantId);
});
