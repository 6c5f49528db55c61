import { contract, type NamedRoute, routes } from '@tessera/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leadingTo, testEgress } from '../egress/testing/test-egress.ts';
import { maxBody } from '../http/body.ts';
import { type Answer, allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let server: string;
let powerless: string;
let formulaId: string;
let parentId: string;

beforeAll(async () => {
  // Addresses of webhooks are looked up, and not on a real name server.
  rig = await startRig({ egress: testEgress({ resolve: leadingTo('93.184.216.34') }) });
  const uses = ['bank', 'pci'].map((classification) => `token:${classification}:use:reactor`);
  const intents = ['create', 'read', 'delete'].map((operation) => `token-intent:${operation}`);
  server = await rig.application('server_to_server', [...allTokens(), ...uses, ...intents]);
  powerless = await rig.application('server_to_server', []);
  formulaId = (await rig.send('POST', '/reactor-formulas', { key: rig.acme.key, body: formula })).body.id;
  parentId = (await rig.send('POST', '/tokens', { key: server, body: { type: 'token', data: 'x' } })).body.id;
});
afterAll(async () => {
  await rig.close();
});

const id = '00000000-0000-7000-8000-000000000000';
const named = routes(contract).map((entry): [string, NamedRoute] => [entry.name.join('.'), entry]);
const withBody = named.filter(([, { route }]) => route.body);
const withId = named.filter(([, { route }]) => route.path.includes('{'));
const guarded = named.filter(([, { route }]) => route.permission);
const lists = named.filter(([, { route }]) => 'page' in ((route.query as { shape?: object } | undefined)?.shape ?? {}));

const pathOf = ({ route }: NamedRoute, given = id) => route.path.replace(/\{\w+\}/g, given);
const methodOf = ({ route }: NamedRoute) => route.method.toUpperCase();
/** Only servers hold permissions on tokens, and never those of managers. */
const isOnTokens = ({ permission }: NamedRoute['route']) => /^token(-intent)?:/.test(permission ?? '');
const keyOf = ({ route }: NamedRoute) =>
  isOnTokens(route) || route.path.startsWith('/sessions') ? server : rig.acme.key;

const formula = { name: 'x', type: 'private', source_token_type: 'card', code: 'module.exports = () => 1' };

const proxy = { name: 'x', destination_url: 'https://psp.example' };

/** A body that each route takes, so that only what a test breaks is wrong. */
const goodBody = ({ name }: NamedRoute): unknown =>
  ({
    'applications.create': { name: 'x', type: 'public' },
    'applications.update': { name: 'x' },
    'atomicBanks.create': { bank: { routing_number: '021000021', account_number: '1234567890' } },
    'atomicBanks.react': { reactor_id: id },
    'atomicBanks.update': { bank: { account_number: '1234567890' } },
    'atomicCards.create': { card: { number: '4242424242424242' } },
    'atomicCards.react': { reactor_id: id },
    'atomicCards.update': { card: { cvc: '123' } },
    'keys.create': {},
    'proxies.create': proxy,
    'proxies.patch': { name: 'y' },
    'proxies.update': proxy,
    'reactorFormulas.create': formula,
    'reactorFormulas.update': formula,
    'reactors.create': { name: 'x', configuration: {}, formula: { id: formulaId } },
    'reactors.patch': { name: 'y' },
    'reactors.react': {},
    'reactors.reactAsync': {},
    'reactors.update': { name: 'x', configuration: {} },
    'sessions.authorize': { nonce: 'x', tokens: [id], permissions: ['token:read'] },
    'tenants.update': { name: 'Acme' },
    detokenize: '"x"',
    'tokenIntents.create': { type: 'token', data: 'x' },
    tokenize: '"x"',
    'tokens.create': { type: 'token', data: 'x' },
    'tokens.createChild': { type: 'token', data: 'x' },
    'tokens.search': {},
    'tokens.searchV2': {},
    'tokens.update': { data: 'y' },
    'webhooks.create': { name: 'x', url: 'https://shop.example/', events: ['token.created'] },
    'webhooks.update': { name: 'x', url: 'https://shop.example/', events: ['token.created'] },
  })[name.join('.')];

/** What is wrong, which the proxy marks as the vault's own. */
const told = ({ body }: Answer) => body.proxy_error ?? body;

const expectProblem = (answer: Answer, expected: number, type: string) => {
  const { status, headers, body } = answer;
  expect(told(answer)).toMatchObject({
    type,
    status: expected,
    title: expect.any(String),
    instance: headers.get('BT-TRACE-ID'),
  });
  expect(status).toBe(expected);
  expect(headers.get('Content-Type')).toBe(body.proxy_error ? 'application/json' : 'application/problem+json');
};

describe.each(named)('%s', (_, entry) => {
  it.each([
    ['no key', {}],
    ['an unknown key', { key: 'key_N88mVGsp3sCXkykyN2EFED' }],
    ['something that is no key', { key: 'x' }],
  ])('answers 401 to %s, whatever else is wrong', async (_name, credentials) => {
    const answer = await rig.send(methodOf(entry), `${pathOf(entry)}?size=x`, {
      ...credentials,
      headers: { 'X-Test': '1' },
    });
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers.get('WWW-Authenticate')).toContain('BT-API-KEY');
  });
});

