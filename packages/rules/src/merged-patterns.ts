import type { Pattern } from './card-ranges.ts';

type Edges = readonly [low: string, high: string];

/** Whether each number that begins like `inner` begins like `outer`. */
const holds = ([low, high]: Edges, inner: Edges): boolean =>
  low.length <= inner[0].length && low <= inner[0].slice(0, low.length) && inner[1].slice(0, low.length) <= high;

/** The patterns of one brand with fewest words: in order, without those that others hold, and those that touch as one. */
export const merged = (patterns: readonly Pattern[]): readonly Pattern[] => {
  const edges = patterns
    .map((pattern): Edges => {
      const [low = '', high = low] = [pattern].flat().map(String);
      return [low, high];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const joined: [low: string, high: string][] = [];
  for (const [low, high] of edges) {
    const last = joined.at(-1);
    const touches = last?.[0].length === low.length && Number(last[1]) + 1 >= Number(low);
    if (!last || !touches) joined.push([low, high]);
    else if (high > last[1]) last[1] = high;
  }
  return joined
    .filter((inner) => !joined.some((outer) => outer !== inner && holds(outer, inner)))
    .map(([low, high]) => (low === high ? Number(low) : [Number(low), Number(high)]));
};
