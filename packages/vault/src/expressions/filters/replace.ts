import { type Context, type Family, filter, optional, required } from '../filter.ts';
import { count, searchText, text } from '../kinds.ts';
import { characters } from '../text.ts';

type Which = 'every' | 'first' | 'last';

const occurrences = (value: string, search: string): number => {
  if (search === '') return value.length + 1;
  let found = 0;
  for (let at = value.indexOf(search); at >= 0; at = value.indexOf(search, at + search.length)) found += 1;
  return found;
};

/** Plain text both ways: nothing in `search` or `replacement` is a pattern. Growth is counted before it happens. */
const substitute = (value: string, search: string, replacement: string, which: Which, context: Context): string => {
  context.charge((value.length * search.length) / 32);
  if (which === 'every') {
    context.charge(occurrences(value, search) * replacement.length);
    return value.replaceAll(search, () => replacement);
  }
  const at = which === 'first' ? value.indexOf(search) : value.lastIndexOf(search);
  return at < 0 ? value : value.slice(0, at) + replacement + value.slice(at + search.length);
};

const replace = (description: string, which: Which) =>
  filter({
    description,
    input: text,
    parameters: { search: required(searchText), replacement: optional(text, '') },
    apply: (value, { search, replacement }, context) => substitute(value, search, replacement, which, context),
  });

const remove = (description: string, which: Which) =>
  filter({
    description,
    input: text,
    parameters: { search: required(searchText) },
    apply: (value, { search }, context) => substitute(value, search, '', which, context),
  });

export const replacements: Family = {
  remove: remove('Without every occurrence of a text.', 'every'),
  remove_first: remove('Without the first occurrence of a text.', 'first'),
  remove_last: remove('Without the last occurrence of a text.', 'last'),
  replace: replace('Puts another text for every occurrence of a text.', 'every'),
  replace_first: replace('Puts another text for the first occurrence of a text.', 'first'),
  replace_last: replace('Puts another text for the last occurrence of a text.', 'last'),
  truncate: filter({
    description: 'Cut to `length` characters, the `ellipsis` counted in.',
    input: text,
    parameters: { length: optional(count, 50), ellipsis: optional(text, '...') },
    apply: (value, { length, ellipsis }) => {
      const all = characters(value);
      if (all.length <= length) return value;
      return all.slice(0, Math.max(0, length - characters(ellipsis).length)).join('') + ellipsis;
    },
  }),
  truncatewords: filter({
    description: 'Cut to a number of words, followed by the `ellipsis`.',
    input: text,
    parameters: { words: optional(count, 15), ellipsis: optional(text, '...') },
    apply: (value, { words, ellipsis }) => {
      const all = value.trim().split(/\s+/);
      return all.length <= words ? value : all.slice(0, Math.max(1, words)).join(' ') + ellipsis;
    },
  }),
};
