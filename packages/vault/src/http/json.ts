import { readNumber } from './json-number.ts';

/** Why a text is refused as JSON, and at which position. The reason never repeats the text, which may contain a card number. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';

  constructor(reason: string, text: string, at: number) {
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    super(`${reason} (line ${line}, column ${at - before.lastIndexOf('\n')})`);
  }
}

/** How much JSON may hold. */
export interface JsonBounds {
  /** Levels of objects and lists. */
  depth: number;
  /** Values and names of properties. */
  values: number;
}

/**
 * The bounds of bodies. `JSON.parse` cannot be interrupted: a megabyte of small values would keep it busy for longer than others should
 * have to wait.
 */
export const jsonBounds: JsonBounds = { depth: 32, values: 65_536 };

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const listStart = 0x5b;
const listEnd = 0x5d;
const objectStart = 0x7b;
const objectEnd = 0x7d;

const words = ['true', 'false', 'null'];
const hex = /^[0-9a-fA-F]{4}$/;

/** The characters of an escape, or 0 if it is none. */
const escapeLength = (text: string, at: number): number => {
  const kind = text.charAt(at + 1);
  if (kind === 'u') return hex.test(text.slice(at + 2, at + 6)) ? 6 : 0;
  return kind !== '' && '"\\/bfnrt'.includes(kind) ? 2 : 0;
};

/** What may come next. `first` and `firstName` stand behind an opening bracket, where a closing one may come as well. */
type Expected = 'value' | 'first' | 'name' | 'firstName' | 'colon' | 'rest' | 'next';

/**
 * Checks JSON from outside (RFC 8259), piece by piece, so that a long text does not hold the thread that answers all others. The given
 * function goes on for at least so many characters, and tells whether all is checked. It throws `JsonFault` at the first position that is
 * not JSON, goes beyond the bounds, or is a number that would lose digits.
 */
export const jsonCheck = (text: string, { depth, values }: JsonBounds): ((characters: number) => boolean) => {
  let at = 0;
  let left = values;
  let expected: Expected = 'value';
  /** Whether the text that is being read is the name of a property. */
  let inName = false;
  /** The closing brackets that are due, the innermost last. */
  const open: number[] = [];
  const fault = (reason: string) => new JsonFault(reason, text, at);

  const count = (): void => {
    left -= 1;
    if (left < 0) throw fault(`More than ${values} values and names of properties`);
  };

  const close = (): void => {
    open.pop();
    at += 1;
    expected = 'next';
  };

  const opening = (bracket: number, then: Expected): void => {
    if (open.length >= depth) throw fault(`Nested more than ${depth} levels deep`);
    open.push(bracket);
    at += 1;
    expected = then;
  };

  const startText = (isName: boolean): void => {
    inName = isName;
    expected = 'rest';
    at += 1;
  };

  const atom = (code: number): void => {
    expected = 'next';
    const number = readNumber(text, at);
    if (number && !number.exact) throw fault('A number would lose digits; send it as a string');
    const word = number ? undefined : words.find((each) => text.startsWith(each, at));
    if (!number && word === undefined) {
      throw fault(Number.isNaN(code) ? 'The text ends where a value is expected' : 'Expected a value');
    }
    at = number?.end ?? at + (word?.length ?? 0);
  };

  const value = (code: number): void => {
    count();
    if (code === quote) startText(false);
    else if (code === listStart) opening(listEnd, 'first');
    else if (code === objectStart) opening(objectEnd, 'firstName');
    else atom(code);
  };

  const name = (code: number): void => {
    count();
    if (code !== quote) throw fault('Expected a property name in double quotes');
    startText(true);
  };

  const next = (code: number): void => {
    const due = open.at(-1);
    if (due === undefined) throw fault('Expected nothing after the value');
    if (code === due) {
      close();
      return;
    }
    if (code !== comma) throw fault(`Expected a comma or ${String.fromCharCode(due)}`);
    at += 1;
    expected = due === objectEnd ? 'name' : 'value';
  };

  const afterName = (code: number): void => {
    if (code !== colon) throw fault('Expected a colon');
    at += 1;
    expected = 'value';
  };

  /** The rest of a string, as far as `until`. */
  const rest = (until: number): void => {
    while (at < until) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        at += 1;
        expected = inName ? 'colon' : 'next';
        return;
      }
      if (code < 0x20) throw fault('A string holds a control character that is not escaped');
      const length = code === backslash ? escapeLength(text, at) : 1;
      if (length === 0) throw fault('A string holds an unknown escape');
      at += length;
    }
    if (at >= text.length) throw fault('A string is not closed');
  };

  const skipBlank = (until: number): void => {
    while (at < until) {
      const code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      at += 1;
    }
  };

  const step = (code: number): void => {
    if (expected === 'next') next(code);
    else if (expected === 'value') value(code);
    else if (expected === 'colon') afterName(code);
    else if (expected === 'name') name(code);
    else if (code === open.at(-1)) close();
    else if (expected === 'first') value(code);
    else name(code);
  };

  return (characters) => {
    const until = Math.min(text.length, at + characters);
    while (at < until) {
      if (expected === 'rest') {
        rest(until);
        continue;
      }
      skipBlank(until);
      if (at < until) step(text.charCodeAt(at));
    }
    if (at < text.length) return false;
    if (expected === 'rest') throw fault('A string is not closed');
    if (expected !== 'next' || open.length > 0) step(Number.NaN);
    return true;
  };
};

/**
 * Parses JSON from outside. Unlike `JSON.parse`, it refuses what is beyond the bounds and numbers that a double cannot hold exactly, and
 * its errors name the position but never show the text. Throws `JsonFault`.
 */
export const parseJson = (text: string, bounds: JsonBounds): unknown => {
  jsonCheck(text, bounds)(text.length);
  return JSON.parse(text);
};
