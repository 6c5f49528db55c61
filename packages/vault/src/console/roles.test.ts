import { contract, type NamedRoute, routes } from '@tessera/contract';
import { consoleContract, type RoleName, roleNames, roles, signedIn } from '@tessera/contract/console';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';

let rig: Rig;
let console: ConsoleRig;
let other: { tenantId: string; key: string };
const cookies = new Map<RoleName, string>();

beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
  console = consoleOf(rig);
  other = await rig.tenant('Other');
  for (const role of roleNames) cookies.set(role, (await console.operator(role, rig.acme.tenantId)).cookie);
});
afterAll(async () => {
  await rig.close();
});

const absent = '00000000-0000-7000-8000-000000000000';
const pathOf = ({ route }: NamedRoute) => route.path.replace(/\{\w+\}/g, absent);
const methodOf = ({ route }: NamedRoute) => route.method.toUpperCase();

/** What stands in the table of roles, read without the code that judges callers. */
const may = (role: RoleName, { permission }: NamedRoute['route']): boolean => {
  if (permission === undefined) return true;
  const { permissions, tokens } = roles[role];
  return permission.split(' ').every((each) => {
    const [, operation] = /^token:(?:<classification>|\w+):(create|read|update|delete|use)/.exec(each) ?? [];
    if (operation === undefined) return (permissions as readonly string[]).includes(each);
    // A level that is named shows plaintext, which no role sees; one in angle brackets depends on the token.
    if (/:read:(low|moderate|high)$/.test(each)) return false;
    return ((tokens?.permissions ?? []) as readonly string[]).includes(`token:${operation}`);
  });
};

const apiRoutes = routes(contract).filter(({ route }) => !route.passthrough);

describe.each(roleNames)('as %s', (role) => {
  const cookie = () => cookies.get(role);

  it.each(apiRoutes.map((entry) => [entry.name.join('.'), entry] as const))(
    '%s is answered by the role',
    async (name, entry) => {
      // The only call that has an effect without a body and without the id of something that is there.
      const doomed = name === 'tenants.delete' && (await rig.tenant('Doomed')).tenantId;
      const answer = await console.call(methodOf(entry), `/api${pathOf(entry)}`, {
        cookie: doomed ? (await console.operator(role, doomed)).cookie : cookie(),
        ...(entry.route.body && { body: '{' }),
      });
      if (may(role, entry.route)) expect([200, 204, 400, 403, 404]).toContain(answer.status);
      else expect(answer).toMatchObject({ status: 403, body: { type: 'forbidden' } });
      const isRefusedByRole = answer.status === 403 && /^This needs/.test(answer.body?.detail ?? '');
      expect(isRefusedByRole).toBe(!may(role, entry.route));
    },
  );

  it.each(
    routes(consoleContract)
      .filter(({ route }) => route.permission !== undefined && route.permission !== signedIn)
      .map((entry) => [entry.name.join('.'), entry] as const),
  )('%s of the console is answered by the actions of the role', async (_, entry) => {
    const answer = await console.call(methodOf(entry), pathOf(entry), {
      cookie: cookie(),
      ...(entry.route.body && { body: '{' }),
    });
    const allowed = (roles[role].actions as readonly string[]).includes(entry.route.permission ?? '');
    // Operators of one tenant are refused some of it beside that, whatever their role is.
    const isRefusedByRole = answer.body?.type === 'role-forbidden' && /^This needs a role/.test(answer.body.detail);
    expect(isRefusedByRole).toBe(!allowed);
  });

  it('looks into no other tenant', async () => {
    for (const tenant of [other.tenantId, absent, 'x']) {
      const answer = await console.call('GET', '/api/tenants/self', {
        cookie: cookie(),
        headers: { 'Tessera-Tenant': tenant },
      });
      expect(answer).toMatchObject({ status: 403, body: { type: 'role-forbidden' } });
    }
  });
});

