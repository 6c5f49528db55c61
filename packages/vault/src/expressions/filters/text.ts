import { type Context, type Family, filter, optional, required } from '../filter.ts';
import { character, count, integer, type Kind, text, textOrList } from '../kinds.ts';
import { characters } from '../text.ts';

/** To these filters a missing value is empty text. */
const textOrNull: Kind<string> = { ...text, read: (value) => (value === null ? '' : text.read(value)) };

const change = (description: string, apply: (value: string) => string) => filter({ description, input: text, apply });

/** The characters that bring a value up to a length. */
const padding = (value: string, length: number, char: string, context: Context): string => {
  const missing = Math.max(0, length - characters(value).length);
  context.charge(missing);
  return char.repeat(missing);
};

export const texts: Family = {
  append: filter({
    description: 'Adds text at the end.',
    input: textOrNull,
    takesNull: true,
    parameters: { suffix: required(textOrNull) },
    apply: (value, { suffix }) => value + suffix,
  }),
  prepend: filter({
    description: 'Adds text at the beginning.',
    input: textOrNull,
    takesNull: true,
    parameters: { prefix: required(textOrNull) },
    apply: (value, { prefix }) => prefix + value,
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
  capitalize: change('First letter in upper case, the others in lower case.', (value) => {
    const [first = '', ...rest] = characters(value);
    return first.toUpperCase() + rest.join('').toLowerCase();
  }),
  downcase: change('Lower case.', (value) => value.toLowerCase()),
  upcase: change('Upper case.', (value) => value.toUpperCase()),
  strip: change('Without white space at both ends.', (value) => value.trim()),
  lstrip: change('Without white space at the beginning.', (value) => value.trimStart()),
  rstrip: change('Without white space at the end.', (value) => value.trimEnd()),
  slice: filter({
    description:
      '`length` characters or list entries from `offset` on (one unless given); a negative offset counts from the end.',
    input: textOrList,
    parameters: { offset: required(integer), length: optional(count, 1) },
    apply: (value, { offset, length }) => {
      const all = typeof value === 'string' ? characters(value) : value;
      const start = offset < 0 ? all.length + offset : offset;
      const cut = start < 0 ? [] : all.slice(start, start + length);
      return typeof value === 'string' ? cut.join('') : cut;
    },
  }),
};
