import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noMetrics } from '../metrics/metrics.ts';
import { ApiError, type ProblemType } from '../problem.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { serve } from './serve.ts';

let rig: Rig;
let server: string;
beforeAll(async () => {
  rig = await startRig();
  server = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
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
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
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

it('a request without a URL is refused, and the log tells of it', async () => {
  const request = new Request('https://vault.test/', { headers: { 'BT-TRACE-ID': 'no-url' } });
  const { status, body } = await rig.vault.answer(
    { ...{ method: 'GET', url: '', headers: request.headers, body: null, signal: request.signal } },
    { address: '192.0.2.1' },
  );
  expect([status, JSON.parse(String(body)).type]).toEqual([400, 'malformed-request']);
  expect(rig.lines.filter((line) => line.includes('no-url')).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ msg: 'request', method: 'GET', route: 'none', status: 400 }),
  ]);
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

  it.each(['/healthz', '/readyz'])(
    'take OPTIONS for a question of a balancer on %s, unless a browser asks first',
    async (path) => {
      const { status, text } = await rig.send('OPTIONS', path);
      expect({ status, text }).toEqual({ status: 200, text: '' });
      const headers = { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'GET' };
      expect((await rig.send('OPTIONS', path, { headers })).status).toBe(204);
    },
  );

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
    await rig.send('GET', '/tokens/4242424242424242?4242424242424242=123', { key: server });
    await rig.send('GET', '/4242424242424242', { key: server });
    const log = rig.lines.join('');
    expect(log).not.toContain(server);
    expect(log).not.toContain('4242424242424242');
    expect(JSON.parse(rig.lines.at(-2) ?? '')).toMatchObject({
      method: 'GET',
      route: '/tokens/{id}',
      status: 400,
      trace_id: expect.any(String),
      application_id: expect.any(String),
    });
  });
});

describe('the front page', () => {
  const at = (accept?: string, method = 'GET') =>
    rig.send(method, '/', { headers: accept === undefined ? {} : { Accept: accept } });

  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['text/html', 'text/html; charset=utf-8'],
    ['text/*, application/json;q=0.5', 'text/html; charset=utf-8'],
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['', 'application/json'],
    ['application/json', 'application/json'],
    ['application/json, text/html;q=0.9', 'application/json'],
    ['text/html;q=0, */*', 'application/json'],
    ['text/html;q=x, */*;q=0.1', 'application/json'],
    ['image/png', 'application/json'],
  ])('for %j is %s', async (accept, type) => {
    const { status, headers } = await at(accept);
    expect([status, headers.get('Content-Type'), headers.get('Vary')]).toEqual([200, type, 'Accept']);
  });

  it('links what is there, in a document that runs and loads nothing', async () => {
    const { headers, text } = await at('text/html');
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(headers.get('Content-Security-Policy')).toBe(
      `sandbox; default-src 'none'; style-src 'sha256-${digest}'; frame-ancestors 'none'`,
    );
    expect(text).not.toMatch(/<script|style=|src=|onclick/);
    const linked = [...text.matchAll(/href="([^"]*)"/g)].map(([, path]) => path ?? '');
    const { name, version, ...paths } = (await at()).body;
    expect([name, version]).toEqual(['Tessera vault', expect.stringMatching(/^\d+\.\d+\.\d+/)]);
    expect(linked).toEqual(Object.values(paths));
    for (const path of linked) expect((await rig.send('GET', path)).status, path).toBe(200);
  });

  it('answers HEAD without a body, and nothing else', async () => {
    expect(await at('text/html', 'HEAD')).toMatchObject({ status: 200, text: '' });
    expect((await at('text/html', 'POST')).headers.get('Allow')).toBe('GET, HEAD');
  });
});

it('describes itself', async () => {
  const { body } = await rig.send('GET', '/openapi.json');
  expect(body.openapi).toMatch(/^3\.1/);
  expect(Object.keys(body.paths)).toContain('/atomic/cards/{id}');
  expect((await rig.send('GET', '/readyz')).body).toEqual({ status: 'ok' });
});

