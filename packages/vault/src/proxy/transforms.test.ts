import { beforeAll, describe, expect, it } from 'vitest';
import { card, destination, number } from './testing/destination.ts';

const { psp, rig, key, store, via } = destination();

let reader: string;
beforeAll(async () => {
  reader = await rig().application('server_to_server', ['token:pci:read:high', 'token:general:read:high']);
});

const token = async (id: string) => await rig().send('GET', `/tokens/${id}`, { key: reader });
const stored = async () => (await rig().send('GET', '/tokens', { key: reader })).body.pagination.total_items;

const answerWith = (body: string, status = 200, headers = {}) => {
  psp.act = (response) => response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
};

/** A card of a partner becomes a token, whose id takes its place. */
const inbound = (source: 'req' | 'res') => [
  {
    type: 'tokenize',
    options: {
      identifier: 'card',
      token: {
        type: 'card',
        data: {
          number: `{{ ${source}.card.number }}`,
          expiration_month: `{{ ${source}.card.month }}`,
          expiration_year: `{{ ${source}.card.year }}`,
        },
        mask: { number: '{{ data.number | reveal_last: 4 }}' },
        metadata: { order: `{{ ${source}.order }}` },
      },
    },
  },
  { type: 'append_json', options: { location: '$.card', value: "{{ transform_identifier: 'card' | json: '$.id' }}" } },
];
const order = (given = number) => ({ order: '7', card: { number: given, month: 3, year: 2030 } });

describe('a partner that posts a card to a proxy', () => {
  it('reaches the server with a token in its place', async () => {
    const proxy = await store({ require_auth: false, request_transforms: inbound('req') });
    const { status, sent } = await via(proxy, 'POST', '/orders', { body: order() });
    expect(status).toBe(200);
    const { card: id, order: name } = JSON.parse(sent?.body ?? '');
    expect([name, JSON.stringify(psp.seen).includes(number)]).toEqual(['7', false]);
    expect((await token(id)).body).toMatchObject({
      data: { number, expiration_month: 3, expiration_year: 2030 },
      metadata: { order: '7' },
      created_by: (proxy as { id: string }).id,
    });
  });

  it.each([
    ['is no JSON', '{"card": ', 400],
    ['has no card', '{"order": "7"}', 400],
    ['has a wrong card', JSON.stringify(order('4242424242424241')), 400],
    ['would lose digits', `{"order": "7", "n": 12345678901234567890, "card": {"number": "${number}"}}`, 400],
    ['has too many values', `{"a": [${'1,'.repeat(70_000)}1]}`, 400],
  ])('is told when what it sends %s; nothing is sent on and nothing stored', async (_, body, expected) => {
    const proxy = await store({ require_auth: false, request_transforms: inbound('req') });
    const before = await stored();
    const { status, body: answer } = await via(proxy, 'POST', '', { body, address: '198.51.100.20' });
    expect(status).toBe(expected);
    expect(Object.keys(answer.proxy_error.errors)).toEqual(['request_transforms.0']);
    expect(JSON.stringify(answer)).not.toMatch(/42424242/);
    expect([psp.seen, await stored()]).toEqual([[], before]);
  });

  it('leaves no token behind when a later transform or the connection fails', async () => {
    const before = await stored();
    const lost = { type: 'append_json', options: { location: '$.order.a.b', value: 'x' } };
    const broken = await store({ require_auth: false, request_transforms: [...inbound('req'), lost] });
    expect((await via(broken, 'POST', '', { body: order(), address: '198.51.100.21' })).status).toBe(400);
    const away = { destination_url: 'https://other.example', require_auth: false, request_transforms: inbound('req') };
    expect((await via(await store(away), 'POST', '', { body: order(), address: '198.51.100.21' })).status).toBe(502);
    expect([psp.seen, await stored()]).toEqual([[], before]);
  });

  it('may be answered with a card, which becomes a token on the way back', async () => {
    const proxy = await store({ response_transforms: inbound('res') });
    answerWith(JSON.stringify(order()));
    const { status, body, text, headers } = await via(proxy, 'POST', '', { key: key() });
    expect([status, text.includes(number), headers.get('content-length')]).toEqual([200, false, String(text.length)]);
    expect((await token(body.card)).body.data.number).toBe(number);
  });
});

