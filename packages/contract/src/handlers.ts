import type * as z from 'zod';
import type { Contract, Params, Route } from './route.ts';
import { type NamedRoute, routes } from './routes.ts';

/**
 * What a handler is called with: the parameters of the path, and the body and the query if the route declares them.
 *
 * @example
 * ```ts
 * import type { Call, contract } from '@tessera/contract';
 *
 * const idOf = ({ params }: Call<typeof contract.tokens.retrieve>) => params.id;
 * idOf({ params: { id: 'a' } }); // 'a'
 * ```
 */
export type Call<R extends Route> = { params: Params<R['path']> } & (R extends { body: infer B extends z.ZodType }
  ? { body: z.output<B> }
  : unknown) &
  (R extends { query: infer Q extends z.ZodType } ? { query: z.output<Q> } : unknown);

/**
 * What a handler returns: the answer as the response schema takes it, or anything when the route answers without a body.
 *
 * @example
 * ```ts
 * import type { contract, Reply } from '@tessera/contract';
 *
 * const types: Reply<typeof contract.logs.listEntityTypes> = [{ display_name: 'Card', value: 'card' }];
 * ```
 */
export type Reply<R extends Route> = R extends { response: infer S extends z.ZodType } ? z.input<S> : unknown;

/**
 * What a caller sends besides the parameters of the path, as a list of arguments: the body, an optional query, or nothing.
 *
 * @example
 * ```ts
 * import type { contract, Sent } from '@tessera/contract';
 *
 * const sent: Sent<typeof contract.tokens.search> = [{ query: 'type:card' }];
 * ```
 */
export type Sent<R extends Route> = R extends { body: infer B extends z.ZodType }
  ? [body: z.input<B>]
  : R extends { query: infer Q extends z.ZodType }
    ? [query?: z.input<Q>]
    : [];

/**
 * What a caller receives: the answer in the names of the wire, or `undefined` when the route answers without a body.
 *
 * @example
 * ```ts
 * import type { Answer, contract } from '@tessera/contract';
 *
 * const nameOf = (answer: Answer<typeof contract.tenants.retrieve>) => answer.name;
 * ```
 */
export type Answer<R extends Route> = R extends { response: infer S extends z.ZodType } ? z.output<S> : undefined;

/**
 * A function that answers calls of one route. `Context` is what a server passes besides the call.
 *
 * @example
 * ```ts
 * import type { contract, Handler } from '@tessera/contract';
 *
 * const remove: Handler<typeof contract.tokens.delete, { tokens: Map<string, string> }> = ({ params, tokens }) =>
 *   tokens.delete(params.id);
 * remove({ params: { id: 'a' }, tokens: new Map([['a', 'b']]) }); // true
 * ```
 */
export type Handler<R extends Route, Context> = (call: Call<R> & Context) => Reply<R> | Promise<Reply<R>>;

/** Routes that forward calls have no handlers, because they declare nothing about a call. */
type Handled<C, K extends keyof C> = C[K] extends { passthrough: true } | Record<string, { passthrough: true }>
  ? never
  : K;

/**
 * A handler for every route of the contract `C`. Leaving one out, or returning another type, does not compile.
 *
 * @example
 * ```ts
 * import type { contract, Handlers } from '@tessera/contract';
 *
 * const tokens: Pick<Handlers<typeof contract>['tokens'], 'delete'> = { delete: ({ params }) => params.id };
 * ```
 */
export type Handlers<C, Context = unknown> = {
  [K in keyof C as Handled<C, K>]: C[K] extends Route ? Handler<C[K], Context> : Handlers<C[K], Context>;
};

/**
 * Handlers for some routes of the contract `C`.
 *
 * @example
 * ```ts
 * import type { contract, PartialHandlers } from '@tessera/contract';
 *
 * const handlers: PartialHandlers<typeof contract> = { permissions: { list: () => [] } };
 * ```
 */
export type PartialHandlers<C, Context = unknown> = {
  [K in keyof C]?: C[K] extends Route ? Handler<C[K], Context> : PartialHandlers<C[K], Context>;
};

/**
 * A route together with its handler, without the types of both, as a router needs it.
 *
 * @example
 * ```ts
 * import type { HandledRoute } from '@tessera/contract';
 *
 * const describe = ({ route }: HandledRoute) => `${route.method.toUpperCase()} ${route.path}`;
 * ```
 */
export interface HandledRoute<Context = unknown> extends NamedRoute {
  handle: (call: { params: Record<string, string>; body?: unknown; query?: unknown } & Context) => unknown;
}

/**
 * The routes that have a handler, in the order in which a router must try them: literal segments before parameters.
 *
 * @example
 * ```ts
 * import { contract, handledRoutes } from '@tessera/contract';
 *
 * const routes = handledRoutes(contract, { permissions: { list: () => [] } });
 * routes.map(({ route }) => route.path); // ['/permissions']
 * ```
 */
export function handledRoutes<C extends Contract, Context>(
  contract: C,
  handlers: PartialHandlers<C, Context>,
): HandledRoute<Context>[] {
  return routes(contract).flatMap(({ name, route }) => {
    const found = name.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], handlers);
    return found === undefined ? [] : [{ name, route, handle: found as HandledRoute<Context>['handle'] }];
  });
}
