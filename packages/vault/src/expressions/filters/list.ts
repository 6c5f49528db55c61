import { costs, namesCost } from '../costs.ts';
import { add, type Decimal, decimalOf } from '../decimal.ts';
import { type Context, type Family, filter, optional, required } from '../filter.ts';
import { isObject, type Json, own, type Value } from '../json.ts';
import { anything, type Kind, list, numeric, searchText, text } from '../kinds.ts';
import { characters, jsonText, lengthOf, spaces, textOf, trimStart } from '../text.ts';
import { exact } from './math.ts';
import { lookCost, occurrences } from './replace.ts';

const property = optional(text, null);

/** What an entry is judged by: itself, or one of its properties. */
const keyOf = (entry: Json, name: string | null): Json => (name === null ? entry : own(entry, name));

const keysOf = (entries: Json[], name: string | null, context: Context): Json[] => {
  context.charge(entries.length * costs.each);
  return entries.map((entry) => keyOf(entry, name));
};

const sized: Kind<Json> = {
  expects: 'text, a list or an object',
  read: (value: Value) => (typeof value === 'string' || Array.isArray(value) || isObject(value) ? value : undefined),
};

/** As in Liquid: one space means any white space, and empty pieces at the end are dropped. */
const split = (value: string, separator: string, context: Context): Json[] => {
  context.charge(lookCost(value, separator));
  const count = separator === ' ' || separator === '' ? value.length : occurrences(value, separator) + 1;
  context.charge(count * costs.split);
  if (separator === '') return characters(value);
  const pieces = separator === ' ' ? trimStart(value).split(spaces) : value.split(separator);
  let length = pieces.length;
  while (length > 0 && pieces[length - 1] === '') length -= 1;
  return pieces.slice(0, length);
};

/** The entries of a list and of all lists in it, in the order in which they are read. */
const flatten = (list: readonly Json[], context: Context): Json[] => {
  const open: Json[] = list.toReversed();
  const entries: Json[] = [];
  while (open.length > 0) {
    const next = open.pop() ?? null;
    context.charge(costs.each);
    if (Array.isArray(next)) for (const entry of next.toReversed()) open.push(entry);
    else entries.push(next);
  }
  return entries;
};

type Comparable = string | number;

/** Orders numbers or texts by code unit, entries without a key last. Equal ones keep their order. */
const sort = (
  entries: Json[],
  keys: readonly Json[],
  fold: (key: Comparable) => Comparable,
  context: Context,
): Json[] => {
  context.charge(keys.length * costs.each);
  const present = keys.filter((key) => key !== null);
  const type = typeof present[0];
  if (present.some((key) => typeof key !== type || !['number', 'string'].includes(type))) {
    context.fail('the entries must be all numbers or all text');
  }
  // Each entry takes part in about log n comparisons, of which each may read it to its end.
  const size = keys.reduce<number>((sum, key) => sum + (typeof key === 'string' ? key.length : 0), 0);
  context.charge((keys.length * costs.compare + 2 * size) * Math.ceil(Math.log2(keys.length + 1)));
  context.charge(size * costs.otherCase);
  const folded = keys.map((key) => (typeof key === 'string' || typeof key === 'number' ? fold(key) : null));
  const order = entries.map((_, index) => index);
  order.sort((a, b) => {
    const [left, right] = [folded[a] ?? null, folded[b] ?? null];
    if (left === right) return a - b;
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right ? -1 : 1;
  });
  return order.map((index) => entries[index] ?? null);
};

const sorted = (description: string, fold: (key: Comparable) => Comparable) =>
  filter({
    description,
    input: list,
    parameters: { property },
    apply: (value, { property: name }, context) => sort(value, keysOf(value, name, context), fold, context),
  });

/** Whether an entry has this value in a property; without a value, whether it has anything but null and false there. */
const holds = (entry: Json, name: string, value: Json, context: Context): boolean => {
  const held = own(entry, name);
  context.charge(costs.each + (typeof held === 'string' && typeof value === 'string' ? held.length / 4 : 0));
  return value === null ? held !== null && held !== false : held === value;
};

const chosen = (description: string, choose: (value: Json[], test: (entry: Json) => boolean) => Json) =>
  filter({
    description,
    input: list,
    parameters: { property: required(text), value: optional(anything, null) },
    apply: (value, { property: name, value: wanted }, context) =>
      choose(value, (entry) => holds(entry, name, wanted, context)),
  });