describe('transforms of answers', () => {
  const mask = { type: 'mask', matcher: 'regex', expression: '(\\d{6})\\d{6}(?:\\d{4})', replacement: '*' };

  it('hide what groups capture, in answers of every status', async () => {
    const proxy = await store({ response_transforms: [{ ...mask, expression: '(\\d{12})\\d{4}' }] });
    for (const status of [200, 402, 500]) {
      answerWith(`{"a":"${number}","b":["x ${number}"],"c":4242}`, status);
      const answer = await via(proxy, 'GET', '', { key: key() });
      expect([answer.status, answer.text]).toEqual([
        status,
        '{"a":"************4242","b":["x ************4242"],"c":4242}',
      ]);
    }
  });

  it('do nothing but mask where the destination did not succeed', async () => {
    const add = { type: 'append_text', options: { value: '!' } };
    const proxy = await store({ response_transforms: [add] });
    const text = { 'Content-Type': 'text/plain' };
    answerWith('no', 402, text);
    expect((await via(proxy, 'GET', '', { key: key() })).text).toBe('no');
    answerWith('yes', 200, text);
    expect((await via(proxy, 'GET', '', { key: key() })).text).toBe('yes!');
  });

  it.each([
    ['is compressed', 200, { 'Content-Encoding': 'gzip' }, Buffer.from([1, 2, 3])],
    ['is no text', 200, {}, Buffer.from([0x22, 0xff, 0x22])],
    ['is too large', 200, {}, Buffer.alloc(1_048_577, 0x20)],
  ])('show nothing of an answer that %s, and say that there was one', async (_, given, headers, bytes) => {
    const proxy = await store({ response_transforms: [mask] });
    psp.act = (response) => response.writeHead(given, headers).end(bytes);
    const { status, body, headers: told } = await via(proxy, 'GET', '', { key: key() });
    expect([status, body.proxy_error.status]).toEqual([502, 502]);
    if (bytes.byteLength < 100) expect(told.get('BT-PROXY-DESTINATION-STATUS')).toBe('200');
  });

  it('ask for no compression', async () => {
    const proxy = await store({ response_transforms: [mask] });
    const { sent } = await via(proxy, 'GET', '', { key: key(), headers: { 'Accept-Encoding': 'gzip, br' } });
    expect(sent?.headers['accept-encoding']).toBe('identity');
  });

  it('set headers that a caller may be given, and no others', async () => {
    const value = "{{ proxy.config.GREETING }} {{ config: 'GREETING' }} {{ res.paid }}";
    const add = { type: 'append_header', options: { location: 'X-Greeting', value } };
    const proxy = await store({ configuration: { GREETING: 'hello' }, response_transforms: [add] });
    expect((await via(proxy, 'GET', '', { key: key() })).headers.get('X-Greeting')).toBe('hello hello true');
  });

  it('cannot break a header by what a destination says', async () => {
    const add = { type: 'append_header', options: { location: 'X-Note', value: '{{ res.note }}' } };
    const proxy = await store({ response_transforms: [add] });
    answerWith('{"note":"a\\r\\nSet-Cookie: b=c"}');
    const { status, body, headers } = await via(proxy, 'GET', '', { key: key() });
    expect([status, body.proxy_error.type, headers.has('set-cookie')]).toEqual([502, 'transform-failed', false]);
  });
});

