import { type Family, filter, optional, required } from '../filter.ts';
import { jsonPath, select } from '../json-path.ts';
import { anything, flag, numeric, text } from '../kinds.ts';
import { jsonText } from '../text.ts';

const stringify = filter({
  description: 'The value as compact JSON text; text stays as it is, without quotes.',
  input: anything,
  apply: (value, _, context) => {
    if (typeof value === 'string') return value;
    const written = jsonText(value, context);
    context.grow(written.length);
    return written;
  },
});

export const casts: Family = {
  json: filter({
    description:
      'The one value that a JSONPath query finds; null where it finds none, an error where it finds several.',
    input: anything,
    parameters: { path: { ...required(jsonPath), literal: true } },
    apply: (value, { path }, context) => select(value, path, context),
  }),
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
  default: filter({
    description:
      'Another value in place of null, false, empty text or an empty list; false stays with `allow_false: true`.',
    input: anything,
    takesNull: true,
    parameters: { value: required(anything), allow_false: optional(flag, false) },
    apply: (value, { value: other, allow_false }) => {
      const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
      return isEmpty || (value === false && !allow_false) ? other : value;
    },
  }),
};
