import { costs } from '../costs.ts';
import { type Context, type Family, filter, optional, required } from '../filter.ts';
import type { Json } from '../json.ts';
import { character, count, integer, type Kind, text, textOrList } from '../kinds.ts';
import { cut, lengthOf, trimEnd, trimStart } from '../text.ts';

/** To these filters a missing value is empty text. */
const textOrNull: Kind<string> = { ...text, read: (value) => (value === null ? '' : text.read(value)) };

const change = (description: string, apply: (value: string) => string) => filter({ description, input: text, apply });

const beyondLatin = /[^\0-\xff]/;

/** Changes the case of letters, which makes some of them two or three. */
const recase = (description: string, apply: (value: string) => string) =>
  filter({
    description,
    input: text,
    apply: (value, _, context) => {
      context.charge(value.length * (beyondLatin.test(value) ? costs.otherCase : costs.latinCase));
      const result = apply(value);
      context.grow(result.length - value.length);
      return result;
    },
  });

const capitalized = (value: string): string => {
  const [first = ''] = value;
  return first.toUpperCase() + value.slice(first.length).toLowerCase();
};

/** The characters that bring a value up to a length. */
const padding = (value: string, length: number, char: string, context: Context): string => {
  const missing = Math.max(0, length - lengthOf(value, context));
  context.grow(missing * char.length);
  return char.repeat(missing);
};

/** Where a slice begins, counted from the start; an offset below 0 is counted from the end. */
const startOf = (offset: number, length: number): number => (offset < 0 ? length + offset : offset);

const sliceText = (value: string, offset: number, length: number, context: Context): string => {
  const start = startOf(offset, lengthOf(value, context));
  return start < 0 ? '' : cut(value, start, start + length, context);
};

const sliceList = (value: Json[], offset: number, length: number): Json[] => {
  const start = startOf(offset, value.length);
  return start < 0 ? [] : value.slice(start, start + length);
};

export const texts: Family = {
  append: filter({
    description: 'Adds text at the end.',
    input: textOrNull,
    takesNull: true,
    parameters: { suffix: required(textOrNull) },
    apply: (value, { suffix }, context) => {
      context.grow(suffix.length);
      return value + suffix;
    },
  }),
  prepend: filter({
    description: 'Adds text at the beginning.',
    input: textOrNull,
    takesNull: true,
    parameters: { prefix: required(textOrNull) },
    apply: (value, { prefix }, context) => {
      context.grow(prefix.length);
      return prefix + value;
    },
  }),
  pad_left: filter({
    description: 'Fills up to `length` characters at the beginning; never shortens.',
    input: text,
    parameters: { length: required(count), char: required(character) },
    apply: (value, { length, char }, context) => padding(value, length, char, context) + value,
  }),
  pad_right: filter({
    description: 'Fills up to `length` characters at the end; never shortens.',
    input: text,
    parameters: { length: required(count), char: required(character) },
    apply: (value, { length, char }, context) => value + padding(value, length, char, context),
  }),
  capitalize: recase('First letter in upper case, the others in lower case.', capitalized),
  downcase: recase('Lower case.', (value) => value.toLowerCase()),
  upcase: recase('Upper case.', (value) => value.toUpperCase()),
  strip: change('Without white space at both ends.', (value) => trimStart(trimEnd(value))),
  lstrip: change('Without white space at the beginning.', trimStart),
  rstrip: change('Without white space at the end.', trimEnd),
  slice: filter({
    description:
      '`length` characters or list entries from `offset` on (one unless given); a negative offset counts from the end.',
    input: textOrList,
    parameters: { offset: required(integer), length: optional(count, 1) },
    apply: (value, { offset, length }, context) =>
      typeof value === 'string' ? sliceText(value, offset, length, context) : sliceList(value, offset, length),
  }),
};
