import type * as z from 'zod';
import type { Contract, Method, Path } from './route.ts';
import { isRoute } from './routes.ts';
import { type Shape, shapeOf } from './shape.ts';

/** What a client needs to call a route: plain JSON. A shape of `null` leaves every key as it is. */
export interface SlimRoute {
  method: Method;
  path: Path;
  query?: Shape | null;
  body?: Shape | null;
  response?: Shape | null;
  passthrough?: true;
}

/** The contract without its schemas, nested as the contract is. */
export interface SlimContract {
  [name: string]: SlimRoute | SlimContract;
}

/** Takes the validator out of a contract, so that a bundle carries its routes and not zod. */
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
