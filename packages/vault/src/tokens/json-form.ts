import type { Json } from '../expressions/json.ts';

const isObject = (value: Json): value is { [key: string]: Json } => typeof value === 'object' && value !== null;

/**
 * The one text of a JSON value (RFC 8785): keys in the order of their UTF-16 units, numbers and strings as ECMAScript writes
 * them. Half a surrogate pair, which the RFC leaves out, is kept as an escape, because data may hold one.
 */
export const jsonForm = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(jsonForm).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${jsonForm(value[key] ?? null)}`);
  return `{${entries.join(',')}}`;
};
