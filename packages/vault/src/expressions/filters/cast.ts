import { type Family, filter } from '../filter.ts';
import { anything, flag, numeric, text } from '../kinds.ts';
import { jsonText } from '../text.ts';

const stringify = filter({
  description: 'The value as compact JSON text; text stays as it is, without quotes.',
  input: anything,
  apply: (value, _, context) => (typeof value === 'string' ? value : jsonText(value, context)),
});

export const casts: Family = {
  stringify,
  json_stringify: { ...stringify, description: 'The same as `stringify`.' },
  to_boolean: filter({
    description: 'The text `true` or `false` as a boolean.',
    input: { ...flag, read: (value) => flag.read(typeof value === 'string' ? value.trim().toLowerCase() : value) },
    apply: (value) => value,
  }),
  to_number: filter({
    description: 'Text in decimal notation as a number; text with more digits than JSON keeps is refused.',
    input: numeric,
    apply: (value) => value,
  }),
  to_string: filter({
    description: 'A number or a boolean as text; objects and lists are refused, `stringify` takes them.',
    input: text,
    apply: (value) => value,
  }),
};
