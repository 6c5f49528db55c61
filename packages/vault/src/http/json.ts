/** Why a text is refused as JSON, and at which position. The reason never repeats the text, which may contain a card number. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';

  constructor(reason: string, text: string, at: number) {
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    super(`${reason} (line ${line}, column ${at - before.lastIndexOf('\n')})`);
  }
}

const blank = /[ \t\n\r]*/y;
/** Characters that a JSON string may contain unescaped: no quote, backslash or control character. */
const plain = /[ !#-[\]-\uffff]*/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const number = /(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/y;
const word = /true|false|null/y;

/** No double needs more characters to be written exactly, and longer numbers are slow to compare. */
const longestNumber = 400;

/** Normalizes a decimal to sign, significant digits and power of ten, so that 1.10, 11e-1 and 1.1 are equal. */
const decimal = ([, sign = '', whole = '', fraction = '', power = '0']: RegExpExecArray): string => {
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
};

/** Whether a number can be stored as a double without changing its value. */
const survives = (written: RegExpExecArray): boolean => {
  const [source] = written;
  if (source.length <= 15 && !/[eE]/.test(source)) return true;
  if (source.length > longestNumber) return false;
  number.lastIndex = 0;
  const kept = number.exec(String(Number(source)));
  return kept !== null && decimal(kept) === decimal(written);
};

/**
 * Throws `JsonFault` at the first position that is not JSON (RFC 8259), is nested too deeply, or is a number that would lose
 * digits.
 */
const check = (text: string, maxDepth: number): void => {
  let at = 0;
  const fault = (reason: string) => new JsonFault(reason, text, at);
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found;
  };
  const next = (): string => {
    take(blank);
    return text.charAt(at);
  };

  const string = (what: string): void => {
    if (next() !== '"') throw fault(`Expected ${what}`);
    at += 1;
    for (;;) {
      take(plain);
      const character = text.charAt(at);
      if (character === '"') break;
      if (character === '') throw fault('A string is not closed');
      if (character !== '\\') throw fault('A string holds a control character that is not escaped');
      if (!take(escaped)) throw fault('A string holds an unknown escape');
    }
    at += 1;
  };

  const list = (close: string, depth: number, item: () => void): void => {
    if (depth > maxDepth) throw fault(`Nested more than ${maxDepth} levels deep`);
    at += 1;
    if (next() === close) {
      at += 1;
      return;
    }
    for (;;) {
      item();
      const character = next();
      if (character === close) break;
      if (character !== ',') throw fault(`Expected a comma or ${close}`);
      at += 1;
    }
    at += 1;
  };

  const value = (depth: number): void => {
    const character = next();
    if (character === '"') string('a string');
    else if (character === '[') list(']', depth + 1, () => value(depth + 1));
    else if (character === '{') list('}', depth + 1, () => property(depth + 1));
    else atom(character);
  };

  const property = (depth: number): void => {
    string('a property name in double quotes');
    if (next() !== ':') throw fault('Expected a colon');
    at += 1;
    value(depth);
  };

  const atom = (character: string): void => {
    const start = at;
    const written = take(number);
    if (written && !survives(written)) {
      at = start;
      throw fault('A number would lose digits; send it as a string');
    }
    if (!written && !take(word)) {
      throw fault(character === '' ? 'The text ends where a value is expected' : 'Expected a value');
    }
  };

  value(0);
  if (next() !== '') throw fault('Expected nothing after the value');
};

/**
 * Parses JSON from outside. Unlike `JSON.parse`, it refuses nesting beyond `maxDepth` and numbers that a double cannot hold
 * exactly, and its errors name the position but never show the text. Throws `JsonFault`.
 */
export const parseJson = (text: string, maxDepth: number): unknown => {
  check(text, maxDepth);
  return JSON.parse(text);
};