describe.each(guarded)('%s without its permission', (_, entry) => {
  it('answers 403 before it looks at the request', async () => {
    const answer = await rig.send(methodOf(entry), pathOf(entry), {
      key: isOnTokens(entry.route) ? rig.acme.key : server,
      ...(entry.route.body && { body: '{' }),
    });
    expectProblem(answer, 403, 'forbidden');
    expect(told(answer).detail).toContain(entry.route.permission);
    expectProblem(await rig.send(methodOf(entry), pathOf(entry), { key: powerless }), 403, 'forbidden');
  });
});

describe.each(withBody)('the body of %s', (_, entry) => {
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    rig.send(methodOf(entry), pathOf(entry), { key: keyOf(entry), body, headers });

  it.each([
    ['malformed', '{"number": "4242424242424242", ]', 'line 1, column 32'],
    ['cut off', '{"data": "4242424242424242', 'A string is not closed'],
    ['too deep', `${'['.repeat(33)}${']'.repeat(33)}`, 'Nested more than 32 levels'],
    ['more digits than a number keeps', '{"data": 42424242424242424242}', 'would lose digits'],
    ['empty', '', 'needs a JSON body'],
  ])('is refused when it is %s', async (_name, body, detail) => {
    const answer = await send(body);
    expectProblem(answer, 400, 'malformed-request');
    expect(answer.body.detail).toContain(detail);
    expect(JSON.stringify({ ...answer.body, instance: '' })).not.toContain('4242');
  });

  it('is refused when it is not UTF-8', async () => {
    const { vault } = rig;
    const request = new Request(`https://vault.test${pathOf(entry)}`, {
      method: methodOf(entry),
      headers: { 'BT-API-KEY': keyOf(entry), 'Content-Type': 'application/json' },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    });
    const response = await vault.fetch(request, { address: '192.0.2.1' });
    expect(response.status).toBe(400);
  });

  it('is refused when it is larger than the limit, with an honest length and without', async () => {
    const large = JSON.stringify('4'.repeat(maxBody));
    expectProblem(await send(large), 413, 'body-too-large');
    const chunks = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)),
    });
    const endless = new Request(`https://vault.test${pathOf(entry)}`, {
      method: methodOf(entry),
      headers: { 'BT-API-KEY': keyOf(entry), 'Content-Type': 'application/json' },
      body: chunks,
      duplex: 'half',
    } as RequestInit);
    expect((await rig.vault.fetch(endless, { address: '192.0.2.1' })).status).toBe(413);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/json; charset=utf-16',
    '',
  ])('is refused as %j', async (type) => {
    // Samples for cURL send these to be run without a type of their own, or under that of forms.
    if (entry.route.anyContentType && ['application/x-www-form-urlencoded', ''].includes(type)) return;
    expectProblem(await send(goodBody(entry), { 'Content-Type': type }), 415, 'unsupported-media-type');
  });

  it('is taken with parameters in its content type', async () => {
    const answer = await send(goodBody(entry), { 'Content-Type': 'Application/JSON; charset="UTF-8"' });
    expect([200, 201, 404]).toContain(answer.status);
  });
});

