import { longestMessage } from '../sandbox/inside/reading.ts';

/** Words of letters, as they may stand in a log. */
const words = /\p{L}+/gu;

/**
 * Makes lines that code writes fit for the log of the vault, which outlives the data that the code has seen: what stays are words that
 * stand in the code itself, written by its author before any data was there, and punctuation. Every other word and every digit is
 * struck out, in whatever form the code has put it.
 */
export const lineRedactor = (code: string): ((line: string) => string) => {
  const known = new Set(code.match(words) ?? []);
  return (line) =>
    line
      .slice(0, longestMessage)
      // Only what is seen: a line of a log is one line.
      .replace(/[\p{C}\p{Z}]+/gu, ' ')
      .replace(words, (word) => (known.has(word) && word.length > 1 ? word : '*'))
      .replace(/\p{N}/gu, '#')
      .replace(/\p{M}+/gu, '*');
};

/** Values shorter than this would strike out parts of innocent words. */
const shortest = 3;

/** Steps that all messages of one call may cost together: characters compared and values looked at. */
export const mostSteps = 2_000_000;

/** What stands for text that was taken out. */
const redacted = '[redacted]';

/** Thrown where the steps are spent. What was not compared cannot be shown. */
class SpentError extends Error {
  override readonly name = 'SpentError';
}

type Count = (steps: number) => void;

/** Every text and number in what was given. */
function* leaves(given: unknown, count: Count): Generator<string> {
  const waiting: unknown[] = [given];
  while (waiting.length > 0) {
    const value = waiting.pop();
    count(1);
    if (typeof value === 'string' || typeof value === 'number') yield String(value);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) waiting.push(each);
  }
}

/** Case is no difference. A letter that becomes two keeps its own form, so that places stay what they are. */
const plain = (letter: string): string => {
  const lower = letter.toLowerCase();
  return lower.length === letter.length ? lower : letter;
};

const isDigits = (text: string): boolean => /^\d+$/.test(text);

const separators = new Set([' ', '.', '_', '-']);

/** A message as values are looked for in it: letters, where each stands in the message, and where each three of them begin. */
interface Haystack {
  letters: string[];
  places: number[];
  starts: Map<string, number[]>;
}

const haystackOf = (message: string, without: ReadonlySet<string>, count: Count): Haystack => {
  const letters: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < message.length; at += 1) {
    const letter = message.charAt(at);
    if (without.has(letter)) continue;
    letters.push(plain(letter));
    places.push(at);
  }
  count(message.length);
  const starts = new Map<string, number[]>();
  for (let at = 0; at + shortest <= letters.length; at += 1) {
    const start = letters.slice(at, at + shortest).join('');
    const there = starts.get(start);
    if (there) there.push(at);
    else starts.set(start, [at]);
  }
  return { letters, places, starts };
};

/** Marks where a value stands. A message that was cut may end within one. */
const mark = (
  value: string,
  { letters, places, starts }: Haystack,
  isCut: boolean,
  hidden: Set<number>,
  count: Count,
) => {
  const start = [...value.slice(0, shortest)].map(plain).join('');
  for (const from of starts.get(start) ?? []) {
    let length = shortest;
    while (length < value.length && letters[from + length] === plain(value.charAt(length))) length += 1;
    count(length);
    const isWhole = length === value.length || (isCut && from + length === letters.length);
    if (!isWhole) continue;
    const [first = 0, last = 0] = [places[from], places[from + length - 1]];
    for (let at = first; at <= last; at += 1) hidden.add(at);
  }
};

/** A message without the letters that are hidden. */
const without = (message: string, hidden: ReadonlySet<number>): string => {
  const parts: string[] = [];
  for (let at = 0; at < message.length; at += 1) {
    if (!hidden.has(at)) parts.push(message.charAt(at));
    else if (!hidden.has(at - 1)) parts.push(redacted);
  }
  return parts.join('');
};

/**
 * Strikes out what a call was given to work with, digits also where separators stand between them, and whatever else looks like the
 * number of a card or an account. For messages that the code throws for its caller. Its work has a bound, whatever was given and
 * whatever was thrown: messages beyond it are struck out whole.
 */
export const valueRedactor = (given: unknown, steps = mostSteps): ((message: string) => string) => {
  let left = steps;
  const count: Count = (taken) => {
    left -= taken;
    if (left < 0) throw new SpentError();
  };
  return (thrown) => {
    const message = thrown.slice(0, longestMessage);
    const isCut = thrown.length >= longestMessage;
    const hidden = new Set<number>();
    try {
      const asIs = haystackOf(message, new Set(), count);
      const joined = haystackOf(message, separators, count);
      for (const value of leaves(given, count)) {
        if (value.length >= shortest) mark(value, isDigits(value) ? joined : asIs, isCut, hidden, count);
      }
    } catch (error) {
      if (error instanceof SpentError) return redacted;
      throw error;
    }
    return without(message, hidden).replace(/\d(?:[ ._-]?\d){7,}/g, redacted);
  };
};
