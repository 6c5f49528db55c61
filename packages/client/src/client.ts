import type { Answer, Contract, Route, Sent, SlimContract, SlimRoute } from '@tessera/contract';
import { encodeQuery, type Query } from '@tessera/contract/query';
import { parseBaseUrl } from './base-url.ts';
import { camelize, snakize } from './case.ts';
import type { Named, NamedInputs } from './models.ts';
import { bindProxy, type ProxyCall } from './proxy.ts';
import { createTransport, type RequestOptions, type Transport } from './transport.ts';
import { type AppInfo, userAgentHeaders } from './user-agent.ts';

/** The parameters of a path in their order: one is an id, two are an id inside another. */
type PathArguments<P extends string> = P extends `${string}{${string}}${string}{${string}}${string}`
  ? [parentId: string, childId: string]
  : P extends `${string}{${string}}${string}`
    ? [id: string]
    : [];

/** A contract as methods: parameters of the path first, then body or query, then `RequestOptions`. */
export type Client<C> = {
  [K in keyof C]: C[K] extends { passthrough: true }
    ? ProxyCall
    : C[K] extends Route
      ? (
          ...args: [...PathArguments<C[K]['path']>, ...NamedInputs<Sent<C[K]>>, options?: RequestOptions]
        ) => Promise<Named<Answer<C[K]>>>
      : Client<C[K]>;
};

export interface ClientOptions {
  /** Where the vault is. A path is kept, a trailing slash makes no difference. */
  apiBaseUrl: string;
  /** Without it, each call needs one in its options. */
  apiKey?: string | undefined;
  appInfo?: AppInfo | undefined;
  /** In place of the platform's `fetch`, for instance to add a proxy agent. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** Looks at an answer before its names are changed, and throws when it is not right. */
export type Check = (name: readonly string[], answer: unknown) => void;

/**
 * Makes the routes of a contract callable. `C` is the contract that `routes` was made from.
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

// An empty id would address the list, and dots another path, also when they are percent-encoded (WHATWG URL §4.4).
function pathSegment(value: unknown, parameter: string, name: readonly string[]): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new TypeError(`${name.join('.')} needs the ${parameter} as a string that is not empty and not made of dots.`);
  }
  return encodeURIComponent(value);
}
