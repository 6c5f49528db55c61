import type { HandledRoute } from '@tessera/contract';
import { ApiError } from '../problem.ts';

/** A route that was found for a request, with the parameters of its path, decoded. */
export interface Match<Context> {
  found: HandledRoute<Context>;
  params: Record<string, string>;
}

const segmentsOf = (path: string): string[] => path.replace(/\/$/, '').split('/');

const isParameter = (segment: string): boolean => segment.startsWith('{');

const decode = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};

/** The parameters of a path of as many segments as the pattern has, where it fits. */
const fit = (pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined => {
  if (pattern.some((expected, i) => !isParameter(expected) && expected !== path[i])) return undefined;
  const params: Record<string, string> = {};
  for (const [i, expected] of pattern.entries()) {
    if (!isParameter(expected)) continue;
    const value = decode(path[i] ?? '');
    if (value === undefined || value === '') return undefined;
    params[expected.slice(1, -1)] = value;
  }
  return params;
};

/** Routes are looked for among those of as many segments that begin alike. */
const drawer = (segments: readonly string[]): string => `${segments.length} ${segments[1]}`;

/**
 * Finds the route for a method and path. Both forms of a trailing slash are one. Throws 404 for a path nobody answers and 405,
 * with `Allow`, for one that answers to other methods.
 */
export const matcher = <Context>(routes: readonly HandledRoute<Context>[]) => {
  const table = routes.map((found) => ({
    found,
    method: found.route.method.toUpperCase(),
    pattern: segmentsOf(found.route.path),
  }));
  // The first segment of no route is a parameter.
  const drawers = Map.groupBy(table, ({ pattern }) => drawer(pattern));
  return (method: string, path: string): Match<Context> => {
    const segments = segmentsOf(path);
    const allowed = new Set<string>();
    for (const { found, method: expected, pattern } of drawers.get(drawer(segments)) ?? []) {
      const params = fit(pattern, segments);
      if (!params) continue;
      if (expected === method) return { found, params };
      allowed.add(expected);
    }
    if (allowed.size === 0) throw new ApiError('not-found', 'There is no such path in this API; see /openapi.json.');
    const allow = [...allowed].join(', ');
    throw new ApiError('method-not-allowed', `This path answers to ${allow}.`, { headers: { Allow: allow } });
  };
};
