import { fill } from './fill.ts';
import type { Generator } from './generator.ts';
import { vaultWork } from './jobs.ts';
import { measure } from './measure.ts';
import type { Subjects } from './subjects.ts';
import { count, microseconds, type Table } from './table.ts';

/**
 * What is measured, how many requests a round sends, and how many times slower a request may be in the largest vault than in the
 * smallest (the goals of docs/performance.md). Requests that create tokens come last, because they change the size.
 */
const measured = [
  { name: 'plainRead', what: 'read in plaintext', requests: 4000, goal: 1.2 },
  { name: 'maskedRead', what: 'read masked', requests: 4000, goal: 1.2 },
  { name: 'firstPage', what: 'first page of a list', requests: 400, goal: 1.2 },
  { name: 'searchByData', what: 'search by data, one hit', requests: 1000, goal: 1.5 },
  { name: 'searchByMetadata', what: 'search by metadata, 20 hits', requests: 400, goal: 1.5 },
  { name: 'create', what: 'create a card', requests: 1000, goal: 1.5 },
  { name: 'labelledCreate', what: 'create with three labels', requests: 1000, goal: 3 },
] as const;

/** How many ids are read: enough to be spread over the whole table. */
const sampled = 20_000;

interface Settings {
  sizes: readonly number[];
  rounds: number;
  connections: number;
}

const table = (title: string, sizes: readonly number[], costs: readonly (readonly number[])[]): Table => ({
  title,
  head: ['', ...sizes.map(count), 'last : first', 'goal'],
  rows: measured.map(({ what, goal }, i) => {
    const [first = 0, ...rest] = costs[i] ?? [];
    const times = (rest.at(-1) ?? first) / first;
    return [what, ...[first, ...rest].map(microseconds), `${times.toFixed(2)} ×`, `≤ ${goal} ×`];
  }),
});

/** The time of a request in vaults of growing size: the best of several rounds, after one to warm up. */
export const growth = async (
  generator: Generator,
  subjects: Subjects,
  { sizes, rounds, connections }: Settings,
  say: (text: string) => void,
): Promise<Table[]> => {
  const { vault, keys } = subjects;
  const ids = [...subjects.ids];
  let there = ids.length;
  const elapsed: number[][] = measured.map(() => []);
  const used: number[][] = measured.map(() => []);
  for (const size of sizes) {
    const started = performance.now();
    const every = Math.max(1, Math.floor(size / sampled));
    ids.push(...(await fill(vault, keys.plain, there, size, every)));
    if (size > there) {
      const perSecond = ((size - there) * 1000) / (performance.now() - started);
      say(`filled up to ${count(size)} tokens at ${count(perSecond)} a second\n`);
    }
    there = Math.max(there, size);
    const work = vaultWork({ vault, keys, ids: ids.slice(-sampled) }, there);
    for (const [i, { name, requests }] of measured.entries()) {
      const results = [];
      for (let round = 0; round <= rounds; round += 1) {
        results.push(await measure(generator, vault, { ...work[name], connections, load: { requests } }));
      }
      const warm = results.slice(1);
      elapsed[i]?.push(Math.min(...warm.map(({ perSecond }) => 1e6 / perSecond)));
      used[i]?.push(Math.min(...warm.map((result) => result.used)));
    }
  }
  const how = `by tokens in the vault, best of ${rounds} rounds over ${connections} connections`;
  return [
    table(`Time for a request ${how}`, sizes, elapsed),
    table(`Processor time for a request ${how}`, sizes, used),
  ];
};
