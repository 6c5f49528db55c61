import type * as z from 'zod';
import type { Contract, Params, Route } from './route.ts';
import { type NamedRoute, routes } from './routes.ts';

/** What a handler is called with: the parameters of the path, and body and query where the route declares them. */
export type Call<R extends Route> = { params: Params<R['path']> } & (R extends { body: infer B extends z.ZodType }
  ? { body: z.output<B> }
  : unknown) &
  (R extends { query: infer Q extends z.ZodType } ? { query: z.output<Q> } : unknown);

/** What a handler gives back: the answer as the response schema takes it, or anything where nothing is answered. */
export type Reply<R extends Route> = R extends { response: infer S extends z.ZodType } ? z.input<S> : unknown;

/** What a caller sends besides path parameters: the body, or a query that may be left out. */
export type Sent<R extends Route> = R extends { body: infer B extends z.ZodType }
  ? [body: z.input<B>]
  : R extends { query: infer Q extends z.ZodType }
    ? [query?: z.input<Q>]
    : [];

/** What a caller gets. */
export type Answer<R extends Route> = R extends { response: infer S extends z.ZodType } ? z.output<S> : undefined;

export type Handler<R extends Route, Context> = (call: Call<R> & Context) => Reply<R> | Promise<Reply<R>>;

/** Routes that hand calls on have no handlers, for nothing of a call is declared. */
type Handled<C, K extends keyof C> = C[K] extends { passthrough: true } | Record<string, { passthrough: true }>
  ? never
  : K;

/** A handler for every route of `C`: one left out, or one that gives back something else, does not compile. */
export type Handlers<C, Context = unknown> = {
  [K in keyof C as Handled<C, K>]: C[K] extends Route ? Handler<C[K], Context> : Handlers<C[K], Context>;
};

export type PartialHandlers<C, Context = unknown> = {
  [K in keyof C]?: C[K] extends Route ? Handler<C[K], Context> : PartialHandlers<C[K], Context>;
};

/** A route together with its handler, types erased: what a router works with. */
export interface HandledRoute<Context = unknown> extends NamedRoute {
  handle: (call: { params: Record<string, string>; body?: unknown; query?: unknown } & Context) => unknown;
}

/** The routes for which there is a handler, in the order in which a router must try them. */
export function handledRoutes<C extends Contract, Context>(
  contract: C,
  handlers: PartialHandlers<C, Context>,
): HandledRoute<Context>[] {
  return routes(contract).flatMap(({ name, route }) => {
    const found = name.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], handlers);
    return found === undefined ? [] : [{ name, route, handle: found as HandledRoute<Context>['handle'] }];
  });
}
