import { elided, type Method, type Pair, type Step, server } from './pair.ts';

const tokenId = '26818785-547b-4b28-b0fa-531377e99f4e';
const toExample = { 'BT-PROXY-URL': 'https://example.com/api' };

const sensitive: Step = {
  method: 'POST',
  path: '/tokens',
  body: { type: 'token', data: 'sensitive data' },
  makes: tokenId,
};

const interpolated = { parameter1: `{{${tokenId}}}`, parameter2: 'non-interpolated' };

const caller = server('token:general:use:proxy');

/** The sample that the documents print for one verb; they list the others below it. */
const through = (method: Method): Pair => ({
  source: `api-reference: Proxy, ${method}`,
  caller,
  given: [sensitive],
  request: { method, path: '/proxy', headers: toExample, body: interpolated },
  call: `proxy.${method.toLowerCase()}`,
  args: [{ headers: toExample, body: interpolated }],
  status: 200,
  // The destination of the replay answers with the body it was sent, which is what the documents show.
  response: { parameter1: 'senstive data', parameter2: 'non-interpolated' },
});

/** API reference, "Proxy". */
export const proxy: Pair[] = [
  ...(['POST', 'PUT', 'PATCH'] as const).map(through),
  {
    source: 'api-reference: Proxy, DELETE',
    caller,
    request: { method: 'DELETE', path: '/proxy', headers: toExample },
    call: 'proxy.delete',
    args: [{ headers: toExample }],
    status: 200,
    // Without a body it answers with the URL it was asked for.
    response: { url: 'https://example.com/api' },
  },
  {
    source: 'api-reference: Proxy, Configuration',
    caller,
    request: { method: 'GET', path: '/proxy/foo/bar?param=value', headers: toExample },
    call: 'proxy.get',
    args: [{ path: '/foo/bar', query: { param: 'value' }, headers: toExample }],
    status: 200,
    response: { url: 'https://example.com/api/foo/bar?param=value' },
  },
  {
    source: 'api-reference: Proxy, Proxy Responses',
    caller,
    request: { method: 'GET', path: '/proxy' },
    call: 'proxy.get',
    args: [],
    status: 400,
    response: { proxy_error: { type: elided, title: elided, status: 400, detail: elided } },
  },
];
