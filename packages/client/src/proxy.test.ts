import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest';
import { createClient } from './create-client.ts';
import type { ProxyAnswer } from './proxy.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A client of a server that notes what it is sent and answers as told. */
async function against(answer: (response: ServerResponse) => void) {
  const seen: (Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { body: string })[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    let body = '';
    for await (const part of request) body += part;
    seen.push({ method, url, headers, body });
    answer(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, bt: createClient({ apiBaseUrl, apiKey: 'key_of_the_client' }) };
}

const paid = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/json', 'x-own': '1' }).end('{"paid_at":{"some_key":1}}');

describe('a proxied call', () => {
  test('sends path, query, headers and body as they are, and gives back what the destination said', async () => {
    const { seen, bt } = await against(paid);
    const answer = await bt.proxy.post({
      path: '/v1/charges',
      query: { 'bt-proxy-key': 'a b', someKey: '{{ id }}' },
      headers: { 'BT-PROXY-URL': 'https://psp.example', Accept: 'text/x', 'content-type': 'application/vnd.x+json' },
      body: { someKey: '{{ id }}', some_key: 1 },
      apiKey: 'key_of_the_call',
      correlationId: 'trace',
    });
    expect(answer).toEqual({ paid_at: { some_key: 1 } });
    const [{ headers, ...sent } = { headers: {} }] = seen;
    expect(sent).toEqual({
      method: 'POST',
      url: '/proxy/v1/charges?bt-proxy-key=a+b&someKey=%7B%7B+id+%7D%7D',
      body: '{"someKey":"{{ id }}","some_key":1}',
    });
    expect(headers).toMatchObject({
      'bt-proxy-url': 'https://psp.example',
      'bt-api-key': 'key_of_the_call',
      'bt-trace-id': 'trace',
      accept: 'text/x',
      'content-type': 'application/vnd.x+json',
    });
  });

  test.each(['get', 'post', 'put', 'patch', 'delete'] as const)(
    'has the verb %s, and needs nothing else',
    async (verb) => {
      const { seen, bt } = await against(paid);
      await bt.proxy[verb]();
      expect(seen[0]).toMatchObject({ method: verb.toUpperCase(), url: '/proxy', body: '' });
      expect(seen[0]?.headers['bt-api-key']).toBe('key_of_the_client');
    },
  );

  test('gives the headers too when they are asked for', async () => {
    const { bt } = await against(paid);
    const answer = await bt.proxy.post({ includeResponseHeaders: true });
    expectTypeOf(answer).toEqualTypeOf<ProxyAnswer>();
    expect(answer).toMatchObject({ data: { paid_at: { some_key: 1 } }, headers: { 'x-own': '1' } });
  });

  test('sends text and forms as what they are, and reads an answer that is no JSON as text', async () => {
    const { seen, bt } = await against((response) => response.end('<ok/>'));
    expect(await bt.proxy.put({ body: '<a>{{ id }}</a>', headers: { 'Content-Type': 'text/xml' } })).toBe('<ok/>');
    await bt.proxy.put({ body: new URLSearchParams({ a: 'b c' }) });
    expect(seen.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
      ['<a>{{ id }}</a>', 'text/xml'],
      ['a=b+c', 'application/x-www-form-urlencoded;charset=UTF-8'],
    ]);
  });

  test.each(['/../tokens', '../tokens', '/%2e%2e/tokens', '/x/../../tokens', '\\..\\..\\tokens'])(
    'does not leave the proxy by the path %s',
    async (path) => {
      const { seen, bt } = await against(paid);
      await expect(bt.proxy.get({ path })).rejects.toThrow(TypeError);
      expect(seen).toEqual([]);
    },
  );

  test('rejects with what the vault said, and tells it from what the destination said', async () => {
    const vault = { title: 'Invalid proxy request', status: 400, detail: 'The header is missing.' };
    const ours = await against((response) => response.writeHead(400).end(JSON.stringify({ proxy_error: vault })));
    await expect(ours.bt.proxy.get()).rejects.toMatchObject({
      name: 'BasisTheoryApiError',
      status: 400,
      message: 'Request failed with status code 400: Invalid proxy request The header is missing.',
      data: { proxy_error: vault },
    });
    const theirs = await against((response) => response.writeHead(402).end('{"declined_for":"4242424242424242"}'));
    await expect(theirs.bt.proxy.get()).rejects.toMatchObject({
      status: 402,
      message: 'Request failed with status code 402',
      data: { declined_for: '4242424242424242' },
    });
  });

  test.each(['Bearer sk_live\nX: 1', 'Bearer sk_live…'])(
    'does not repeat the header %j, which cannot be sent',
    async (Authorization) => {
      const { seen, bt } = await against(paid);
      const error = await bt.proxy.get({ headers: { Authorization } }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toHaveProperty('message', expect.stringMatching(/^The header Authorization has/));
      expect(inspect(error, { depth: 10 })).not.toContain('sk_live');
      expect(seen).toEqual([]);
    },
  );

  test('rejects with a code for errors of the vault alone', async () => {
    const ours = await against((response) => response.writeHead(429).end('{"proxy_error":{"type":"rate-limited"}}'));
    await expect(ours.bt.proxy.get()).rejects.toMatchObject({ code: 'rate-limited' });
    const theirs = await against((response) => response.writeHead(402).end('{"type":"card_error"}'));
    await expect(theirs.bt.proxy.get()).rejects.toMatchObject({ code: undefined, data: { type: 'card_error' } });
  });

  test.each([
    ['text', '<fault>declined</fault>', '<fault>declined</fault>'],
    ['a list', '[{"code":"05"}]', [{ code: '05' }]],
    ['nothing', '', undefined],
  ])('rejects with what the destination said, and its headers, where that is %s', async (_, body, data) => {
    const { bt } = await against((response) => response.writeHead(302, { Location: '/elsewhere' }).end(body));
    const error = await bt.proxy.get().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 302, data, headers: { location: '/elsewhere' } });
    expect(error).toHaveProperty('message', 'Request failed with status code 302');
  });

  test('tells null from a text', async () => {
    const { bt } = await against((response) => response.end('null'));
    expect(await bt.proxy.get()).toBe(null);
  });
});
