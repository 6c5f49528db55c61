import type { Effort } from '../effort/effort.ts';
import { costs, namesCost } from '../expressions/costs.ts';
import { isObject, type Json } from '../expressions/json.ts';
import { costOf } from '../expressions/text.ts';

type Charged = Pick<Effort, 'charge'>;

/** Names in the order of their UTF-16 units, which is also that of RFC 8785. */
const sortedNames = (value: { [key: string]: Json }, effort: Charged): string[] => {
  const names = Object.keys(value);
  effort.charge(3 * namesCost(names.length));
  return names.sort();
};

/**
 * The one text of a JSON value (RFC 8785): keys in the order of their UTF-16 units, numbers and strings as ECMAScript writes
 * them. Half a surrogate pair, which the RFC leaves out, is kept as an escape, because data may hold one.
 */
export const jsonForm = (value: Json, effort: Charged): string => {
  const { json } = costs;
  if (Array.isArray(value)) {
    effort.charge(json.list + value.length * costs.each);
    return `[${value.map((entry) => jsonForm(entry, effort)).join(',')}]`;
  }
  if (isObject(value)) {
    const entries = sortedNames(value, effort).map(
      (name) => `${JSON.stringify(name)}:${jsonForm(value[name] ?? null, effort)}`,
    );
    return `{${entries.join(',')}}`;
  }
  effort.charge(costOf(value));
  return JSON.stringify(value);
};

/** The same value with the properties of its objects in that order. */
export const sorted = (value: Json, effort: Charged): Json => {
  if (Array.isArray(value)) {
    effort.charge(costs.each + value.length * costs.each);
    return value.map((entry) => sorted(entry, effort));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(sortedNames(value, effort).map((name) => [name, sorted(value[name] ?? null, effort)]));
};
