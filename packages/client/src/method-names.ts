import type { SlimContract, SlimRoute } from '@tessera/contract';
import { routes } from './routes.ts';

/** Which methods a client has, nested like the client; `null` stands for a method. */
export interface MethodNames {
  readonly [name: string]: MethodNames | null;
}

const isRoute = (entry: SlimRoute | SlimContract): entry is SlimRoute => typeof entry.path === 'string';

const namesOf = (table: SlimContract): MethodNames =>
  Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, isRoute(entry) ? null : namesOf(entry)]));

// The build replaces this module by its value, so that a page can have the methods before it has loaded what they need.
export const methodNames: MethodNames = namesOf(routes);
