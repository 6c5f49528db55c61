import { costs } from '../costs.ts';
import { type Context, type Family, filter, optional, required } from '../filter.ts';
import { count, searchText, text } from '../kinds.ts';
import { cut, lengthOf, wordPattern } from '../text.ts';

type Which = 'every' | 'first' | 'last';

/** How often a text stands in another one. `split` counts its pieces by it before it makes them. */
export const occurrences = (value: string, search: string): number => {
  if (search === '') return value.length + 1;
  let found = 0;
  for (let at = value.indexOf(search); at >= 0; at = value.indexOf(search, at + search.length)) found += 1;
  return found;
};

/** What it costs to look for a text from the start of another one, or from its end, where engines have no quick way. */
export const lookCost = (value: string, search: string, fromEnd = false): number =>
  value.length * (fromEnd ? costs.look + search.length / 2 : 2 * costs.look + search.length / 32);

/** Plain text both ways: nothing in `search` or `replacement` is a pattern. Growth is counted before it happens. */
const substitute = (value: string, search: string, replacement: string, which: Which, context: Context): string => {
  context.charge(lookCost(value, search, which === 'last'));
  if (which === 'every') {
    const count = occurrences(value, search);
    context.charge(count * costs.each);
    context.grow(count * (replacement.length - search.length));
    return value.replaceAll(search, () => replacement);
  }
  const at = which === 'first' ? value.indexOf(search) : value.lastIndexOf(search);
  context.grow(replacement.length);
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
    apply: (value, { length, ellipsis }, context) => {
      if (lengthOf(value, context) <= length) return value;
      context.grow(ellipsis.length);
      return cut(value, 0, Math.max(0, length - lengthOf(ellipsis, context)), context) + ellipsis;
    },
  }),
  truncatewords: filter({
    description: 'Cut to a number of words, followed by the `ellipsis`.',
    input: text,
    parameters: { words: optional(count, 15), ellipsis: optional(text, '...') },
    apply: (value, { words, ellipsis }, context) => {
      const kept: string[] = [];
      context.charge(value.length * costs.copy);
      for (const [word] of value.matchAll(wordPattern)) {
        if (kept.length === Math.max(1, words)) {
          context.grow(ellipsis.length);
          return kept.join(' ') + ellipsis;
        }
        context.charge(costs.match);
        kept.push(word);
      }
      return words === 0 ? kept.join(' ') + ellipsis : value;
    },
  }),
};
