import type { HandledRoute } from '@tessera/contract';
import { ApiError } from '../problem.ts';
import { notOffered } from './not-offered.ts';

/** The route for a request, with the decoded parameters of its path. */
export interface Match<Context> {
  found: HandledRoute<Context>;
  params: Record<string, string>;
}

const segmentsOf = (path: string): string[] => (path.endsWith('/') ? path.slice(0, -1) : path).split('/');

/** A segment of a route's path, read once: a word that a path must have there, or the name of a parameter. */
type Expected = { word: string } | { parameter: string };

const expectedOf = (segment: string): Expected =>
  segment.startsWith('{') ? { parameter: segment.slice(1, -1) } : { word: segment };

const decode = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};

/** Whether a path has the form of a pattern with the same number of segments. */
const fits = (pattern: readonly Expected[], path: readonly string[]): boolean =>
  pattern.every((expected, i) => ('word' in expected ? expected.word === path[i] : path[i] !== ''));

/** The parameters of a path that fits a pattern; `undefined` where one cannot be decoded. */
const parametersOf = (pattern: readonly Expected[], path: readonly string[]): Record<string, string> | undefined => {
  const params: Record<string, string> = {};
  for (const [i, expected] of pattern.entries()) {
    if ('word' in expected) continue;
    const value = decode(path[i] ?? '');
    if (value === undefined) return undefined;
    params[expected.parameter] = value;
  }
  return params;
};

/** Routes are grouped by their number of segments and their first segment. */
const drawer = (segments: readonly string[]): string => `${segments.length} ${segments[1]}`;

/**
 * Finds the route for a method and path, with or without a trailing slash. Throws 404 if no route has this path, 501 if it is one of
 * the published API that the vault leaves out, and 405 with `Allow` if only routes for other methods have it.
 */
export const matcher = <Context>(routes: readonly HandledRoute<Context>[]) => {
  const table = routes.map((found) => ({
    found,
    method: found.route.method.toUpperCase(),
    segments: segmentsOf(found.route.path),
    pattern: segmentsOf(found.route.path).map(expectedOf),
  }));
  // No route has a parameter as its first segment.
  const drawers = Map.groupBy(table, ({ segments }) => drawer(segments));
  return (method: string, path: string): Match<Context> => {
    const segments = segmentsOf(path);
    const candidates = drawers.get(drawer(segments)) ?? [];
    for (const { found, method: expected, pattern } of candidates) {
      if (expected !== method || !fits(pattern, segments)) continue;
      const params = parametersOf(pattern, segments);
      if (params) return { found, params };
    }
    const others = candidates.filter(({ pattern }) => fits(pattern, segments) && parametersOf(pattern, segments));
    const allowed = new Set(others.map(({ method: other }) => other));
    if (allowed.size === 0) {
      const part = notOffered(path);
      if (part === undefined) throw new ApiError('not-found', 'There is no such path in this API; see /openapi.json.');
      throw new ApiError('not-offered', `This vault has no ${part}; docs/decisions.md, "The API of today", says why.`);
    }
    const allow = [...allowed].join(', ');
    throw new ApiError('method-not-allowed', `This path answers to ${allow}.`, { headers: { Allow: allow } });
  };
};
