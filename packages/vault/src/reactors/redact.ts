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
      // Only what is seen: a line of a log is one line.
      .replace(/[\p{C}\p{Z}]+/gu, ' ')
      .replace(words, (word) => (known.has(word) && word.length > 1 ? word : '*'))
      .replace(/\p{N}/gu, '#')
      .replace(/\p{M}+/gu, '*')
      .slice(0, 1000);
};

/** Every text and number in a document. */
const leaves = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
};

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** Values shorter than this would strike out parts of innocent words. */
const shortest = 3;

/**
 * Strikes out what a call was given to work with, digits also where separators stand between them, and whatever else looks like the
 * number of a card or an account. For messages that the code throws for its caller.
 */
export const valueRedactor = (given: unknown): ((text: string) => string) => {
  const values = [...new Set(leaves(given))].filter(({ length }) => length >= shortest);
  const patterns = values
    .sort((a, b) => b.length - a.length)
    .map((value) => (/^\d+$/.test(value) ? [...value].join('[ ._-]?') : escaped(value)));
  const all = patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'gi');
  return (text) => {
    const known = all ? text.replace(all, '[redacted]') : text;
    return known.replace(/\d(?:[ ._-]?\d){7,}/g, '[redacted]');
  };
};
