import type { RequestOptions, Transport } from './transport.ts';

/** A request for another server. Headers, query and body are its own: nothing in them is renamed. */
export interface ProxyRequest extends Omit<RequestOptions, 'idempotencyKey'> {
  /** What is appended to the URL of the destination, such as `/charges`. */
  path?: string;
  query?: Record<string, string>;
  /** `BT-PROXY-URL` names the destination: https, a DNS name, port 443. */
  headers?: Record<string, string>;
  /** Text and bytes are sent as they are, anything else as JSON. `{{ id }}` stands for the data of a token. */
  body?: unknown;
  /** Gives `{ data, headers }` in place of the data alone. */
  includeResponseHeaders?: boolean;
}

/** The answer of a destination: JSON where it is JSON, else text. */
export interface ProxyAnswer {
  data: unknown;
  /** Names in lower case. */
  headers: Record<string, string>;
}

/** Sends one request on; rejects when the destination answers with an error, and then `data` of the error is its answer. */
export interface ProxyCall {
  (request: ProxyRequest & { includeResponseHeaders: true }): Promise<ProxyAnswer>;
  (request?: ProxyRequest): Promise<unknown>;
}

const isRaw = (body: unknown): boolean =>
  typeof body === 'string' ||
  body instanceof Uint8Array ||
  body instanceof ArrayBuffer ||
  body instanceof Blob ||
  body instanceof FormData ||
  body instanceof URLSearchParams;

/** Below the proxy and nowhere else: dots in a path would address another endpoint (WHATWG URL §4.4). */
const pathOf = (base: string, path: string): string => {
  const below = path === '' || path.startsWith('/') ? path : `/${path}`;
  const { pathname } = new URL(base + below, 'http://vault');
  if (pathname === base || pathname.startsWith(`${base}/`)) return base + below;
  throw new TypeError('The path of a proxied request must not leave the proxy by segments made of dots.');
};

/** Makes a route of the proxy callable. */
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
