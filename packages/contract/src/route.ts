import type * as z from 'zod';

/**
 * The HTTP method of a route.
 *
 * @example
 * ```ts
 * import { contract, type Method } from '@tessera/contract';
 *
 * const method: Method = contract.tokens.create.method;
 * method; // 'post'
 * ```
 */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/**
 * The path of a route. Parameters are in braces.
 *
 * @example
 * ```ts
 * import type { Path } from '@tessera/contract';
 *
 * const path: Path = '/tokens/{id}';
 * ```
 */
export type Path = `/${string}`;

/** Who may call a route: every caller with a valid API key (`public`), or those whose key has a permission. */
type Access =
  | {
      /** The permission, as the documentation shows it. A part in angle brackets depends on the token or on the request. */
      permission: string;
      public?: never;
    }
  | { public: true; permission?: never };

/**
 * What a route declares besides its method and path.
 *
 * @example
 * ```ts
 * import type { RouteSpec } from '@tessera/contract';
 *
 * const spec: RouteSpec = { summary: 'Get the status of the service', public: true };
 * ```
 */
export type RouteSpec = Access & {
  /** The title of the operation in the API documentation, as a sentence in the imperative. */
  summary: string;
  description?: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /**
   * Whether the body is read as JSON even when the request has no content type, that of a form, which cURL sends by default, or that of a
   * JSON patch.
   */
  anyContentType?: true;
  response?: z.ZodType;
  /** The status of a successful answer. By default 200 with a response schema and 204 without. */
  status?: number;
  deprecated?: true;
  /**
   * Whether the vault forwards calls, with their headers, query and body, to another server and answers with what that server
   * answers. Such a route also matches every path below its own.
   */
  passthrough?: true;
};

/**
 * An endpoint. Its schemas are in the names of the wire (snake_case).
 *
 * @example
 * ```ts
 * import { contract, type Route } from '@tessera/contract';
 *
 * const labelOf = ({ method, path }: Route) => `${method.toUpperCase()} ${path}`;
 * labelOf(contract.tokens.delete); // 'DELETE /tokens/{id}'
 * ```
 */
export type Route = RouteSpec & { method: Method; path: Path };

/**
 * Resources and their routes, nested as the SDK nests its methods.
 *
 * @example
 * ```ts
 * import { type Contract, contract } from '@tessera/contract';
 *
 * const { tokens, logs } = contract;
 * const part: Contract = { tokens, logs };
 * ```
 */
export interface Contract {
  [name: string]: Route | Contract;
}

/**
 * The parameters of a path by their names.
 *
 * @example
 * ```ts
 * import type { Params } from '@tessera/contract';
 *
 * const params: Params<'/tokens/{parent_id}/children/{child_id}'> = { parent_id: 'a', child_id: 'b' };
 * ```
 */
export type Params<P extends string> = { [Name in ParamNames<P>]: string };

type ParamNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamNames<Rest> : never;

// `const` type parameters keep paths and permissions as literal types, which clients and handlers are derived from.
const verb =
  <M extends Method>(method: M) =>
  <const P extends Path, const S extends RouteSpec>(path: P, spec: S): { method: M; path: P } & S => ({
    method,
    path,
    ...spec,
  });

export const get = verb('get');
export const post = verb('post');
export const put = verb('put');
export const patch = verb('patch');
export const del = verb('delete');

/**
 * The HTTP status of a route's successful answers.
 *
 * @example
 * ```ts
 * import { contract, successStatus } from '@tessera/contract';
 *
 * successStatus(contract.tokens.create); // 201
 * successStatus(contract.tokens.delete); // 204
 * ```
 */
export const successStatus = (route: Route): number => route.status ?? (route.response ? 200 : 204);