it('names its public URL as the server of the description, and else the origin of the request', async () => {
  const beside = await rig.another({ publicUrl: 'https://vault.example' });
  const servers = async ({ send }: Pick<typeof rig, 'send'>) => (await send('GET', '/openapi.json')).body.servers;
  expect([await servers(rig), await servers(beside)]).toEqual([[{ url: '/' }], [{ url: 'https://vault.example' }]]);
});

it('shows the description to people, in a document without an origin that may call the vault alone', async () => {
  const { status, headers, text } = await rig.send('GET', '/docs');
  expect(status).toBe(200);
  expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  const digest = (name: string) => {
    const [, content = ''] = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(text) ?? [];
    return `sha256-${createHash('sha256').update(content).digest('base64')}`;
  };
  expect(headers.get('Content-Security-Policy')).toBe(
    `sandbox allow-scripts; default-src 'none'; style-src '${digest('style')}'; script-src '${digest('script')}'; ` +
      "connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'",
  );
  expect(text.match(/<script|\son\w+="|\ssrc=/g)).toEqual(['<script']);
  const { body } = await rig.send('GET', '/openapi.json');
  const operations = Object.values<Record<string, { operationId: string }>>(body.paths).flatMap(Object.values);
  for (const { operationId } of operations) expect(text).toContain(`<section id="${operationId}"`);
  const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const [, target = ''] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});

it('logs probes at debug only, until one fails', async () => {
  const lines: [string, Record<string, unknown>][] = [];
  const at = (level: string) => (fields: object) => void lines.push([level, { ...fields }]);
  let ready = true;
  const answer = serve({
    api: async () => ({ status: 200, headers: {}, body: undefined }),
    pages: () => undefined,
    reveals: () => Promise.reject(new TypeError('Nobody asks for one.')),
    assertOpen: () => undefined,
    rootKey: () => ({ status: 'reachable' }) as const,
    isFlood: () => false,
    slowDown: async () => undefined,
    ready: async () => {
      if (!ready) throw new Error('The disk is full.');
    },
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    metrics: noMetrics,
    clock: () => 0,
    newTraceId: () => 'trace',
    version: '0',
  });
  const probe = async (path: string, method = 'GET') => {
    await answer(new Request(`https://vault.test${path}`, { method }), { address: '192.0.2.1' });
    const [level, { status } = {}] = lines.at(-1) ?? [];
    return [level, status];
  };
  expect(await probe('/healthz')).toEqual(['debug', 200]);
  expect(await probe('/readyz')).toEqual(['debug', 200]);
  expect(await probe('/healthz', 'POST')).toEqual(['info', 405]);
  expect(await probe('/openapi.json')).toEqual(['info', 200]);
  ready = false;
  expect(await probe('/readyz')).toEqual(['info', 503]);
});

describe('an error that cannot be told', () => {
  it('is answered, counted and logged like any other', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = (fields: object, message: string) => void lines.push({ ...fields, message });
    const counted: unknown[] = [];
    const answer = serve({
      api: async () => {
        // A type that is a property of every object has no status and no title.
        throw new ApiError('constructor' as ProblemType, 'odd');
      },
      pages: () => undefined,
      reveals: () => Promise.reject(new TypeError('Nobody asks for one.')),
      assertOpen: () => undefined,
      rootKey: () => ({ status: 'reachable' }) as const,
      ready: async () => undefined,
      isFlood: () => false,
      slowDown: async () => undefined,
      log: { debug: log, info: log, warn: log, error: log },
      metrics: { ...noMetrics, request: () => (outcome) => void counted.push(outcome) },
      clock: () => 0,
      newTraceId: () => 'trace',
      version: '0',
    });
    const { status } = await answer(new Request('https://vault.test/tokens'), { address: '192.0.2.1' });
    expect(status).toBe(500);
    expect(counted).toEqual([{ method: 'GET', route: 'none', status: 500 }]);
    expect(lines.at(-1)).toMatchObject({ message: 'request', status: 500, trace_id: 'trace' });
  });
});
