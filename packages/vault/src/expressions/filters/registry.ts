import type { Family, Filter } from '../filter.ts';
import { casts } from './cast.ts';
import { lists } from './list.ts';
import { reveals } from './reveal.ts';
import { texts } from './text.ts';

/** Every filter there is, by family, in the order in which docs/expressions.md lists them. */
export const families = { reveals, casts, texts, lists } satisfies Record<string, Family>;

/** Every filter by name. A map, so that no inherited name is ever one. */
export const filters: ReadonlyMap<string, Filter> = new Map(Object.values(families).flatMap(Object.entries<Filter>));