const unique = (entries: Json[], name: string | null, context: Context): Json[] => {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    context.charge(2 * costs.match);
    const key = jsonText(keyOf(entry, name), context);
    return !seen.has(key) && seen.add(key);
  });
};

const sum = (entries: Json[], name: string | null, context: Context): number => {
  const total = entries.reduce<Decimal>((running, entry) => {
    const number = numeric.read(keyOf(entry, name) ?? 0);
    // Exponents up to ±324 make numbers of as many places, which the running sum then keeps.
    context.charge(costs.decimal + costs.place * (running.scale + Math.abs(Math.log10(Math.abs(number || 1)))));
    return add(running, decimalOf(number ?? context.fail('the entries must be numbers')));
  }, decimalOf(0));
  return exact(total, context);
};

export const lists: Family = {
  split: filter({
    description: 'Cuts text into a list at every separator; at every character where the separator is empty.',
    input: text,
    parameters: { separator: required(searchText) },
    apply: (value, { separator }, context) => split(value, separator, context),
  }),
  join: filter({
    description: 'Joins the entries of a list, and of the lists in it, into text.',
    input: list,
    parameters: { separator: optional(text, ' ') },
    apply: (value, { separator }, context) => {
      const entries = flatten(value, context);
      context.charge(entries.length * 2 * costs.each);
      context.grow(entries.length * separator.length);
      return entries.map((entry) => textOf(entry, context)).join(separator);
    },
  }),
  first: filter({ description: 'The first entry of a list.', input: list, apply: (value) => value[0] ?? null }),
  last: filter({ description: 'The last entry of a list.', input: list, apply: (value) => value.at(-1) ?? null }),
  size: filter({
    description: 'The number of characters, entries or properties; 0 where there is nothing.',
    input: { ...sized, read: (value) => (value === null ? '' : sized.read(value)) },
    takesNull: true,
    apply: (value, _, context) => {
      if (!isObject(value))
        return typeof value === 'string' ? lengthOf(value, context) : Array.isArray(value) ? value.length : 0;
      const names = Object.keys(value);
      context.charge(namesCost(names.length));
      return names.length;
    },
  }),
  reverse: filter({ description: 'The entries in reverse order.', input: list, apply: (value) => value.toReversed() }),
  sort: sorted('The entries in order, by a `property` where one is named; numbers or text, not both.', (key) => key),
  sort_natural: sorted('As `sort`, without regard to upper and lower case.', (key) =>
    typeof key === 'string' ? key.toLowerCase() : key,
  ),
  uniq: filter({
    description: 'Without the entries that equal an earlier one, or have an equal `property`.',
    input: list,
    parameters: { property },
    apply: (value, { property: name }, context) => unique(value, name, context),
  }),
  compact: filter({
    description: 'Without the entries that are null, or whose `property` is.',
    input: list,
    parameters: { property },
    apply: (value, { property: name }, context) => {
      const keys = keysOf(value, name, context);
      return value.filter((_, index) => keys[index] !== null);
    },
  }),
  concat: filter({
    description: 'The entries of this list, then those of another.',
    input: list,
    parameters: { list: required(list) },
    apply: (value, { list: more }, context) => {
      context.grow(more.length);
      context.charge((value.length + more.length) * 4 * costs.entry);
      return [...value, ...more];
    },
  }),
  map: filter({
    description: 'One property of every entry; null where an entry does not have it.',
    input: list,
    parameters: { property: required(text) },
    apply: (value, { property: name }, context) => keysOf(value, name, context),
  }),
  where: chosen('The entries whose `property` equals `value`; without a value, those that have it.', (value, test) =>
    value.filter(test),
  ),
  reject: chosen('The entries that `where` leaves out.', (value, test) => value.filter((entry) => !test(entry))),
  find: chosen('The first of the entries that `where` keeps.', (value, test) => value.find(test) ?? null),
  find_index: chosen('The position of that entry, from 0.', (value, test) => {
    const index = value.findIndex(test);
    return index < 0 ? null : index;
  }),
  has: chosen('Whether `where` keeps any entry.', (value, test) => value.some(test)),
  sum: filter({
    description: 'The sum of the entries, or of their `property`, in exact decimal arithmetic.',
    input: list,
    parameters: { property },
    apply: (value, { property: name }, context) => sum(value, name, context),
  }),
};
