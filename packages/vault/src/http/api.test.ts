import { contract, type NamedRoute, routes } from '@tessera/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, allTokens, type Rig, startRig } from '../testing/rig.ts';
import { maxBody } from './body.ts';

let rig: Rig;
let server: string;
let powerless: string;

beforeAll(async () => {
  rig = await startRig();
  server = await rig.application('server_to_server', allTokens());
  powerless = await rig.application('server_to_server', []);
});
afterAll(async () => {
  await rig.close();
});

const id = '00000000-0000-7000-8000-000000000000';
const named = routes(contract).map((entry): [string, NamedRoute] => [entry.name.join('.'), entry]);
const withBody = named.filter(([, { route }]) => route.body);
const withId = named.filter(([, { route }]) => route.path.includes('{'));
const guarded = named.filter(([, { route }]) => route.permission);
const lists = named.filter(([name]) => /\.list$/.test(name) && name !== 'permissions.list');

const pathOf = ({ route }: NamedRoute, given = id) => route.path.replace(/\{\w+\}/g, given);
const methodOf = ({ route }: NamedRoute) => route.method.toUpperCase();
const keyOf = ({ route }: NamedRoute) => (route.permission?.startsWith('token:') ? server : rig.acme.key);

/** A body that each route takes, so that only what a test breaks is wrong. */
const goodBody = ({ name }: NamedRoute): unknown =>
  ({
    'applications.create': { name: 'x', type: 'public' },
    'applications.update': { name: 'x' },
    'atomicCards.create': { card: { number: '4242424242424242' } },
    'atomicCards.update': { card: { cvc: '123' } },
    tokenize: '"x"',
    'tokens.create': { type: 'token', data: 'x' },
  })[name.join('.')];

const expectProblem = ({ status, headers, body }: Answer, expected: number, type: string) => {
  expect(body).toMatchObject({
    type,
    status: expected,
    title: expect.any(String),
    instance: headers.get('BT-TRACE-ID'),
  });
  expect(status).toBe(expected);
  expect(headers.get('Content-Type')).toBe('application/problem+json');
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
      key: entry.route.permission?.startsWith('token:') ? rig.acme.key : server,
      ...(entry.route.body && { body: '{' }),
    });
    expectProblem(answer, 403, 'forbidden');
    expect(answer.body.detail).toContain(entry.route.permission);
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
    expect(answer.text).not.toContain('4242');
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
    expectProblem(await send(goodBody(entry), { 'Content-Type': type }), 415, 'unsupported-media-type');
  });

  it('is taken with parameters in its content type', async () => {
    const answer = await send(goodBody(entry), { 'Content-Type': 'Application/JSON; charset="UTF-8"' });
    expect([200, 201, 404]).toContain(answer.status);
  });
});

describe.each(withBody.filter(([name]) => name !== 'tokenize'))('the body of %s', (_, entry) => {
  it.each(['null', '[]', '"x"', '7', 'true', '{}'])('is refused when it is %s', async (body) => {
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
      expect(answer.text).not.toContain('4242');
    },
  );
});

describe.each(lists)('%s', (_, entry) => {
  it.each([
    'size=0',
    'size=101',
    'size=-1',
    'size=1.5',
    'size=ten',
    'page=0',
    'page=-1',
    'page=x',
    'page=1e99',
    'size=5&size=6',
  ])('answers 400 to %s and names the parameter', async (query) => {
    const answer = await rig.send('GET', `${pathOf(entry)}?${query}`, { key: keyOf(entry) });
    expectProblem(answer, 400, 'validation');
    expect(Object.keys(answer.body.errors)).toEqual([query.slice(0, 4)]);
  });

  it('ignores parameters it does not know and gives an empty page beyond the last', async () => {
    const answer = await rig.send('GET', `${pathOf(entry)}?page=99999&debug=true&__proto__=1`, { key: keyOf(entry) });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual([]);
    expect(answer.body.pagination).toMatchObject({ page_number: 99999, page_size: 20 });
  });
});