describe('code of transforms', { timeout: 60_000 }, () => {
  const code = (body: string) => [{ type: 'code', code: `module.exports = async (req) => { ${body} };` }];

  it('sees the request and says what is sent in its place', async () => {
    const proxy = await store({
      configuration: { K: 'v' },
      request_transforms: code(`
        const { body, headers, method, path, query } = req.args;
        return { body: { body, method, path, query, type: headers['content-type'], k: req.configuration.K },
          headers: { ...headers, 'X-Signed': '1', 'BT-API-KEY': 'x', Host: 'inside.example' } };`),
    });
    const id = (await rig().send('POST', '/tokens', { key: key(), body: { type: 'card', data: card } })).body.id;
    const body = { number: `{{ ${id} | json: '$.number' }}` };
    const { status, sent } = await via(proxy, 'POST', '/a?b=c', { key: key(), body });
    expect(status).toBe(200);
    // Tokens are replaced before, and what the code gives back is not searched for references.
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      ...{ body: { number }, method: 'POST', path: '/a', query: '?b=c', type: 'application/json', k: 'v' },
    });
    expect(sent?.headers).toMatchObject({ 'x-signed': '1', host: 'psp.example' });
    expect(sent?.headers).not.toHaveProperty('bt-api-key');
  });

  it('sees the answer and says what is shown in its place', async () => {
    const proxy = await store({
      response_transforms: code(
        "return { body: 'was ' + req.args.body.paid, headers: { 'content-type': 'text/plain', 'set-cookie': 'a=b', 'X-Own': '1' } };",
      ),
    });
    const { status, text, headers } = await via(proxy, 'GET', '', { key: key() });
    expect([status, text, headers.get('content-type'), headers.get('x-own')]).toEqual([
      200,
      'was true',
      'text/plain',
      '1',
    ]);
    expect(headers.has('set-cookie')).toBe(false);
  });

  const sdk = "const sdk = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');";
  it.each([
    ['throws', 'throw new Error(JSON.stringify(req))', 500, 'The transform threw an Error'],
    [
      'throws a typed error',
      `${sdk} throw new sdk.BadRequestError('no ' + req.args.body)`,
      400,
      'The transform ended with this error',
    ],
    ['returns nothing', 'return undefined', 500, 'gave nothing back'],
    ['returns something else', 'return { bodies: 1 }', 500, 'something else'],
    ['returns null', 'return null', 500, 'something else'],
    ['returns headers that are none', 'return { headers: { a: [1] } }', 500, 'a header that is no text'],
    ['returns too much', "return { body: 'x'.repeat(2_000_000) }", 500, 'gave back more than it may'],
    ['never settles', 'await new Promise(() => {})', 500, 'can never be settled'],
  ])('that %s ends the call; nothing is sent', async (_, body, expected, detail) => {
    const proxy = await store({ request_transforms: code(body) });
    const headers = { 'Content-Type': 'text/plain' };
    const { status, body: answer } = await via(proxy, 'POST', '', { key: key(), body: number, headers });
    expect([status, answer.proxy_error.status]).toEqual([expected, expected]);
    expect(answer.proxy_error.detail).toContain(detail);
    expect(JSON.stringify(answer)).not.toContain('42424242');
    expect(psp.seen).toEqual([]);
  });
});

describe('a response that code asks for', { timeout: 60_000 }, () => {
  const throwing = (given: string) => [
    {
      type: 'code',
      code: `const { CustomHttpResponseError } = require('@basis-theory/basis-theory-reactor-formulas-sdk-js');
        module.exports = async () => { throw new CustomHttpResponseError(${given}); };`,
    },
  ];

  it('is the answer of the call, without what could act on the origin of the vault; nothing is sent', async () => {
    const headers = `{ 'X-Own': '1', 'Set-Cookie': 'a=b', 'Content-Security-Policy': 'script-src *', 'Content-Length': '3',
      Refresh: '0', 'X-Accel-Redirect': '/proxy', 'Access-Control-Allow-Credentials': 'true' }`;
    const body = `{ status: 409, headers: ${headers}, body: { no: 'room' } }`;
    const proxy = await store({ request_transforms: throwing(body) });
    const answer = await via(proxy, 'POST', '', { key: key() });
    expect([answer.status, answer.body, answer.headers.get('x-own')]).toEqual([409, { no: 'room' }, '1']);
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox/);
    for (const name of [
      'set-cookie',
      'refresh',
      'x-accel-redirect',
      'access-control-allow-credentials',
      'content-length',
    ]) {
      expect(answer.headers.has(name), name).toBe(false);
    }
    expect(psp.seen).toEqual([]);
  });

  it('deletes tokens that were made before', async () => {
    const before = await stored();
    const proxy = await store({ request_transforms: [...inbound('req'), ...throwing('{ status: 200, body: "no" }')] });
    const { status, text } = await via(proxy, 'POST', '', { key: key(), body: order() });
    expect([status, text, await stored()]).toEqual([200, 'no', before]);
  });

  it.each([
    ['a status that is none', '{ status: 101, body: "x" }'],
    ['a status that is no number', '{ status: "200", body: "x" }'],
    ['a body that is too large', '{ status: 200, body: "x".repeat(300_000) }'],
    ['a header that is none', '{ status: 200, headers: { "x-a": "b\\r\\nSet-Cookie: c=d" } }'],
  ])('is an error like any other with %s', async (_, given) => {
    const proxy = await store({ request_transforms: throwing(given) });
    const { status, body, headers } = await via(proxy, 'POST', '', { key: key() });
    expect([status, body.proxy_error.type, headers.has('set-cookie')]).toEqual([500, 'reactor-failed', false]);
  });
});
