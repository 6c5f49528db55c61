import { JSONPathEnvironment, type JSONPathQuery } from 'json-p3';
import { TurnNeeded } from '../effort/effort.ts';
import { costs, namesCost } from './costs.ts';
import { ExpressionError } from './expression-error.ts';
import { isObject, type Json } from './json.ts';
import type { Kind } from './kinds.ts';
import { jsonPathLength } from './limits.ts';
import { type Bounds, measure } from './text.ts';

/** A JSONPath query (RFC 9535), compiled. */
export interface JsonPath {
  readonly query: JSONPathQuery;
  /** What a property that it reads is charged: the longer the query, the more it may try with each. */
  readonly weight: number;
  /** Its segments, where it is so simple that each of them visits a part of the data at most once. */
  readonly segments: number | undefined;
}

/**
 * Without filters (`?`) and lists of selectors (`,`), which may visit a part many times, and with one descent (`..`) at most. Marks
 * inside of quotes make a query count as less simple than it is, which costs more and harms nothing.
 */
const isSimple = (query: string): boolean => !/[?,]/.test(query) && query.split('..').length <= 2;

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
      const query = environmentOf().compile(value);
      const segments = isSimple(value) ? query.segments.length : undefined;
      return { query, segments, weight: costs.property + value.length * costs.copy };
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
    count(typeof entry === 'string' ? entry.length / 4 : 0);
    return entry === undefined ? undefined : counted(entry as Json, count);
  };
  return new Proxy<Json[] | { [key: string]: Json }>(Array.isArray(value) ? [] : {}, {
    has: (_, key) => Object.hasOwn(value, key),
    get: (_, key) => read(key),
    ownKeys: () => {
      const keys = Reflect.ownKeys(value);
      count(namesCost(keys.length));
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

/** The data in a form in which a query over it is charged for what it does: in advance where that is known, else as it goes. */
const charged = (value: Json, { query, weight, segments }: JsonPath, { charge, fail }: Bounds): Json => {
  if (query.singularQuery()) charge(query.segments.length * costs.call);
  else if (segments === undefined) return counted(value, (size) => charge(weight + size));
  else measure(value, { charge: (steps) => charge(2 * steps * segments ** 2), fail });
  return value;
};

/** The one value a query finds; null where it finds none. */
export const select = (value: Json, path: JsonPath, bounds: Bounds): Json => {
  const { fail } = bounds;
  const found: (readonly (string | number)[])[] = [];
  try {
    for (const node of path.query.lazyQuery(charged(value, path, bounds))) {
      found.push(node.location);
      if (found.length > 1) break;
    }
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof TurnNeeded) throw error;
    return fail('the query cannot be run over this value');
  }
  const [location] = found;
  if (found.length > 1) return fail('the query finds more than one value');
  return location === undefined ? null : at(value, location);
};
