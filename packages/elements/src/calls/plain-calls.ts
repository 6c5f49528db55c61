/*
 * What published clients hand to the script of elements although no element is in it: reads of tokens, and requests through
 * the proxy. They are made from the page, with the key of the page, as by any client.
 */
import type { Problem } from '@tessera/client';
import { ElementsApiError, ElementsError } from '../errors.ts';
import { hasElement } from './payload.ts';
import type { ElementsRequestOptions } from './request-options.ts';

/** A token or token intent with names as the SDK writes them; data and metadata are the user's. */
export const camelized = (token: object): object =>
  Object.fromEntries(
    Object.entries(token).map(([key, inner]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      /^(privacy|card|bank)$/.test(key) ? camelized(inner) : inner,
    ]),
  );

/** A request for another server; `path` and `query` are appended to its URL. */
export interface ProxyRequest extends ElementsRequestOptions {
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** JSON where it is JSON, else text. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Sends a request to the vault and resolves to the body of the answer. */
export type PlainSend = (path: string, options: ElementsRequestOptions, init: RequestInit) => Promise<unknown>;

/** Requests of one page, with its key where they bring none: the vault decides what they may see. */
export const plainSend =
  (origin: string, key: string): PlainSend =>
  async (path, { apiKey = key, correlationId }, init) => {
    const headers = { ...init.headers, 'BT-API-KEY': apiKey, ...(correlationId && { 'BT-TRACE-ID': correlationId }) };
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(origin + path, { ...init, headers });
      body = parsed(await response.text());
    } catch {
      throw new ElementsApiError('vault-unreachable', -1, undefined);
    }
    if (!response.ok) throw new ElementsApiError('api-error', response.status, body as Problem);
    return body;
  };

export const plainCalls = (origin: string, key: string) => {
  const send = plainSend(origin, key);

  /** Sends a request on. One with an element in it goes nowhere: what another server does with a value, nobody here knows. */
  const proxy =
    (method: string) =>
    async (request: ProxyRequest = {}): Promise<unknown> => {
      if (hasElement(request)) throw new ElementsError('method-not-allowed');
      const { path = '', query, headers, body } = request;
      return send(`/proxy${path}?${new URLSearchParams(query)}`, request, {
        method,
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    };

  return {
    /** Reads a token, as servers do. */
    retrieve: async (id: string, options: ElementsRequestOptions = {}): Promise<unknown> =>
      camelized(Object(await send(`/tokens/${encodeURIComponent(id)}`, options, {}))),
    proxy,
  };
};

export type PlainCalls = ReturnType<typeof plainCalls>;
