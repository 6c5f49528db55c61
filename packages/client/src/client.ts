import type { Answer, Contract, Route, Sent, SlimContract, SlimRoute } from '@tessera/contract';
import { encodeQuery, type Query } from '@tessera/contract/query';
import { parseBaseUrl } from './base-url.ts';
import { camelize, snakize } from './case.ts';
import type { Named, NamedInputs } from './models.ts';
import { bindProxy, type ProxyCall } from './proxy.ts';
import { createTransport, type RequestOptions, type Transport } from './transport.ts';
import { type AppInfo, userAgentHeaders } from './user-agent.ts';

/** The parameters of a path in their order: none, an id, or the ids of parent and child. */
type PathArguments<P extends string> = P extends `${string}{${string}}${string}{${string}}${string}`
  ? [parentId: string, childId: string]
  : P extends `${string}{${string}}${string}`
    ? [id: string]
    : [];

/**
 * The methods for the routes of a contract: parameters of the path first, then body or query, then `RequestOptions`.
 *
 * @example
 * ```ts
 * import type { Client } from '@tessera/client';
 * import type { contract } from '@tessera/contract';
 *
 * const names = async (logs: Client<typeof contract>['logs']) =>
 *   (await logs.listEntityTypes()).map(({ displayName }) => displayName);
 * (await names(bt.logs)).includes('Token'); // true
 * ```
 */
export type Client<C> = {
  [K in keyof C]: C[K] extends { passthrough: true }
    ? ProxyCall
    : C[K] extends Route
      ? (
          ...args: [...PathArguments<C[K]['path']>, ...NamedInputs<Sent<C[K]>>, options?: RequestOptions]
        ) => Promise<Named<Answer<C[K]>>>
      : Client<C[K]>;
};

/**
 * Options of a client.
 *
 * @example
 * ```ts
 * import { type ClientOptions, createClient } from '@tessera/client';
 *
 * const options: ClientOptions = { apiBaseUrl: 'https://vault.example', appInfo: { name: 'Shop', version: '2.1' } };
 * const bt = createClient(options);
 * const { id } = await bt.applications.retrieveByKey({ apiKey: 'key_…' });
 * ```
 */
export interface ClientOptions {
  /** The URL of the vault. It may have a path; a trailing slash makes no difference. */
  apiBaseUrl: string;
  /** The API key of all calls. Without it, each call needs one in its options. */
  apiKey?: string | undefined;
  /** Your application, as the logs of the vault should name it. */
  appInfo?: AppInfo | undefined;
  /** Used in place of the global `fetch`, for instance to send requests through an HTTP proxy. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** Checks an answer in the names of the wire, and throws when it is wrong. */
export type Check = (name: readonly string[], answer: unknown) => void;

/**
 * Makes the methods for a table of routes. `C` is the contract that `routes` was made from.
 *
 * @throws TypeError when `apiBaseUrl` is not a base URL.
 */
export function bindRoutes<C extends Contract>(routes: SlimContract, options: ClientOptions, check?: Check): Client<C> {
  const transport = createTransport({
    baseUrl: parseBaseUrl(options.apiBaseUrl),
    apiKey: options.apiKey,
    headers: userAgentHeaders(options.appInfo, globalThis.navigator?.userAgent),
    fetch: options.fetch,
  });
  return bind(routes, [], transport, check) as Client<C>;
}

const bind = (routes: SlimContract, parents: readonly string[], transport: Transport, check?: Check): object =>
  Object.fromEntries(
    Object.entries(routes).map(([key, entry]) => {
      const name = [...parents, key];
      return [key, isRoute(entry) ? bindRoute(entry, name, transport, check) : bind(entry, name, transport, check)];
    }),
  );

const isRoute = (entry: SlimRoute | SlimContract): entry is SlimRoute => typeof entry.path === 'string';

const bindRoute = (route: SlimRoute, name: readonly string[], transport: Transport, check?: Check) => {
  if (route.passthrough) return bindProxy(transport, route.method, route.path);
  const sends = route.body !== undefined || route.query !== undefined;
  return async (...args: unknown[]): Promise<unknown> => {
    const rest = [...args];
    const path = route.path.replace(/\{(\w+)\}/g, (_, parameter: string) => pathSegment(rest.shift(), parameter, name));
    const sent = sends ? rest.shift() : undefined;
    const options = (rest.shift() ?? {}) as RequestOptions;
    const { body: answer } = await transport({
      method: route.method,
      path,
      ...(route.body !== undefined && { body: snakize(sent, route.body) }),
      ...(route.query !== undefined && { query: encodeQuery((snakize(sent, route.query) ?? {}) as Query) }),
      answers: route.response !== undefined,
      options,
    });
    if (route.response === undefined) return undefined;
    check?.(name, answer);
    return camelize(answer, route.response);
  };
};

// With an empty id the call would go to the list, and with dots to another path, even percent-encoded ones (WHATWG URL §4.4).
function pathSegment(value: unknown, parameter: string, name: readonly string[]): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new TypeError(`${name.join('.')} needs the ${parameter} as a string that is not empty and not made of dots.`);
  }
  return encodeURIComponent(value);
}
