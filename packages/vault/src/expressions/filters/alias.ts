import { costs } from '../costs.ts';
import { type Context, type Family, filter, optional } from '../filter.ts';
import { count, text } from '../kinds.ts';
import { aliasLength } from '../limits.ts';
import { characters } from '../text.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** Marks that combine with a letter count as letters: kept, they would tell which letter they stood on. */
const isLetter = /[\p{L}\p{M}]/u;
const isDigit = /\p{N}/u;

export const draw = (alphabet: string, { random }: Context): string => alphabet.charAt(random(alphabet.length));

/** Replaces what lies between two positions, and refuses an alias that would be the value itself. */
export const redraw = (
  value: readonly string[],
  isReplaced: (char: string, index: number) => boolean,
  replace: (char: string) => string,
  context: Context,
): string => {
  if (!value.some(isReplaced)) return context.fail('nothing of the value would be replaced; reveal less of it');
  return value.map((char, index) => (isReplaced(char, index) ? replace(char) : char)).join('');
};

/** The characters of a value that is short enough for an alias. */
const charactersOf = (value: string, context: Context): string[] => {
  const isLong = value.length > 2 * aliasLength;
  const all = isLong ? [] : characters(value);
  if (isLong || all.length > aliasLength) context.fail(`an alias has at most ${aliasLength} characters`);
  context.charge(all.length * (costs.split + costs.match));
  return all;
};

const parameters = { reveal_first: optional(count, 0), reveal_last: optional(count, 0) };

const reveals = (given: { reveal_first: number; reveal_last: number }) => given.reveal_first + given.reveal_last > 0;

const between = (value: readonly string[], given: { reveal_first: number; reveal_last: number }) => (index: number) =>
  index >= given.reveal_first && index < value.length - given.reveal_last;

export const aliases: Family = {
  alias_preserve_format: filter({
    description:
      'Puts a random lower-case letter for every letter and a random digit for every digit; other characters stay, and so do the first and last ones that are revealed.',
    input: text,
    parameters,
    random: true,
    reveals,
    apply: (value, given, context) => {
      const all = charactersOf(value, context);
      const isInside = between(all, given);
      return redraw(
        all,
        (char, index) => isInside(index) && (isLetter.test(char) || isDigit.test(char)),
        (char) => draw(isDigit.test(char) ? digits : letters, context),
        context,
      );
    },
  }),
  alias_preserve_length: filter({
    description:
      'Puts a random lower-case letter or digit for every character but the first and last ones that are revealed.',
    input: text,
    parameters,
    random: true,
    reveals,
    apply: (value, given, context) => {
      const all = charactersOf(value, context);
      const isInside = between(all, given);
      return redraw(
        all,
        (_, index) => isInside(index),
        () => draw(letters + digits, context),
        context,
      );
    },
  }),
};
