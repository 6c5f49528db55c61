import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDestinations } from '../egress/allow-list.ts';
import { certificateAuthority } from '../egress/testing/certificates.ts';
import { handTimer, internetAt, startDestination } from '../egress/testing/destinations.ts';
import { testEgress } from '../egress/testing/test-egress.ts';
import { StoreError } from '../store/errors.ts';
import { allTokens, type Rig, type Send, startRig } from '../testing/rig.ts';

const authority = certificateAuthority();
const timer = handTimer();
const number = '4242424242424242';
const card = { number, expiration_month: 3, expiration_year: 2025, cvc: '123' };

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let rig: Rig;
let destination: Awaited<ReturnType<typeof startDestination>>;
let key: string;
let seen: Seen[] = [];
let act: (response: ServerResponse) => void;
/** Called when a request arrives, before it is answered. */
let arrived: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  destination = await startDestination(
    async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(parts).toString('latin1') });
      await arrived();
      act(response);
    },
    authority.issue(['psp.example']),
  );
  rig = await startRig({
    egress: testEgress({
      resolve: async (host) => (host === 'inside.example' ? ['10.0.0.1'] : ['93.184.216.34']),
      dial: internetAt(destination.port).dial,
      ca: [authority.cert],
      after: timer.after,
      limits: { answer: 25, answerBytes: 100_000 },
      destinations: parseDestinations('psp.example, other.example, inside.example'),
    }),
  });
  const use = ['general', 'pci', 'bank'].map((classification) => `token:${classification}:use:proxy`);
  key = await rig.application('server_to_server', [...allTokens(), ...use]);
});
afterAll(async () => {
  await rig.close();
  await destination.close();
});
beforeEach(() => {
  seen = [];
  act = (response) => response.setHeader('Content-Type', 'application/json').end('{"paid":true}');
  arrived = async () => undefined;
});

const create = async (data: unknown, more: object = { type: 'token' }): Promise<string> => {
  const { status, text, body } = await rig.send('POST', '/tokens', { key, body: { ...more, data } });
  if (status !== 201) throw new Error(text);
  return body.id;
};

/** A proxied call and what the destination saw of it. */
const through = async (method: string, path: string, { headers, ...send }: Send = {}) => {
  const answer = await rig.send(method, `/proxy${path}`, {
    key,
    headers: { 'BT-PROXY-URL': 'https://psp.example/api', ...headers },
    ...send,
  });
  return { ...answer, sent: seen.at(-1) };
};

describe('where a proxied request goes', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('%s goes on with its path and query appended', async (method) => {
    const { status, body, sent } = await through(method, '/foo/bar?param=value&b=%20+c');
    expect([status, body]).toEqual([200, { paid: true }]);
    expect(sent).toMatchObject({ method, url: '/api/foo/bar?param=value&b=%20+c', headers: { host: 'psp.example' } });
  });

  it.each([
    ['https://psp.example', '', '/'],
    ['https://psp.example', '/', '/'],
    ['https://psp.example/api/', '/x', '/api/x'],
    ['https://psp.example/api?a=1', '/x?b=2', '/api/x?a=1&b=2'],
    ['https://psp.example/api', '/x/', '/api/x/'],
    ['https://psp.example', '//inside.example/x', '//inside.example/x'],
    ['https://psp.example', '/@inside.example/x', '/@inside.example/x'],
    ['https://psp.example', '/a%2f..%2fb', '/a%2f..%2fb'],
  ])('%s with %s appended is %s', async (base, path, url) => {
    const { sent } = await through('GET', path, { headers: { 'BT-PROXY-URL': base } });
    expect(sent?.url).toBe(url);
  });

  it.each([
    ['is missing', ''],
    ['is plain http', 'http://psp.example/'],
    ['is an address', 'https://127.0.0.1/'],
    ['has another port', 'https://psp.example:8443/'],
    ['has a user', 'https://a@psp.example/'],
    ['has a fragment', 'https://psp.example/api#'],
    ['leads out of itself', 'https://psp.example/api/../admin'],
    ['leads out of itself in disguise', 'https://psp.example/api/%2e%2E/admin'],
    ['holds a backslash', 'https://psp.example\\@inside.example/'],
    ['is taken from a token', 'https://{{ 26818785-547b-4b28-b0fa-531377e99f4e }}/'],
  ])('a base that %s is 400, and nothing is sent', async (_, base) => {
    const { status, body } = await through('POST', '/x', { headers: { 'BT-PROXY-URL': base } });
    expect([status, body.proxy_error.status, body.proxy_error.title]).toEqual([400, 400, 'Invalid proxy request']);
    expect(seen).toEqual([]);
  });

  it.each([
    ['https://inside.example/', 403],
    ['https://forbidden.example/', 403],
    ['https://other.example/', 502],
  ])('%s is answered %d', async (base, status) => {
    const answer = await through('GET', '', { headers: { 'BT-PROXY-URL': base } });
    expect([answer.status, answer.body.proxy_error.status]).toEqual([status, status]);
    expect(seen).toEqual([]);
  });

  it('is only what stands under the path of the proxy', async () => {
    expect((await rig.send('GET', '/proxyx', { key })).status).toBe(404);
    expect((await through('GET', '/../tokens')).sent).toBeUndefined();
    const { status, headers } = await rig.send('HEAD', '/proxy', { key });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, POST, PUT, PATCH, DELETE']);
  });
});

