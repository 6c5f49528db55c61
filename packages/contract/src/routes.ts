import type { Contract, Route } from './route.ts';

export interface NamedRoute {
  /** Where the route stands in the contract: `['applications', 'regenerateKey']`. */
  name: readonly string[];
  route: Route;
}

/**
 * Every route of a contract, in the order in which a router must try them: literal segments before parameters, so that
 * `/applications/key` is not taken for an application whose id is `key`.
 */
export const routes = (contract: Contract): NamedRoute[] =>
  [...walk(contract, [])].sort((a, b) => compare(precedence(a.route.path), precedence(b.route.path)));

function* walk(contract: Contract, parents: readonly string[]): Generator<NamedRoute> {
  for (const [key, entry] of Object.entries(contract)) {
    const name = [...parents, key];
    if (isRoute(entry)) yield { name, route: entry };
    else yield* walk(entry, name);
  }
}

export const isRoute = (entry: Route | Contract): entry is Route => typeof entry.path === 'string';

/** One digit for each segment, 0 for a literal and 1 for a parameter, so that text order is router order. */
const precedence = (path: string): string =>
  path
    .split('/')
    .map((segment) => (segment.startsWith('{') ? '1' : '0'))
    .join('');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
