import { type Family, filter, optional, required } from '../filter.ts';
import { character, count, text } from '../kinds.ts';
import { characters } from '../text.ts';

const letterOrDigit = /[\p{L}\p{M}\p{N}]/u;

/** Keeps the ends and masks the middle, all of it where nothing would be hidden otherwise. */
export const maskMiddle = (
  value: readonly string[],
  first: number,
  last: number,
  mask: string,
  preserved: string,
): string => {
  const kept = new Set(characters(preserved));
  const masked = value.map((each, index) =>
    index < first || index >= value.length - last || kept.has(each) ? each : mask,
  );
  const hides = value.length > first + last && masked.some((each, index) => each !== value[index]);
  return hides ? masked.join('') : mask.repeat(value.length);
};

export const reveals: Family = {
  reveal: filter({
    description:
      'Shows the first and the last characters and masks those between, separators too unless they are listed in `preserve_chars`; masks everything where nothing would be hidden.',
    input: text,
    parameters: {
      first: optional(count, 0),
      last: optional(count, 0),
      mask_char: optional(character, 'X'),
      preserve_chars: optional(text, ''),
    },
    apply: (value, { first, last, mask_char, preserve_chars }) =>
      maskMiddle(characters(value), first, last, mask_char, preserve_chars),
  }),
  reveal_last: filter({
    description:
      'Shows the last `length` characters and masks letters and digits before them; other characters stay. A value that is not longer is returned whole.',
    input: text,
    parameters: { length: required(count), mask_char: optional(character, 'X') },
    apply: (value, { length, mask_char }) => {
      const all = characters(value);
      const shown = Math.max(0, all.length - length);
      return all.map((each, index) => (index < shown && letterOrDigit.test(each) ? mask_char : each)).join('');
    },
  }),
  last4: filter({
    description: 'The last four characters; all of a shorter value.',
    input: text,
    apply: (value) => characters(value).slice(-4).join(''),
  }),
};
