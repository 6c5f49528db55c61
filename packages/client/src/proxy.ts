import type { JsonInput, JsonValue } from '@tessera/contract';
import type { RequestOptions, Transport } from './transport.ts';

/**
 * A request for another server. Headers, query and body are sent as they are, with `{{ id }}` replaced by the data of the token with
 * this id. `BT-PROXY-URL` among the headers is the URL of the destination: https, a DNS name, port 443. `BT-PROXY-KEY` in its place names a
 * stored proxy.
 *
 * @example
 * ```ts
 * import type { ProxyRequest } from '@tessera/client';
 *
 * const request: ProxyRequest = {
 *   path: '/charges',
 *   headers: { 'BT-PROXY-URL': 'https://payments.example', Authorization: 'Bearer sk_…' },
 *   body: { card: '{{ 26818785-547b-4b28-b0fa-531377e99f4e | json: "$.number" }}', amount: 1999 },
 * };
 * const charge = () => bt.proxy.post(request);
 * ```
 */
export interface ProxyRequest extends Omit<RequestOptions, 'idempotencyKey'> {
  /** Appended to the URL of the destination: `/charges`. */
  path?: string;
  query?: Record<string, string>;
  /** Headers for the destination, and `BT-PROXY-URL` or `BT-PROXY-KEY`. */
  headers?: Record<string, string>;
  /** Text, bytes and forms are sent as they are, anything else as JSON. */
  body?: JsonInput;
  /** Whether the call resolves to `{ data, headers }` in place of the data alone. */
  includeResponseHeaders?: boolean;
}

/**
 * The answer of a destination, with its headers.
 *
 * @example
 * ```ts
 * import type { ProxyAnswer } from '@tessera/client';
 *
 * const retryAfter = ({ headers }: ProxyAnswer) => Number(headers['retry-after'] ?? 0);
 * retryAfter({ data: {}, headers: { 'retry-after': '3' } }); // 3
 * ```
 */
export interface ProxyAnswer<Data = JsonValue> {
  /** Parsed when it is JSON, else text. */
  data: Data;
  /** By their names in lower case. */
  headers: Record<string, string>;
}

/**
 * A method of `bt.proxy`. Resolves to the answer of the destination: parsed when it is JSON, else text. `Data` is the type that you
 * expect of it; nothing checks it.
 *
 * @throws BasisTheoryApiError when the vault or the destination answers with an error, or the destination with a redirect. `data` of the
 * error is that answer, `headers` are its headers, and `data.proxy_error` is present when it came from the vault.
 * @throws TypeError when the path would leave the proxy.
 * @example
 * ```ts
 * import type { ProxyCall } from '@tessera/client';
 *
 * const statusOf = async (get: ProxyCall) => {
 *   const { headers } = await get({ headers: { 'BT-PROXY-URL': 'https://payments.example' }, includeResponseHeaders: true });
 *   return headers['x-status'];
 * };
 * ```
 */
export interface ProxyCall {
  <Data = JsonValue>(request: ProxyRequest & { includeResponseHeaders: true }): Promise<ProxyAnswer<Data>>;
  <Data = JsonValue>(request?: ProxyRequest): Promise<Data>;
}

const isRaw = (body: unknown): boolean =>
  typeof body === 'string' ||
  body instanceof Uint8Array ||
  body instanceof ArrayBuffer ||
  body instanceof Blob ||
  body instanceof FormData ||
  body instanceof URLSearchParams;

/** The path below the proxy. Segments made of dots would address another endpoint (WHATWG URL §4.4). */
const pathOf = (base: string, path: string): string => {
  const below = path === '' || path.startsWith('/') ? path : `/${path}`;
  const { pathname } = new URL(base + below, 'http://vault');
  if (pathname === base || pathname.startsWith(`${base}/`)) return base + below;
  throw new TypeError('The path of a proxied request must not leave the proxy through segments made of dots.');
};

/** The method for a route of the proxy. */
export const bindProxy = (transport: Transport, method: string, base: string): ProxyCall => {
  const call = async (request: ProxyRequest = {}): Promise<unknown> => {
    const { path = '', query, headers = {}, body, includeResponseHeaders = false, ...options } = request;
    const { body: data, headers: received } = await transport({
      method,
      path: pathOf(base, path),
      ...(query && { query: new URLSearchParams(query) }),
      ...(body !== undefined && (isRaw(body) ? { raw: body as BodyInit } : { body })),
      passing: headers,
      answers: true,
      options,
    });
    return includeResponseHeaders ? { data, headers: Object.fromEntries(received) } : data;
  };
  return call as ProxyCall;
};