describe('tokens in a proxied request', () => {
  it('stand for their data in JSON, with the type it has where the reference is the whole value', async () => {
    const id = await create(card, { type: 'card' });
    const text = await create('sensitive "data"\n');
    const count = await create(42);
    const template = `{ "a" : "{{${id}}}", "b":"{{ ${id} | json: '$.number' | last4 }}", "n": 1.10, "big":12345678901234567890,
      "m":"{{ ${id} | json: '$.expiration_month' }}/{{ ${id} | json: '$.expiration_year' | to_string | slice: -2, 2 }}",
      "t":"{{ ${text} }}", "u":"\\u007b\\u007b ${count} }}", "s": "no {{ ${count} }} type", "k{{${count}}}": "{{${count}}}" }`;
    const { sent, status } = await through('POST', '', { body: template });
    expect(status).toBe(200);
    expect(sent?.body).toBe(`{ "a" : ${JSON.stringify(card)}, "b":"4242", "n": 1.10, "big":12345678901234567890,
      "m":"3/25",
      "t":"sensitive \\"data\\"\\n", "u":42, "s": "no 42 type", "k42": 42 }`);
    expect(sent?.headers['content-length']).toBe(String(sent?.body.length));
  });

  it('are found by their alias as well as by their id', async () => {
    const alias = await create('x', { type: 'token', id: 'my-alias 1' });
    const { sent } = await through('POST', '', { body: { a: `{{ ${alias} }}` } });
    expect(sent?.body).toBe('{"a":"x"}');
  });

  it('are percent-encoded in queries and forms, names included, and what holds none stays as it was', async () => {
    const id = await create('a&b=c d/é{{x}}');
    const { sent } = await through('POST', `?q={{${id}}}&%7B%7B${id}%7D%7D=1&plain=%7e+x&{{ ${id} | upcase }}`, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `x=%2a+y&pan=%7B%7B+${id}+%7D%7D&z`,
    });
    const encoded = 'a%26b%3Dc%20d%2F%C3%A9%7B%7Bx%7D%7D';
    expect(sent?.url).toBe(`/api?q=${encoded}&${encoded}=1&plain=%7e+x&A%26B%3DC%20D%2F%C3%89%7B%7BX%7D%7D`);
    expect(sent?.body).toBe(`x=%2a+y&pan=${encoded}&z`);
  });

  it('stand in header values, and cannot begin another header', async () => {
    const [secret, broken] = [await create('s3cret'), await create('a\r\nX-Evil: 1')];
    const authorization = `Basic {{ ${secret} | to_base64 }}`;
    const { sent } = await through('GET', '', { headers: { Authorization: authorization, 'X-Two': `{{${secret}}}!` } });
    expect(sent?.headers).toMatchObject({ authorization: 'Basic czNjcmV0', 'x-two': 's3cret!' });
    const refused = await through('GET', '', { headers: { 'X-Bad': `{{${broken}}}` } });
    expect([refused.status, refused.text.includes('Evil')]).toEqual([400, false]);
    expect(seen).toHaveLength(1);
  });

  it('are escaped in XML and stand as they are in other text', async () => {
    const id = await create(`<a b="c">&'`);
    const xml = await through('POST', '', { headers: { 'Content-Type': 'text/xml' }, body: `<x>{{${id}}}</x>` });
    expect(xml.sent?.body).toBe('<x>&#60;a b=&#34;c&#34;&#62;&#38;&#39;</x>');
    const text = await through('POST', '', { headers: { 'Content-Type': 'text/plain' }, body: `{{${id}}}; {% x %}` });
    expect(text.sent?.body).toBe(`<a b="c">&'; {% x %}`);
  });

  it('are found in JSON that came under the content type of a form, as curl sends it', async () => {
    const id = await create('sensitive data');
    const body = `{\n  "parameter1": "{{${id}}}", "parameter2": "a=b&c"\n}`;
    const { sent } = await through('POST', '', {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(sent?.body).toBe('{\n  "parameter1": "sensitive data", "parameter2": "a=b&c"\n}');
  });

  it.each([
    ['multipart', 'multipart/form-data; boundary=x'],
    ['binary', 'application/octet-stream'],
    ['in another charset', 'text/plain; charset=utf-16'],
  ])('are left alone in a body that is %s', async (_, type) => {
    const body = `--x {{ nothing }} ${randomBytes(8).toString('hex')}`;
    const { sent } = await through('PUT', '', { headers: { 'Content-Type': type }, body });
    expect([sent?.body, sent?.headers['content-type']]).toEqual([body, type]);
  });

  it('are data, and their data is no template', async () => {
    const inner = await create('inner');
    const outer = await create({ text: `{{ ${inner} }}` });
    const { sent } = await through('POST', '', {
      body: { a: `{{ ${outer} }}`, b: `x {{ ${outer} | json: '$.text' }}` },
    });
    expect(JSON.parse(sent?.body ?? '')).toEqual({ a: { text: `{{ ${inner} }}` }, b: `x {{ ${inner} }}` });
  });

  it('must exist, be permitted, and be no more than a hundred', async () => {
    const [id, gone, ssn] = [
      await create(1),
      await create(2, { type: 'token', expires_at: '2022-01-01T00:00:10Z' }),
      await create('609-12-3456', { type: 'social_security_number' }),
    ];
    const unknown = '26818785-547b-4b28-b0fa-531377e99f4e';
    const ask = async (...ids: string[]) => {
      const { status, body } = await through('POST', '', { body: { a: ids.map((each) => `{{ ${each} }}`) } });
      return { status, ...body.proxy_error };
    };
    expect(await ask(id, unknown, number)).toMatchObject({
      status: 400,
      detail: `Failed to detokenize some tokens: ${unknown}, one that is no UUID. Tokens were not found.`,
    });
    rig.pass(20_000);
    expect(await ask(gone)).toMatchObject({ status: 400, type: 'unknown-tokens' });
    expect(await ask(ssn)).toMatchObject({ status: 403, detail: 'This needs the permission token:pii:use:proxy.' });
    const many = await Promise.all(Array.from({ length: 101 }, (_, n) => create(n)));
    expect(await ask(...many)).toMatchObject({ status: 400, type: 'validation' });
    expect(seen).toEqual([]);
    expect((await through('POST', '', { body: { a: many.slice(0, 100).map((each) => `{{${each}}}`) } })).status).toBe(
      200,
    );
  });

  it('name the place of a mistake, and never the data', async () => {
    const id = await create(number);
    for (const [at, send] of [
      ['body', { body: { a: [`{{ ${id} | last4 | first }}`] } }],
      ['headers.x-a', { headers: { 'X-A': `{{ ${id} | nofilter }}` } }],
      ['query', { path: `?a={{ ${id} ` }],
      ['body', { body: { a: `{{ ${id} | append: ${id} }}` } }],
    ] as const) {
      const { path = '', ...rest } = send as { path?: string };
      const { status, text, body } = await through('POST', path, rest);
      expect([status, Object.keys(body.proxy_error.errors ?? {})], text).toEqual([400, [at]]);
      expect(text).not.toContain(number);
    }
    expect(seen).toEqual([]);
  });

  it('need a key that may use some of them, before anything is looked at', async () => {
    const reader = await rig.application('server_to_server', allTokens());
    const elements = await rig.application('elements', ['token:pci:create']);
    for (const [sender, status] of [
      [reader, 403],
      [elements, 403],
      ['key_unknown', 401],
    ] as const) {
      const answer = await through('POST', '', { key: sender, headers: { 'BT-PROXY-URL': 'nonsense' } });
      expect([answer.status, answer.body.proxy_error.status]).toEqual([status, status]);
    }
  });
});

describe('headers of a proxied request', () => {
  it('go on, without those of the vault and of the way to it', async () => {
    const { sent } = await through('POST', '', {
      body: { a: 1 },
      headers: {
        'X-API-KEY': 'of the destination',
        Accept: 'text/x',
        'BT-TRACE-ID': 'trace-1',
        'BT-IDEMPOTENCY-KEY': 'once',
        'X-Forwarded-For': '10.1.1.1',
        Forwarded: 'for=10.1.1.1',
        Connection: 'close, X-Hop',
        'X-Hop': '1',
        'User-Agent': 'shop/1',
      },
    });
    expect(sent?.headers).toEqual({
      host: 'psp.example',
      connection: 'close',
      'content-length': '7',
      'content-type': 'application/json',
      accept: 'text/x',
      'user-agent': 'shop/1',
      'x-api-key': 'of the destination',
    });
  });

  it('authenticate by BT-API-KEY alone', async () => {
    const answer = await rig.send('GET', '/proxy', {
      headers: { 'X-API-KEY': key, 'BT-PROXY-URL': 'https://psp.example' },
    });
    expect(answer.status).toBe(401);
    expect(seen).toEqual([]);
  });
});

describe('the answer of a destination', () => {
  const hostile: Record<string, string | string[]> = {
    'Set-Cookie': ['a=1', 'b=2'],
    'Clear-Site-Data': '"*"',
    'Strict-Transport-Security': 'max-age=1',
    'Alt-Svc': 'h3=":443"',
    'Service-Worker-Allowed': '/',
    'Content-Security-Policy': 'default-src *',
    'Content-Security-Policy-Report-Only': 'x',
    'Access-Control-Allow-Origin': 'https://evil.example',
    'Access-Control-Allow-Credentials': 'true',
    'Cross-Origin-Opener-Policy': 'unsafe-none',
    'Permissions-Policy': '*',
    NEL: '{}',
    'Report-To': '{}',
    'Reporting-Endpoints': 'x="https://evil.example"',
    SourceMap: '/x',
    Link: '</x>; rel=preload',
    Refresh: '0; url=https://evil.example',
    'WWW-Authenticate': 'Basic',
    'Cache-Control': 'public, max-age=99999',
    'X-Content-Type-Options': 'none',
    'BT-TRACE-ID': 'forged',
    'BT-TOTAL': 'at-least',
  };

  it('comes back as it is, without what could act on the origin of the vault', async () => {
    act = (response) => {
      for (const [name, value] of Object.entries(hostile)) response.setHeader(name, value);
      response.setHeader('X-Own', ['1', '2']).setHeader('Location', '/next');
      response.writeHead(302, { 'Content-Type': 'text/html' }).end('<script>alert(1)</script>');
    };
    const { status, text, headers } = await through('GET', '');
    expect([status, text]).toEqual([302, '<script>alert(1)</script>']);
    const { date: _, 'bt-trace-id': trace, ...others } = Object.fromEntries(headers);
    expect(trace).not.toBe('forged');
    expect(others).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': '*',
      'cache-control': 'no-store',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'content-type': 'text/html',
      location: '/next',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-own': '1, 2',
    });
  });

  it.each([204, 304, 404, 500, 503])('keeps its status %d', async (status) => {
    act = (response) => response.writeHead(status).end();
    expect(await through('GET', '')).toMatchObject({ status, text: '' });
  });

  it('is given up after its time as 408', async () => {
    arrived = () => new Promise(() => timer.elapse(25));
    const { status, body } = await through('GET', '');
    expect([status, body.proxy_error.title]).toEqual([408, 'The destination took too long.']);
  });

  it('breaks off in the middle rather than passing for whole when it is too large or cut', async () => {
    act = (response) => response.end(Buffer.alloc(200_000));
    expect((await through('GET', '')).status).toBe(502);
    act = (response) => response.write(Buffer.alloc(50_000), () => response.destroy());
    await expect(through('GET', '')).rejects.toThrow();
  });
});