describe('every answer', () => {
  it('is inert in a browser, uncached, readable for any origin and carries a trace id', async () => {
    const answers = await Promise.all([
      rig.send('GET', '/tokens', { key: server }),
      rig.send('GET', '/tokens'),
      rig.send('GET', '/nothing/here'),
      rig.send('PUT', '/tokens', { key: server }),
      rig.send('GET', '/healthz'),
      rig.send('GET', '/openapi.json'),
      rig.send('OPTIONS', '/tokens/'),
      rig.send('GET', '/elements/x.js'),
      rig.send('GET', '/js/x.js'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 405, 200, 200, 204, 404, 404]);
    for (const { headers } of answers) {
      expect(headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(headers.get('Access-Control-Expose-Headers')).toContain('BT-TRACE-ID');
      expect(headers.get('BT-TRACE-ID')).toMatch(/^[\w-]{36}$/);
    }
  });

  it('takes the trace id of the caller when it is short and plain', async () => {
    const trace = async (given: string) => {
      const { headers } = await rig.send('GET', '/permissions', { key: server, headers: { 'BT-TRACE-ID': given } });
      return headers.get('BT-TRACE-ID');
    };
    expect(await trace('aa5d3379-6385-4ef4-9fdb-ca1341572153')).toBe('aa5d3379-6385-4ef4-9fdb-ca1341572153');
    for (const odd of ['x'.repeat(129), '"}\\', 'a b', '<b>']) expect(await trace(odd)).toMatch(/^[\w-]{36}$/);
    expect(rig.lines.join('')).toContain('aa5d3379-6385-4ef4-9fdb-ca1341572153');
  });
});

describe('paths and methods', () => {
  it('are the same with and without a slash at the end', async () => {
    const one = await rig.send('POST', '/tokens/', { key: server, body: { type: 'token', data: 1 } });
    expect(one.status).toBe(201);
    for (const path of [
      `/tokens/${one.body.id}`,
      `/tokens/${one.body.id}/`,
      '/tokens?',
      '/tokens/?page=1',
      '/permissions/',
    ]) {
      expect((await rig.send('GET', path, { key: server })).status).toBe(200);
    }
    expect((await rig.send('GET', '/tokens//', { key: server })).status).toBe(404);
  });

  it('tell in Allow what a path answers to', async () => {
    expect((await rig.send('PATCH', '/tokens', { key: server })).headers.get('Allow')).toBe('POST, GET');
    expect((await rig.send('DELETE', '/applications/key')).headers.get('Allow')).toBeNull();
  });

  it.each(['/tokens', '/tokens/', '/atomic/cards/', '/applications/x/regenerate/', '/tokenize/'])(
    'let browsers ask first, on %s',
    async (path) => {
      const { status, headers } = await rig.send('OPTIONS', path, {
        headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'PATCH' },
      });
      expect(status).toBe(204);
      expect(headers.get('Access-Control-Allow-Methods')).toBe('GET, POST, PUT, PATCH, DELETE');
      const allowed = headers.get('Access-Control-Allow-Headers')?.toLowerCase() ?? '';
      for (const name of ['bt-api-key', 'bt-client-user-agent', 'bt-idempotency-key', 'bt-trace-id', 'content-type']) {
        expect(allowed.split(', ')).toContain(name);
      }
      // Only frames say which page they stand in; no page may say it for them.
      expect(allowed).not.toContain('bt-elements-page');
    },
  );

  it('let a POST without a body have any content type', async () => {
    const made = await rig.send('POST', '/applications', { key: rig.acme.key, body: { name: 'x', type: 'public' } });
    const again = await rig.send('POST', `/applications/${made.body.id}/regenerate`, {
      key: rig.acme.key,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(again.status).toBe(201);
  });

  it('take a merge patch for a PATCH', async () => {
    const made = await rig.send('POST', '/atomic/cards', {
      key: server,
      body: { card: { number: '4242424242424242' } },
    });
    const patched = await rig.send('PATCH', `/atomic/cards/${made.body.id}`, {
      key: server,
      body: { card: { expiration_month: 1 } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    expect(patched.status).toBe(200);
  });
});

describe('keys', () => {
  it('work in the header they used to be sent in, which the answer calls deprecated', async () => {
    const old = await rig.send('GET', '/permissions', { headers: { 'X-API-KEY': server } });
    expect(old.status).toBe(200);
    expect(old.headers.get('Deprecation')).toBe('@1641686400');
    const both = await rig.send('GET', '/permissions', { key: server, headers: { 'X-API-KEY': 'other' } });
    expect(both.status).toBe(200);
    expect(both.headers.get('Deprecation')).toBeNull();
    expect((await rig.send('GET', '/permissions', { key: 'x', headers: { 'X-API-KEY': server } })).status).toBe(401);
  });

  it('are never in the log, and no id of a path is', async () => {
    await rig.send('GET', '/tokens/4242424242424242?cvc=123', { key: server });
    await rig.send('GET', '/4242424242424242', { key: server });
    const log = rig.lines.join('');
    expect(log).not.toContain(server);
    expect(log).not.toContain('4242424242424242');
    expect(JSON.parse(rig.lines.at(-2) ?? '')).toMatchObject({
      method: 'GET',
      route: '/tokens/{id}',
      status: 404,
      trace_id: expect.any(String),
      application_id: expect.any(String),
    });
  });
});

it('describes itself', async () => {
  const { body } = await rig.send('GET', '/openapi.json');
  expect(body.openapi).toMatch(/^3\.1/);
  expect(Object.keys(body.paths)).toContain('/atomic/cards/{id}');
  expect((await rig.send('GET', '/readyz')).body).toEqual({ status: 'ok' });
});
