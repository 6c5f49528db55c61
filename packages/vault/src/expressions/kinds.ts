import type { Json, Value } from './json.ts';
import { searchLength } from './limits.ts';
import { characters } from './text.ts';

/** A type that an input or an argument can have: how errors call it, and how a value is read as it (undefined: it is not one). */
export interface Kind<T> {
  readonly expects: string;
  read(value: Value): T | undefined;
}

const decimal = /^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?\s*$/;

/** Reads a number that JSON keeps exactly where it is whole: a text of twenty digits is not one. */
const readNumber = (value: Value): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > 400 || !decimal.test(value)) return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return undefined;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? undefined : number;
};

const readText = (value: Value): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

const whole = (from: number, expects: string): Kind<number> => ({
  expects,
  read: (value) => {
    const number = readNumber(value);
    return Number.isSafeInteger(number) && number !== undefined && number >= from ? number : undefined;
  },
});

export const anything: Kind<Json> = {
  expects: 'any value',
  read: (value) => (value instanceof Uint8Array ? undefined : value),
};

/** Numbers and booleans are read as they are written in JSON. */
export const text: Kind<string> = { expects: 'text', read: readText };

/** What filters look for in another text. */
export const searchText: Kind<string> = {
  expects: `text of at most ${searchLength} characters`,
  read: (value) => {
    const read = readText(value);
    return read !== undefined && read.length <= searchLength ? read : undefined;
  },
};

export const textOrList: Kind<string | Json[]> = {
  expects: 'text or a list',
  read: (value) => (Array.isArray(value) ? value : readText(value)),
};

export const list: Kind<Json[]> = { expects: 'a list', read: (value) => (Array.isArray(value) ? value : undefined) };

export const numeric: Kind<number> = { expects: 'a number', read: readNumber };

export const integer: Kind<number> = whole(Number.MIN_SAFE_INTEGER, 'a whole number');

export const count: Kind<number> = whole(0, 'a whole number from 0');

export const flag: Kind<boolean> = {
  expects: 'true or false',
  read: (value) =>
    value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined,
};

export const character: Kind<string> = {
  expects: 'one character',
  read: (value) => {
    const read = readText(value);
    return read !== undefined && read.length <= 2 && characters(read).length === 1 ? read : undefined;
  },
};

/** One of a closed list of words. */
export const oneOf = <T extends string>(...choices: readonly T[]): Kind<T> => ({
  expects: `one of ${choices.join(', ')}`,
  read: (value) => choices.find((choice) => choice === value),
});
