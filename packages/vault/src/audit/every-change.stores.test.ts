import { contract, routes } from '@tessera/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { leadingTo, testEgress } from '../egress/testing/test-egress.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let server: string;
beforeAll(async () => {
  rig = await startRig({ egress: testEgress({ resolve: leadingTo('93.184.216.34') }) });
  const intents = ['create', 'read', 'delete'].map((operation) => `token-intent:${operation}`);
  server = await rig.application('server_to_server', [...allTokens(), ...intents]);
});
afterAll(async () => {
  await rig.close();
});

const card = { number: '4242424242424242' };
const bank = { routing_number: '021000021', account_number: '1234567890' };
const formula = { name: 'x', type: 'private', source_token_type: 'card', code: 'module.exports = () => 1' };
const proxy = { name: 'x', destination_url: 'https://psp.example' };
const webhook = { name: 'x', url: 'https://shop.example/', events: ['token.created'] };
const intent = { type: 'token', data: 'x' };

/** Makes something and gives its id. */
const make = async (path: string, body: unknown, key = rig.acme.key): Promise<string> => {
  const made = await rig.send('POST', path, { key, body });
  expect([path, made.status, made.text]).toEqual([path, expect.toBeOneOf([200, 201]), expect.any(String)]);
  return made.body.id ?? made.body.key_id;
};
const token = () => make('/tokens', intent, server);
const reactor = async () =>
  await make('/reactors', { name: 'x', configuration: {}, formula: { id: await make('/reactor-formulas', formula) } });

/** What stands in a path, and the body that is sent. */
type Call = { body?: unknown } & Partial<Record<'id' | 'key_id' | 'parent_id' | 'child_id', string>>;

/** How each route is called once, by what stands in its path. Those without a path parameter need a body alone. */
const acts: Record<string, () => Call | Promise<Call>> = {
  'applicationKeys.create': async () => ({ id: await make('/applications', { name: 'x', type: 'public' }) }),
  'applicationKeys.delete': async () => {
    const id = await make('/applications', { name: 'x', type: 'public' });
    return { id, key_id: await make(`/applications/${id}/keys`, undefined) };
  },
  'applications.create': () => ({ body: { name: 'x', type: 'public' } }),
  'applications.delete': async () => ({ id: await make('/applications', { name: 'x', type: 'public' }) }),
  'applications.regenerateKey': async () => ({ id: await make('/applications', { name: 'x', type: 'public' }) }),
  'applications.update': async () => ({
    id: await make('/applications', { name: 'x', type: 'public' }),
    body: { name: 'y' },
  }),
  'atomicBanks.create': () => ({ body: { bank } }),
  'atomicBanks.delete': async () => ({ id: await make('/atomic/banks', { bank }, server) }),
  'atomicBanks.update': async () => ({
    id: await make('/atomic/banks', { bank }, server),
    body: { bank: { account_number: '1234567891' } },
  }),
  'atomicCards.create': () => ({ body: { card } }),
  'atomicCards.delete': async () => ({ id: await make('/atomic/cards', { card }, server) }),
  'atomicCards.update': async () => ({
    id: await make('/atomic/cards', { card }, server),
    body: { card: { cvc: '123' } },
  }),
  'keys.create': () => ({ body: {} }),
  'keys.delete': async () => ({ id: await make('/keys', {}) }),
  'proxies.create': () => ({ body: proxy }),
  'proxies.delete': async () => ({ id: await make('/proxies', proxy) }),
  'proxies.patch': async () => ({ id: await make('/proxies', proxy), body: { name: 'y' } }),
  'proxies.update': async () => ({ id: await make('/proxies', proxy), body: { ...proxy, name: 'y' } }),
  'reactorFormulas.create': () => ({ body: formula }),
  'reactorFormulas.delete': async () => ({ id: await make('/reactor-formulas', formula) }),
  'reactorFormulas.update': async () => ({
    id: await make('/reactor-formulas', formula),
    body: { ...formula, name: 'y' },
  }),
  'reactors.create': async () => ({
    body: { name: 'x', configuration: {}, formula: { id: await make('/reactor-formulas', formula) } },
  }),
  'reactors.delete': async () => ({ id: await reactor() }),
  'reactors.patch': async () => ({ id: await reactor(), body: { name: 'y' } }),
  'reactors.update': async () => ({ id: await reactor(), body: { name: 'y', configuration: {} } }),
  'tenants.update': () => ({ body: { name: 'Acme again' } }),
  detokenize: async () => ({ body: { x: `{{ ${await token()} }}` } }),
  'tokenIntents.create': () => ({ body: intent }),
  'tokenIntents.delete': async () => ({ id: await make('/token-intents', intent, server) }),
  tokenize: () => ({ body: intent }),
  'tokens.create': () => ({ body: intent }),
  'tokens.createAssociation': async () => ({ parent_id: await token(), child_id: await token() }),
  'tokens.createChild': async () => ({ parent_id: await token(), body: intent }),
  'tokens.delete': async () => ({ id: await token() }),
  'tokens.deleteAssociation': async () => {
    const [parent_id, child_id] = [await token(), await token()];
    await rig.send('POST', `/tokens/${parent_id}/children/${child_id}`, { key: server });
    return { parent_id, child_id };
  },
  'tokens.search': async () => ({ body: { query: `id:${await token()}` } }),
  'tokens.searchV2': async () => ({ body: { query: `id:${await token()}` } }),
  'tokens.update': async () => ({ id: await token(), body: { data: 'y' } }),
  'webhooks.create': () => ({ body: webhook }),
  'webhooks.delete': async () => ({ id: await make('/webhooks', webhook) }),
  'webhooks.signingKey.replace': async () => ({ id: await make('/webhooks', webhook) }),
  'webhooks.signingKey.retrieve': async () => ({ id: await make('/webhooks', webhook) }),
  'webhooks.update': async () => ({ id: await make('/webhooks', webhook), body: { ...webhook, name: 'y' } }),
};

