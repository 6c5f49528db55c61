import { ApiError } from '../problem.ts';

/** Where a proxied request goes: an address without query, and the query as it was written. */
export interface Target {
  address: string;
  query: string;
}

/** What a base is called in errors: where it stands. */
export type BaseName = 'BT-PROXY-URL header' | 'destination_url';

/** A segment `.` or `..`, also percent-encoded (WHATWG URL §4.4): it would lead out of the base. */
const dots = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

/** How often servers in front of the vault may decode a path before they look at it. */
const decodings = 3;

/** Whether the dots in a path lead above where it begins. */
const climbs = (path: string): boolean => {
  let depth = 0;
  for (const segment of path.split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
};

/**
 * Whether a path leads out of the proxy for a server that decodes it first. To some, `/proxy/..%2felements/` is `/elements/`: they
 * would treat the answer of a destination as they treat frames.
 */
const leadsOut = (path: string): boolean => {
  let decoded = path;
  for (let time = 0; time < decodings; time += 1) {
    decoded = decoded
      .replace(/%(2e|2f|5c|25)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replaceAll('\\', '/');
    if (climbs(decoded)) return true;
  }
  return false;
};

/** The key of a stored proxy in a query is for the vault alone, however its name is written. */
const isForVault = (pair: string): boolean =>
  [...new URLSearchParams(pair)].some(([name]) => name.toLowerCase() === 'bt-proxy-key');

/** What of a query is not for the vault. */
export const beyondVault = (search: string): string =>
  search
    .slice(1)
    .split('&')
    .filter((pair) => !isForVault(pair))
    .join('&');

/**
 * A base with path and query of the request appended. The egress guard judges the result; here stands only what is about the appending.
 * Throws `ApiError` 400.
 */
export const readTarget = (
  base: string | null,
  { pathname, search }: Pick<URL, 'pathname' | 'search'>,
  name: BaseName = 'BT-PROXY-URL header',
): Target => {
  const refuse = (reason: string) => new ApiError('proxy-request', `The ${name} ${reason}.`);
  if (base === null || base === '')
    throw refuse('is missing: name the destination, such as https://api.example.com/v1');
  if (base.includes('#')) throw refuse('must not hold a #: what is appended would not be sent');
  const mark = base.indexOf('?');
  const path = mark < 0 ? base : base.slice(0, mark);
  if (dots.test(path.replace(/^[a-z]+:\/\//i, ''))) throw refuse('must not hold segments made of dots');
  const queries = [mark < 0 ? '' : base.slice(mark + 1), beyondVault(search)];
  const below = pathname.slice('/proxy'.length);
  if (leadsOut(below))
    throw new ApiError('proxy-request', 'The path must not lead out of the proxy by dots that are encoded.');
  return {
    address: below === '' || below === '/' ? path : path.replace(/\/$/, '') + below,
    query: queries.filter((query) => query !== '').join('&'),
  };
};
