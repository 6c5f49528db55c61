import { JSONPathEnvironment, type JSONPathQuery } from 'json-p3';
import { ExpressionError } from './expression-error.ts';
import { isObject, type Json } from './json.ts';
import type { Kind } from './kinds.ts';
import { jsonPathLength, nameCost } from './limits.ts';

/** A JSONPath query (RFC 9535), compiled. */
export interface JsonPath {
  readonly query: JSONPathQuery;
  /** What one step of the query is charged: the longer it is, the more each step may try. */
  readonly weight: number;
}

/** RFC 9535 without its two functions that run regular expressions: a pattern out of a request could run for hours. */
const environmentOf = (): JSONPathEnvironment => {
  const environment = new JSONPathEnvironment();
  environment.functionRegister.delete('match');
  environment.functionRegister.delete('search');
  return environment;
};

export const jsonPath: Kind<JsonPath> = {
  expects: 'a JSONPath query (RFC 9535, without the functions match and search)',
  read: (value) => {
    if (typeof value !== 'string' || value.length > jsonPathLength) return undefined;
    try {
      return { query: environmentOf().compile(value), weight: 6 + Math.floor(value.length / 16) };
    } catch {
      // Whatever the library stumbled over, the text is not a query; its own message may quote it.
      return undefined;
    }
  },
};

/**
 * A view of a value that counts every property read, because a query such as `$..*..*..*` costs a multiple of the data it
 * runs over. The proxied shells are empty, so frozen data does not clash with the views of its parts.
 */
const counted = (value: Json, count: (size: number) => void): Json => {
  if (!Array.isArray(value) && !isObject(value)) return value;
  const read = (key: string | symbol): unknown => {
    const entry: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    // Texts are compared to their ends, so their length counts too.
    count(typeof entry === 'string' ? entry.length / 16 : 0);
    return entry === undefined ? undefined : counted(entry as Json, count);
  };
  return new Proxy<Json[] | { [key: string]: Json }>(Array.isArray(value) ? [] : {}, {
    has: (_, key) => Object.hasOwn(value, key),
    get: (_, key) => read(key),
    ownKeys: () => {
      const keys = Reflect.ownKeys(value);
      count(keys.length * nameCost);
      return keys;
    },
    getOwnPropertyDescriptor: (_, key) =>
      Object.hasOwn(value, key)
        ? { value: read(key), enumerable: true, configurable: true, writable: true }
        : undefined,
  });
};

const at = (value: Json, location: readonly (string | number)[]): Json =>
  location.reduce<Json>(
    (node, key) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : null),
    value,
  );

interface Bounds {
  charge(amount: number): void;
  fail(message: string): never;
}

/** The one value a query finds; null where it finds none. */
export const select = (value: Json, { query, weight }: JsonPath, { charge, fail }: Bounds): Json => {
  const count = (size: number) => charge(weight + size);
  const found: (readonly (string | number)[])[] = [];
  try {
    for (const node of query.lazyQuery(query.singularQuery() ? value : counted(value, count))) {
      found.push(node.location);
      if (found.length > 1) break;
    }
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    return fail('the query cannot be run over this value');
  }
  const [location] = found;
  if (found.length > 1) return fail('the query finds more than one value');
  return location === undefined ? null : at(value, location);
};