/** What other suites look at: calls that run code, send something or come from a frame, and the end of a tenant with its log. */
const elsewhere = [
  ...['atomicBanks.react', 'atomicCards.react', 'reactors.react', 'reactors.reactAsync'],
  ...['proxy.delete', 'proxy.patch', 'proxy.post', 'proxy.put', 'webhooks.deliveries.redeliver'],
  ...['sessions.create', 'sessions.authorize', 'tenants.delete'],
];

const named = new Map(routes(contract).map(({ name, route }) => [name.join('.'), route]));

it('knows every route that is not for reading', () => {
  const changing = [...named].flatMap(([name, { method }]) => (method === 'get' ? [] : [name]));
  const known = [...Object.keys(acts), ...elsewhere].filter((name) => named.get(name)?.method !== 'get');
  expect(known.sort()).toEqual(changing.sort());
});

it.each(Object.keys(acts))(
  '%s leaves an entry in the audit log, with who did it, from where, and what an update changed',
  async (name) => {
    const route = named.get(name);
    const { body, ...ids } = (await acts[name]?.()) ?? {};
    const path = route?.path.replace(/\{(\w+)\}/g, (_, id: keyof typeof ids) => ids[id] ?? '') ?? '';
    const key = /^token/.test(route?.permission ?? '') ? server : rig.acme.key;
    const { id: actor } = (await rig.send('GET', '/applications/key', { key })).body;
    rig.pass(10_000);
    const since = new Date(rig.clock()).toISOString();
    const answer = await rig.send(route?.method.toUpperCase() ?? '', path, {
      key,
      ...(body !== undefined && { body }),
    });
    expect([answer.status, answer.text]).toEqual([expect.toBeOneOf([200, 201, 204]), expect.any(String)]);
    const { data } = (await rig.send('GET', `/logs?details=true&start_date=${since}`, { key: rig.acme.key })).body;
    expect(data).not.toEqual([]);
    for (const log of data) {
      const trace = answer.headers.get('BT-TRACE-ID');
      expect(log).toMatchObject({ actor_id: actor, actor_type: 'application', origin: '192.0.2.1', trace_id: trace });
      if (log.operation === 'update') expect(log.changes).toEqual([expect.anything()]);
    }
  },
);
