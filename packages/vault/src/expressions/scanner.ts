import { ExpressionError } from './expression-error.ts';

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'mark' | 'end';
  /** The text as written; of a string, what stands between the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const space = /\s*/y;
// A hyphen belongs to a name unless it is the one of `-}}`.
const name = /[\p{L}_](?:[\p{L}\p{N}_]|-(?!\}\}))*/uy;
const number = /-?\d+(?:\.\d+)?/y;
const mark = /-?\}\}|[|:,.[\]]/y;

const patterns = [
  ['mark', mark],
  ['name', name],
  ['number', number],
] as const;

const match = (pattern: RegExp, source: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
};

/** Reads the token at or after a position, as the inside of an output is written. */
export const scan = (source: string, from: number): Token => {
  const start = from + (match(space, source, from)?.length ?? 0);
  if (start >= source.length) return { kind: 'end', text: '', start, end: start };

  const quote = source[start];
  if (quote === "'" || quote === '"') {
    const close = source.indexOf(quote, start + 1);
    if (close < 0) throw new ExpressionError('This string has no closing quote.', start + 1);
    return { kind: 'string', text: source.slice(start + 1, close), start, end: close + 1 };
  }
  for (const [kind, pattern] of patterns) {
    const text = match(pattern, source, start);
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  throw new ExpressionError('A character that has no meaning here; put text in quotes.', start + 1);
};
