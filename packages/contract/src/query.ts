/**
 * A query as an object. In a URL a list becomes a repeated key and a map a dotted one: `id=1&id=2&metadata.order=7`.
 *
 * @example
 * ```ts
 * import type { Query } from '@tessera/contract/query';
 *
 * const query: Query = { id: ['1', '2'], metadata: { order: 7 }, page: 2 };
 * ```
 */
export type Query = { readonly [key: string]: QueryValue | undefined };

type Scalar = string | number | boolean;
type QueryValue = Scalar | readonly Scalar[] | { readonly [key: string]: Scalar };

/**
 * A query as it is read from a URL. All values are strings, and a list of one is indistinguishable from a single value.
 *
 * @example
 * ```ts
 * import { type DecodedQuery, decodeQuery } from '@tessera/contract/query';
 *
 * const query: DecodedQuery = decodeQuery(new URLSearchParams('id=1&page=2'));
 * query; // { id: '1', page: '2' }
 * ```
 */
export type DecodedQuery = Record<string, string | string[] | Record<string, string>>;

/**
 * Writes a query for a URL. Leaves out properties that are `undefined` or `null`. An empty list becomes one empty text: no id is empty, so
 * whoever asks for none of the ids finds nothing, and not everything.
 *
 * @example
 * ```ts
 * import { encodeQuery } from '@tessera/contract/query';
 *
 * encodeQuery({ id: ['1', '2'], metadata: { order: 7 } }).toString(); // 'id=1&id=2&metadata.order=7'
 * ```
 */
export function encodeQuery(query: Query): URLSearchParams {
  const encoded = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    if (isList(value)) for (const item of value.length > 0 ? value : ['']) encoded.append(key, String(item));
    else if (value instanceof Date) encoded.append(key, value.toISOString());
    else if (typeof value === 'object')
      for (const [name, item] of Object.entries(value)) encoded.append(`${key}.${name}`, String(item));
    else encoded.append(key, String(value));
  }
  return encoded;
}

/**
 * Reads a query from a URL. A key is divided at its first dot, so the names inside a map may contain dots. When a name appears twice
 * in a map, the first value counts.
 *
 * @example
 * ```ts
 * import { decodeQuery } from '@tessera/contract/query';
 *
 * decodeQuery(new URLSearchParams('id=1&id=2&metadata.order=7')); // { id: ['1', '2'], metadata: { order: '7' } }
 * ```
 */
export function decodeQuery(encoded: URLSearchParams): DecodedQuery {
  const lists = new Map<string, string[]>();
  const maps = new Map<string, Map<string, string>>();
  for (const [key, value] of encoded) {
    const dot = key.indexOf('.');
    if (dot === -1) {
      const list = lists.get(key);
      if (list) list.push(value);
      else lists.set(key, [value]);
    } else {
      const map = maps.get(key.slice(0, dot)) ?? new Map<string, string>();
      maps.set(key.slice(0, dot), map);
      if (!map.has(key.slice(dot + 1))) map.set(key.slice(dot + 1), value);
    }
  }
  // Object.fromEntries defines own properties, so a key named `__proto__` is safe.
  return Object.fromEntries([
    ...[...lists].map(([key, [first = '', ...rest]]) => [key, rest.length ? [first, ...rest] : first] as const),
    ...[...maps].map(([key, map]) => [key, Object.fromEntries(map)] as const),
  ]);
}

const isList = (value: QueryValue): value is readonly Scalar[] => Array.isArray(value);
