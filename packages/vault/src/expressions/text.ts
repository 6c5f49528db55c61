import { costs, namesCost } from './costs.ts';
import type { Json, Value } from './json.ts';
import { dataDepth } from './limits.ts';

/** White space as Liquid knows it: that of ASCII. A no-break space holds words together. */
export const spaces = /[\0\t-\r ]+/;
export const wordPattern = /[^\0\t-\r ]+/g;

const isSpace = (code: number): boolean => code === 0x20 || (code >= 9 && code <= 13) || code === 0;

export const trimStart = (text: string): string => {
  let start = 0;
  while (start < text.length && isSpace(text.charCodeAt(start))) start += 1;
  return text.slice(start);
};

export const trimEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
};

/** What work on a value is charged to, and how it is given up. */
export interface Bounds {
  charge(steps: number): void;
  fail(message: string): never;
}

/** The characters of a short text as readers count them, by code points, so that no filter cuts one in half. */
export const characters = (text: string): string[] => Array.from(text);

const surrogate = /[\ud800-\udfff]/;

/** How many characters (code points) a text has. */
export const lengthOf = (text: string, { charge }: Pick<Bounds, 'charge'>): number => {
  charge(text.length * costs.look);
  if (!surrogate.test(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; count += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return count;
};

/** Where in the units of a text, such as `slice` of strings takes them, the character with this number begins. */
const unitOf = (text: string, character: number): number => {
  if (!surrogate.test(text)) return Math.min(character, text.length);
  let at = 0;
  for (let count = 0; count < character && at < text.length; count += 1)
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
};

/** The characters of a text from one number up to another, like `slice` of a list of them. */
export const cut = (text: string, from: number, to: number, { charge }: Pick<Bounds, 'charge'>): string => {
  charge(2 * text.length * costs.look);
  return text.slice(unitOf(text, from), unitOf(text, to));
};

/** What it is charged to write a value as JSON, apart from what it holds. Half a surrogate pair is written as an escape, slowly. */
export const costOf = (value: Json): number => {
  const { json } = costs;
  if (typeof value === 'string') return json.value + value.length * (value.isWellFormed() ? json.character : json.lone);
  return typeof value === 'number' && !(Number.isInteger(value) && Math.abs(value) < 1e9) ? json.number : json.value;
};

/** Steps of a walk that are charged together. */
const chargedAtOnce = 10_000;

/**
 * Walks a value and charges what it costs to read or write all of it once, so that depth and size are known before anything else walks
 * it. Gives the characters that its JSON has, about. It keeps nothing of what it has passed: a list of all that is still to be visited
 * would be as long as the widest list, and collecting it as garbage would take longer than the walk. It charges some microseconds of work
 * at a time: charging each value by itself would cost as much as the walk.
 */
export const measure = (value: Json, { charge, fail }: Bounds): number => {
  let owed = 0;
  const owe = (steps: number): void => {
    owed += steps;
    if (owed < chargedAtOnce) return;
    charge(owed);
    owed = 0;
  };
  const sizeOf = (node: Json, depth: number): number => {
    owe(costOf(node));
    if (typeof node === 'string') return 2 + node.length;
    if (typeof node !== 'object' || node === null) return 2;
    if (depth > dataDepth) fail(`the value is nested deeper than ${dataDepth} levels`);
    let size = 2;
    if (Array.isArray(node)) {
      owe(node.length * costs.entry);
      for (const entry of node) size += sizeOf(entry, depth + 1);
      return size;
    }
    const names = Object.keys(node);
    owe(namesCost(names.length));
    for (const name of names) {
      owe(name.length * costs.json.character);
      size += name.length + sizeOf(node[name] ?? null, depth + 1);
    }
    return size;
  };
  const size = sizeOf(value, 0);
  charge(owed);
  return size;
};

/** The compact JSON form, in the order the properties came. */
export const jsonText = (value: Json, bounds: Bounds): string => {
  measure(value, bounds);
  return JSON.stringify(value);
};

/** How a value reads between other text: null as nothing, strings as they are, everything else as JSON. */
export const textOf = (value: Value, bounds: Bounds): string => {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return bounds.fail('bytes need to_base64 or to_base16 as the last filter');
  return jsonText(value, bounds);
};
