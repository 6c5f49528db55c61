import type * as z from 'zod';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type Path = `/${string}`;

/** Who may call a route. `public` asks for a valid key and for no permission of it; every other route names one. */
type Access =
  | {
      /** The permission as documents show it; a part in angle brackets depends on the token or on the request. */
      permission: string;
      public?: never;
    }
  | { public: true; permission?: never };

export type RouteSpec = Access & {
  /** One sentence in the imperative: it is the title of the operation in the API documentation. */
  summary: string;
  description?: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Its JSON is also taken under the content type of forms, which cURL sends by itself, and under none. */
  anyContentType?: true;
  response?: z.ZodType;
  /** The status of success, where it is neither 200 (with a response) nor 204 (without). */
  status?: number;
  deprecated?: true;
  /**
   * The call is for another server, and so are its headers, query and body, as the answer is from there. The route stands for every
   * path below its own.
   */
  passthrough?: true;
};

/** One endpoint. Schemas hold the names of the wire; the path holds its parameters in braces: `/tokens/{id}`. */
export type Route = RouteSpec & { method: Method; path: Path };

/** Resources and their routes, nested as the SDK nests its methods. */
export interface Contract {
  [name: string]: Route | Contract;
}

/** The parameters of a path: `Params<'/tokens/{id}'>` is `{ id: string }`. */
export type Params<P extends string> = { [Name in ParamNames<P>]: string };

type ParamNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamNames<Rest> : never;

// `const` keeps paths and permissions as literals, so that the rest of the code can read them in types.
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

/** The HTTP status with which a route answers when all went well. */
export const successStatus = (route: Route): number => route.status ?? (route.response ? 200 : 204);
