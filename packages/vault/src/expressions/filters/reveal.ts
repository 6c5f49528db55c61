import { costs } from '../costs.ts';
import { type Context, type Family, filter, optional, required } from '../filter.ts';
import { character, count, text } from '../kinds.ts';
import { characters, cut, lengthOf } from '../text.ts';

const lettersAndDigits = /[\p{L}\p{M}\p{N}]+/gu;

/** Keeps the ends and masks the middle, all of it where nothing would be hidden otherwise. */
export const maskMiddle = (
  value: string,
  first: number,
  last: number,
  mask: string,
  preserved: string,
  context: Context,
): string => {
  const length = lengthOf(value, context);
  context.grow(length * (mask.length - 1));
  if (length <= first + last) return mask.repeat(length);
  const middle = cut(value, first, length - last, context);
  const kept = new Set(characters(preserved));
  context.charge(kept.size === 0 ? 0 : middle.length * costs.split);
  const masked =
    kept.size === 0
      ? mask.repeat(length - first - last)
      : Array.from(middle, (each) => (kept.has(each) ? each : mask)).join('');
  if (masked === middle) return mask.repeat(length);
  return cut(value, 0, first, context) + masked + cut(value, length - last, length, context);
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
    apply: (value, { first, last, mask_char, preserve_chars }, context) => {
      context.charge(preserve_chars.length * costs.split);
      return maskMiddle(value, first, last, mask_char, preserve_chars, context);
    },
  }),
  reveal_last: filter({
    description:
      'Shows the last `length` characters and masks letters and digits before them; other characters stay. A value that is not longer is returned whole.',
    input: text,
    parameters: { length: required(count), mask_char: optional(character, 'X') },
    apply: (value, { length, mask_char }, context) => {
      const hidden = Math.max(0, lengthOf(value, context) - length);
      const masked = cut(value, 0, hidden, context).replace(lettersAndDigits, (run) => {
        context.charge(costs.match);
        const count = lengthOf(run, context);
        context.grow(count * (mask_char.length - 1));
        return mask_char.repeat(count);
      });
      return masked + cut(value, hidden, value.length, context);
    },
  }),
  last4: filter({
    description: 'The last four characters; all of a shorter value.',
    input: text,
    // Four characters have at most eight units, so that a long text need not be taken apart.
    apply: (value) => characters(value.slice(-8)).slice(-4).join(''),
  }),
};