describe('values', () => {
  let id: string;
  beforeAll(async () => {
    const server = await rig.application('server_to_server', allTokens());
    const { body } = await rig.send('POST', '/tokens', {
      key: server,
      body: { type: 'card', data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 } },
    });
    id = body.id;
  });

  it.each(roleNames)('are shown to %s as the table of roles says, and never in plaintext', async (role) => {
    const cookie = cookies.get(role);
    const paths = [`/tokens/${id}`, '/tokens', '/v2/tokens', `/atomic/cards/${id}`, `/tokens/${id}/decrypt`];
    const answers = await Promise.all(paths.map((path) => console.call('GET', `/api${path}`, { cookie })));
    for (const { text } of answers) expect(text).not.toContain('4242424242424242');
    const [one] = answers;
    const { tokens } = roles[role];
    if (!tokens) return expect(one?.status).toBe(403);
    expect(one?.body.data?.number ?? null).toBe(tokens.transform === 'mask' ? 'XXXXXXXXXXXX4242' : null);
  });

  it('cannot be had through code, the proxy or /detokenize by any role', async () => {
    for (const role of roleNames) {
      const cookie = cookies.get(role);
      const tries = [
        console.call('POST', '/api/detokenize', { cookie, body: { a: `{{${id}}}` } }),
        console.call('POST', `/api/reactors/${absent}/react`, { cookie, body: { args: { a: `{{${id}}}` } } }),
        console.call('POST', '/api/proxy', {
          cookie,
          body: { a: `{{${id}}}` },
          headers: { 'BT-PROXY-URL': 'https://psp.example' },
        }),
        console.call('POST', '/api/proxy/x', { cookie, headers: { 'BT-API-KEY': rig.acme.key } }),
      ];
      const answers = await Promise.all(tries);
      // /detokenize shows what could be read token by token.
      expect(answers.map(({ status }) => status)).toEqual([
        roles[role].tokens?.transform === 'mask' ? 200 : 403,
        403,
        404,
        404,
      ]);
      for (const { text } of answers) expect(text).not.toContain('4242424242424242');
    }
  });
});

it('says in the audit log who did what, as a user', async () => {
  const { cookie, operator } = await console.operator('developer', rig.acme.tenantId);
  const made = await console.call('POST', '/api/applications', {
    cookie,
    body: { name: 'From the console', type: 'elements', permissions: ['token:pci:create'] },
  });
  expect(made).toMatchObject({ status: 201, body: { created_by: operator.id } });
  const read = await console.call('GET', '/api/applications', { cookie });
  expect(read.status).toBe(200);
  await rig.vault.tidy();
  const { body } = await rig.send('GET', `/logs?entity_id=${made.body.id}`, { key: rig.acme.key });
  expect(body.data).toContainEqual(
    expect.objectContaining({ actor_type: 'user', actor_id: operator.id, operation: 'create' }),
  );
  // The line of the access log names the operator, and no application.
  const line = rig.lines.find((each) => each.includes(operator.id) && each.includes('/applications')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({ operator_id: operator.id, tenant_id: rig.acme.tenantId });
});

it('gives operators of all tenants the one that they name, and asks them to name one', async () => {
  const { cookie } = await console.operator('administrator');
  expect((await console.call('GET', '/session', { cookie })).body.tenants.length).toBeGreaterThan(1);
  expect((await console.call('GET', '/api/tenants/self', { cookie })).status).toBe(400);
  const named = await console.call('GET', '/api/tenants/self', {
    cookie,
    headers: { 'Tessera-Tenant': other.tenantId },
  });
  expect(named).toMatchObject({ status: 200, body: { id: other.tenantId, name: 'Other' } });
});

it('lets nobody give a management application more than the own role has', async () => {
  const { cookie } = await console.operator('developer', rig.acme.tenantId);
  const body = { name: 'x', type: 'management', permissions: ['tenant:delete'] };
  expect((await console.call('POST', '/api/applications', { cookie, body })).status).toBe(403);
});