/** Bodies of which nothing is required. */
const takesNothing = [
  'keys.create',
  'proxies.patch',
  'reactors.patch',
  'reactors.react',
  'reactors.reactAsync',
  'tokens.search',
  'tokens.searchV2',
  'tokens.update',
];
const takesAnything = ['detokenize', 'tokenize'];

describe.each(withBody.filter(([name]) => !takesAnything.includes(name)))('the body of %s', (name, entry) => {
  it.each(['null', '[]', '"x"', '7', 'true', '{}'])('is refused when it is %s', async (body) => {
    if (body === '{}' && takesNothing.includes(name)) return;
    const answer = await rig.send(methodOf(entry), pathOf(entry), { key: keyOf(entry), body });
    expectProblem(answer, 400, 'validation');
    expect(answer.body.title).toBe('One or more validation errors occurred.');
  });
});

describe.each(withId)('%s', (_, entry) => {
  it.each([id, 'x', '4242424242424242', '%E0%A4%A', '..%2f..', "'%20or%201=1--", '%00'])(
    'answers 404 for the id %s',
    async (given) => {
      const answer = await rig.send(methodOf(entry), pathOf(entry, given), {
        key: keyOf(entry),
        body: goodBody(entry),
      });
      expectProblem(answer, 404, 'not-found');
      expect(JSON.stringify({ ...answer.body, instance: '' })).not.toContain('4242');
    },
  );
});

describe.each(lists)('%s', (name, entry) => {
  it.each([
    'size=0',
    'size=101',
    'size=5001',
    'size=-1',
    'size=1.5',
    'size=ten',
    'page=0',
    'page=-1',
    'page=x',
    'page=1e99',
    'size=5&size=6',
  ])('answers 400 to %s and names the parameter', async (query) => {
    // Entries of the logs are small, so a page may hold more of them.
    if (name === 'logs.list' && query === 'size=101') return;
    const answer = await rig.send('GET', `${pathOf(entry)}?${query}`, { key: keyOf(entry) });
    expectProblem(answer, 400, 'validation');
    expect(Object.keys(answer.body.errors)).toEqual([query.slice(0, 4)]);
  });

  it('gives an empty page beyond the last', async () => {
    const path = entry.route.path.includes('{') ? pathOf(entry, parentId) : pathOf(entry);
    const answer = await rig.send('GET', `${path}?page=99999`, { key: keyOf(entry) });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual([]);
    expect(answer.body.pagination).toMatchObject({ page_number: 99999, page_size: 20 });
  });

  it('refuses parameters it does not know, which would have narrowed the list, and takes null for none', async () => {
    const path = entry.route.path.includes('{') ? pathOf(entry, parentId) : pathOf(entry);
    const refused = await rig.send('GET', `${path}?pages=2&__proto__=1&debug=null`, { key: keyOf(entry) });
    expectProblem(refused, 400, 'validation');
    expect(Object.keys(refused.body.errors).sort()).toEqual(['__proto__', 'pages']);
    expect(refused.body.errors.pages).toEqual(['Is not a property here. Did you mean page?']);
    const names = Object.keys((entry.route.query as { shape?: object } | undefined)?.shape ?? {});
    const nulls = new URLSearchParams(names.map((name) => [name, 'null']));
    expect((await rig.send('GET', `${path}?${nulls}`, { key: keyOf(entry) })).status).toBe(200);
  });
});

it.each([
  ['GET', '/3ds/sessions/a', '3-D Secure'],
  ['POST', '/apple-pay', 'Apple Pay'],
  ['DELETE', '/tenants/self/members/7', 'members'],
  ['POST', '/network-tokens', 'network tokens'],
  ['GET', '/tenants/self/reports/operations', 'report of operations'],
])('%s %s is answered by a 501 that names what is missing: %s', async (method, path, part) => {
  const answer = await rig.send(method, path, { key: rig.acme.key });
  expectProblem(answer, 501, 'not-offered');
  expect(answer.body.detail).toContain(part);
  // Only whole segments count, and what is merely unknown stays unknown.
  expectProblem(await rig.send(method, path.replace(/^\/[\w-]+/, '$&x'), { key: rig.acme.key }), 404, 'not-found');
});