describe('the audit of a proxied request', () => {
  it('says which tokens were used and at which host, before the request leaves', async () => {
    const [id, other] = [await create(card, { type: 'card' }), await create('x')];
    const rows = () =>
      rig.store.rows("select entity_id, destination from audit where operation = 'use' and entity_id in (?, ?)", [
        id,
        other,
      ]);
    let durable = 0;
    arrived = async () => {
      durable = (await rows()).length;
    };
    const body = { a: `{{ ${id} | json: '$.number' }}`, b: `{{ ${id} }}`, c: `{{ ${other} }}` };
    await through('POST', '/v1/4242?secret=1', { body });
    expect(durable).toBe(2);
    const reader = await rig.application('management', ['log:read']);
    const logs = await rig.send('GET', `/logs?entity_id=${id}`, { key: reader });
    expect(logs.body.data[0]).toMatchObject({
      entity_type: 'card',
      entity_id: id,
      operation: 'use',
      message: 'Card used in a request to psp.example',
    });
    expect(await rows()).toHaveLength(2);
  });

  it('cannot be left out: what it cannot be written for does not leave', async () => {
    const id = await create('x');
    const { commit } = rig.store;
    Object.assign(rig.store, { commit: () => Promise.reject(new StoreError('full', 'The disk is full.')) });
    const { status } = await through('POST', '', { body: { a: `{{ ${id} }}` } });
    Object.assign(rig.store, { commit });
    expect(status).toBe(503);
    expect(seen).toEqual([]);
  });

  it('counts the tokens as active in the month', async () => {
    const id = await create('x');
    const report = await rig.application('management', ['report:read']);
    const active = async () =>
      (await rig.send('GET', '/tenants/self/reports/usage', { key: report })).body.token_report.monthly_active_tokens;
    rig.pass(40 * 24 * 3600 * 1000);
    await rig.vault.tidy();
    const before = await active();
    await through('POST', '', { body: { a: `{{ ${id} }}` } });
    await rig.vault.tidy();
    expect(await active()).toBe(before + 1);
  });
});

describe('fifty slow destinations', () => {
  it('leave reads of tokens answering', async () => {
    const id = await create('x');
    const waiting = Promise.withResolvers<void>();
    arrived = () => waiting.promise;
    const slow = Array.from({ length: 50 }, () => through('POST', '', { body: { a: `{{ ${id} }}` } }));
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(50);
    const read = await rig.send('GET', `/tokens/${id}`, { key });
    expect([read.status, read.body.data]).toEqual([200, 'x']);
    waiting.resolve();
    expect((await Promise.all(slow)).every(({ status }) => status === 200)).toBe(true);
  });
});
