/** A query as code holds it. A list is a repeated key, a map a dotted one: `id=1&id=2&metadata.order=7`. */
export type Query = { readonly [key: string]: QueryValue | undefined };

type Scalar = string | number | boolean;
type QueryValue = Scalar | readonly Scalar[] | { readonly [key: string]: Scalar };

/** A query as it is read from a URL: everything is text, and a key that stands once is not known to be a list. */
export type DecodedQuery = Record<string, string | string[] | Record<string, string>>;

/** Writes a query. Properties that are `undefined` are left out. */
export function encodeQuery(query: Query): URLSearchParams {
  const encoded = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    if (isList(value)) for (const item of value) encoded.append(key, String(item));
    else if (typeof value === 'object')
      for (const [name, item] of Object.entries(value)) encoded.append(`${key}.${name}`, String(item));
    else encoded.append(key, String(value));
  }
  return encoded;
}

/**
 * Reads what `encodeQuery` wrote. The first dot of a key divides it, so the names inside a map may hold dots. Of a name
 * that a map holds twice the first value counts (API reference, "List Tokens": repeated keys are ignored).
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
  // Object.fromEntries defines own properties, so a key named `__proto__` is a key like any other.
  return Object.fromEntries([
    ...[...lists].map(([key, [first = '', ...rest]]) => [key, rest.length ? [first, ...rest] : first] as const),
    ...[...maps].map(([key, map]) => [key, Object.fromEntries(map)] as const),
  ]);
}

const isList = (value: QueryValue): value is readonly Scalar[] => Array.isArray(value);
