import type { Family, Filter } from '../filter.ts';
import { aliases } from './alias.ts';
import { cards } from './card.ts';
import { casts } from './cast.ts';
import { dates } from './date.ts';
import { encodings } from './encoding.ts';
import { lists } from './list.ts';
import { maths } from './math.ts';
import { replacements } from './replace.ts';
import { reveals } from './reveal.ts';
import { texts } from './text.ts';

/** Every filter there is, by family, in the order and under the headings of docs/expressions.md. */
export const families: Readonly<Record<string, Family>> = {
  Aliases: aliases,
  'Masks and parts': reveals,
  Cards: cards,
  'Values and types': casts,
  Text: texts,
  'Text within text': replacements,
  'Digests and encodings': encodings,
  Lists: lists,
  Numbers: maths,
  Dates: dates,
};

/** Every filter by name. A map, so that no inherited name is ever one. */
export const filters: ReadonlyMap<string, Filter> = new Map(Object.values(families).flatMap(Object.entries<Filter>));
