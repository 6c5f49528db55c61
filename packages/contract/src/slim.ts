import type * as z from 'zod';
import type { Contract, Method, Path } from './route.ts';
import { isRoute } from './routes.ts';
import { type Shape, shapeOf } from './shape.ts';

/**
 * What a client needs to call a route, as plain JSON. With a shape of `null` all keys stay as they are.
 *
 * @example
 * ```ts
 * import type { SlimRoute } from '@tessera/contract';
 *
 * const route: SlimRoute = { method: 'get', path: '/tokens/{id}', response: { privacy: {} } };
 * ```
 */
export interface SlimRoute {
  method: Method;
  path: Path;
  query?: Shape | null;
  body?: Shape | null;
  response?: Shape | null;
  passthrough?: true;
}

/**
 * A contract without its schemas, nested like the contract.
 *
 * @example
 * ```ts
 * import type { SlimContract } from '@tessera/contract';
 *
 * const routes: SlimContract = { tokens: { delete: { method: 'delete', path: '/tokens/{id}' } } };
 * ```
 */
export interface SlimContract {
  [name: string]: SlimRoute | SlimContract;
}

/**
 * Reduces a contract to what a client needs, so that a bundle contains the routes and not zod.
 *
 * @example
 * ```ts
 * import { contract, slim } from '@tessera/contract';
 *
 * const { logs } = contract;
 * slim({ logs: { list: logs.listEntityTypes } }).logs; // { list: { method: 'get', path: '/logs/entity-types', response: {} } }
 * ```
 */
export function slim(contract: Contract): SlimContract {
  return Object.fromEntries(
    Object.entries(contract).map(([name, entry]) => {
      if (!isRoute(entry)) return [name, slim(entry)];
      const { method, path, query, body, response, passthrough } = entry;
      if (passthrough) return [name, { method, path, passthrough }];
      return [name, { method, path, ...part('query', query), ...part('body', body), ...part('response', response) }];
    }),
  );
}

const part = (name: 'query' | 'body' | 'response', schema: z.ZodType | undefined) =>
  schema && { [name]: shapeOf(schema, name === 'response' ? 'output' : 'input') };
