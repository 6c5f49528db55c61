import { SearchError } from './search-error.ts';

/**
 * A word is what stands between white space and marks, or between quotes; `stars` are the positions in its text of asterisks
 * that were not escaped. A field is a word that a colon follows.
 */
export interface Token {
  readonly kind: 'word' | 'mark' | 'end';
  readonly text: string;
  readonly quoted: boolean;
  readonly stars: readonly number[];
  readonly start: number;
  readonly end: number;
}

const marks = '()[]{}:!';
const isSpace = (char: string): boolean => /\s/.test(char);

const readQuoted = (source: string, start: number): Token => {
  const chars: string[] = [];
  const stars: number[] = [];
  for (let at = start + 1; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '"') return { kind: 'word', text: chars.join(''), quoted: true, stars, start, end: at + 1 };
    if (char === '*') stars.push(chars.length);
    if (char === '\\') at += 1;
    chars.push(source.charAt(at));
  }
  throw new SearchError('This quote is not closed.', start + 1);
};

const readBare = (source: string, start: number, stops: string): Token => {
  const stars: number[] = [];
  let end = start;
  for (; end < source.length; end += 1) {
    const char = source.charAt(end);
    if (isSpace(char) || stops.includes(char)) break;
    if (char === '"' || char === '\\') throw new SearchError('Quote the whole value: field:"value".', end + 1);
    if (char === '*') stars.push(end - start);
  }
  return { kind: 'word', text: source.slice(start, end), quoted: false, stars, start, end };
};

/** Reads the token at or after a position. Values may hold colons and exclamation marks, as dates do; fields may not. */
export const scan = (source: string, from: number, place: 'field' | 'value'): Token => {
  let start = from;
  while (start < source.length && isSpace(source.charAt(start))) start += 1;
  const char = source.charAt(start);
  if (char === '') return { kind: 'end', text: '', quoted: false, stars: [], start, end: start };
  if (char === '"') return readQuoted(source, start);
  const stops = place === 'value' ? '()[]{}' : `${marks}"`;
  if (!stops.includes(char)) return readBare(source, start, stops);
  return { kind: 'mark', text: char, quoted: false, stars: [], start, end: start + 1 };
};
