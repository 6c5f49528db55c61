import type { Contract, Route } from './route.ts';

/**
 * A route together with its name in the contract.
 *
 * @example
 * ```ts
 * import type { NamedRoute } from '@tessera/contract';
 *
 * const methodOf = ({ name }: NamedRoute) => `bt.${name.join('.')}()`;
 * ```
 */
export interface NamedRoute {
  /** The keys that lead to the route: `['applications', 'regenerateKey']`. */
  name: readonly string[];
  route: Route;
}

/**
 * Every route of a contract, in the order in which a router must try them: literal segments before parameters, so that
 * `/applications/key` does not match `/applications/{id}`.
 *
 * @example
 * ```ts
 * import { contract, routes } from '@tessera/contract';
 *
 * const paths = routes(contract).map(({ route }) => route.path);
 * paths.indexOf('/applications/key') < paths.indexOf('/applications/{id}'); // true
 * ```
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

/** One digit for each segment, 0 for a literal and 1 for a parameter, so that sorting as text gives the order of a router. */
const precedence = (path: string): string =>
  path
    .split('/')
    .map((segment) => (segment.startsWith('{') ? '1' : '0'))
    .join('');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
