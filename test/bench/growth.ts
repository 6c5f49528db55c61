import { fill } from './fill.ts';
import type { Generator } from './generator.ts';
import { vaultWork } from './jobs.ts';
import type { Subjects } from './subjects.ts';
import { count, microseconds, type Table } from './table.ts';

/** What is measured, how often in one round, and how much dearer it may get from the first size to the last (design §7). */
const measured = [
  { name: 'create', what: 'create a card', requests: 1000, goal: 1.5 },
  { name: 'plainRead', what: 'read in plaintext', requests: 4000, goal: 1.2 },
  { name: 'maskedRead', what: 'read masked', requests: 4000, goal: 1.2 },
  { name: 'firstPage', what: 'first page of a list', requests: 400, goal: 1.2 },
] as const;

/** Ids that are read: enough that they lie all over the table. */
const sampled = 20_000;

/** What a request costs while the vault grows: the reciprocal of the rate, best of some rounds after one that warms up. */
export const growth = async (
  generator: Generator,
  subjects: Subjects,
  { sizes, rounds, connections }: { sizes: readonly number[]; rounds: number; connections: number },
  say: (text: string) => void,
): Promise<Table> => {
  const { vault, keys } = subjects;
  const ids = [...subjects.ids];
  let there = ids.length;
  const costs: number[][] = measured.map(() => []);
  for (const size of sizes) {
    const started = performance.now();
    const every = Math.max(1, Math.floor(size / sampled));
    ids.push(...(await fill(vault, keys.plain, there, size, every)));
    if (size > there) {
      const perSecond = ((size - there) * 1000) / (performance.now() - started);
      say(`filled up to ${count(size)} tokens at ${count(perSecond)} a second\n`);
    }
    there = Math.max(there, size);
    const work = vaultWork({ vault, keys, ids: ids.slice(-sampled) });
    for (const [i, { name, requests }] of measured.entries()) {
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round <= rounds; round += 1) {
        const { perSecond } = await generator.run({ ...work[name], connections, load: { requests } });
        if (round > 0) best = Math.min(best, 1e6 / perSecond);
      }
      costs[i]?.push(best);
    }
  }
  return {
    title: `Cost of a request by tokens in the vault, best of ${rounds} rounds over ${connections} connections`,
    head: ['', ...sizes.map(count), 'last : first', 'goal'],
    rows: measured.map(({ what, goal }, i) => {
      const [first = 0, ...rest] = costs[i] ?? [];
      const last = rest.at(-1) ?? first;
      return [what, ...[first, ...rest].map(microseconds), `${(last / first).toFixed(2)} ×`, `≤ ${goal} ×`];
    }),
  };
};
