import { describe, expect, it } from 'vitest';
import { destination } from './testing/destination.ts';

const { psp, rig, key, store, via } = destination();

const code = (headers: string) => [
  { type: 'code', code: `module.exports = async () => ({ body: '', headers: ${headers} });` },
];

const unsendable = [
  ['a line break', `{ 'x-a': 'b\\r\\nSet-Cookie: c=d' }`],
  ['a letter that headers cannot carry', `{ 'x-a': '€' }`],
  ['a name that is none', `{ 'x-a b': 'c' }`],
];

describe('headers that code of a transform gives back', { timeout: 60_000 }, () => {
  it.each(unsendable)('end the call where one of an answer has %s', async (_, headers) => {
    const proxy = await store({ response_transforms: code(headers) });
    const { status, body, headers: told } = await via(proxy, 'GET', '', { key: key() });
    expect([status, body.proxy_error.type]).toEqual([500, 'reactor-failed']);
    expect([told.get('BT-PROXY-DESTINATION-STATUS'), told.has('set-cookie')]).toEqual(['200', false]);
    expect(JSON.stringify(body)).not.toMatch(/Set-Cookie|€/);
  });

  it.each(unsendable)('end the call where one of a request has %s; nothing is sent', async (_, headers) => {
    const proxy = await store({ request_transforms: code(headers) });
    const { status, body } = await via(proxy, 'POST', '', { key: key() });
    expect([status, body.proxy_error.type, psp.seen]).toEqual([500, 'reactor-failed', []]);
  });
});

describe('an answer that has no body', { timeout: 60_000 }, () => {
  it('gets none by a transform, and no length that others would wait for', async () => {
    psp.act = (response) => response.writeHead(204).end();
    const code = 'module.exports = async () => ({ body: "abc", headers: { "x-own": "1" } });';
    const proxy = await store({ response_transforms: [{ type: 'code', code }] });
    const { status, text, headers } = await via(proxy, 'GET', '', { key: key() });
    expect([status, text, headers.get('x-own'), headers.has('content-length')]).toEqual([204, '', '1', false]);
  });
});

describe('the key of a proxy in the query', { timeout: 60_000 }, () => {
  it.each(['bt-proxy-key', 'BT-Proxy-Key', 'bt%2dproxy%2Dkey'])(
    'is neither sent on nor shown to code where it is called %s',
    async (name) => {
      const echo = [{ type: 'code', code: 'module.exports = async ({ args }) => ({ body: args.query });' }];
      const proxy = await store({ require_auth: false, request_transforms: echo });
      const path = `/proxy/in?a=1&${name}=${proxy.key}&b=2`;
      expect((await rig().send('POST', path, { address: '198.51.100.40' })).status).toBe(200);
      expect(psp.seen).toMatchObject([{ url: '/api/in?a=1&b=2', body: '?a=1&b=2' }]);
      expect((await rig().send('POST', `/proxy?${name}=${proxy.key}`)).status).toBe(200);
      expect(psp.seen).toMatchObject([{}, { url: '/api', body: '' }]);
    },
  );
});
