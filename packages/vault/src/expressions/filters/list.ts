import { type Family, filter, required } from '../filter.ts';
import type { Json } from '../json.ts';
import { list, text } from '../kinds.ts';
import { characters } from '../text.ts';

/** As in Liquid: one space means any white space, and empty pieces at the end are dropped. */
const split = (value: string, separator: string): Json[] => {
  if (separator === '') return characters(value);
  const pieces = separator === ' ' ? value.trimStart().split(/\s+/) : value.split(separator);
  let length = pieces.length;
  while (length > 0 && pieces[length - 1] === '') length -= 1;
  return pieces.slice(0, length);
};

export const lists: Family = {
  split: filter({
    description: 'Cuts text into a list at every separator; at every character where the separator is empty.',
    input: text,
    parameters: { separator: required(text) },
    apply: (value, { separator }) => split(value, separator),
  }),
  first: filter({
    description: 'The first entry of a list.',
    input: list,
    apply: (value) => value[0] ?? null,
  }),
  last: filter({
    description: 'The last entry of a list.',
    input: list,
    apply: (value) => value.at(-1) ?? null,
  }),
};
