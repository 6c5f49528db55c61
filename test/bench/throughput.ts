import type { Generator } from './generator.ts';
import { bareWork, vaultWork } from './jobs.ts';
import { type Measured, measure } from './measure.ts';
import { pgcryptoCreates } from './pgcrypto.ts';
import type { Subjects } from './subjects.ts';
import { count, microseconds, milliseconds, percent, type Table } from './table.ts';

export interface Settings {
  seconds: number;
  rounds: number;
  connections: number;
}

/** What is compared, and the share of the bare server's rate that the vault should reach (the goals of docs/performance.md). */
const compared = [
  { name: 'create', what: 'create a card', goal: 0.5 },
  { name: 'plainRead', what: 'read in plaintext', goal: 0.6 },
  { name: 'maskedRead', what: 'read masked', goal: 0.6 },
] as const;

/** The result with the median rate, so that single outliers do not count. */
const median = (results: readonly Measured[]): Measured => {
  const sorted = results.toSorted((a, b) => a.perSecond - b.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('There is nothing to take the middle of.');
  return middle;
};

/** Compares creates of the vault with those of a database that encrypts by itself, both synced to disk. */
const againstPgcrypto = (creates: number, pgcrypto: number | undefined): Table => ({
  title: 'Durable creates a second, against pgcrypto in PostgreSQL with fsync',
  head: ['', 'vault', 'pgcrypto', 'ratio', 'goal'],
  rows: [
    pgcrypto === undefined
      ? ['create a card', count(creates), 'not on this machine', '–', '> 1.0']
      : ['create a card', count(creates), count(pgcrypto), (creates / pgcrypto).toFixed(1), '> 1.0'],
  ],
});

/**
 * Requests per second of the vault and of the bare server, in turns; the vault's latency at half its rate; and the rate of pgcrypto
 * on the same disk.
 */
export const throughput = async (
  generator: Generator,
  subjects: Subjects,
  { seconds, rounds, connections }: Settings,
): Promise<Table[]> => {
  const vault = vaultWork(subjects, subjects.ids.length);
  const bare = bareWork(subjects);
  const rows: string[][] = [];
  let creates = 0;
  for (const { name, what, goal } of compared) {
    const results = { vault: [] as Measured[], bare: [] as Measured[] };
    // The first round of each is a warm-up and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      const load = { seconds: round === 0 ? seconds / 2 : seconds };
      const ofVault = await measure(generator, subjects.vault, { ...vault[name], connections, load });
      const ofBare = await measure(generator, subjects.bare, { ...bare[name], connections, load });
      if (round === 0) continue;
      results.vault.push(ofVault);
      results.bare.push(ofBare);
    }
    const { perSecond: full, used } = median(results.vault);
    if (name === 'create') creates = full;
    const { perSecond: ceiling, used: least } = median(results.bare);
    const half = await generator.run({ ...vault[name], connections, load: { rate: full / 2, seconds } });
    rows.push([
      what,
      count(full),
      count(ceiling),
      percent(full / ceiling),
      `≥ ${percent(goal)}`,
      microseconds(used),
      microseconds(least),
      milliseconds(half.p50),
      milliseconds(half.p99),
    ]);
  }
  const table = {
    title: `Requests a second over ${connections} kept-alive connections, middle of ${rounds} rounds of ${seconds} s`,
    head: ['', 'vault', 'bare', 'share', 'goal', 'CPU', 'bare CPU', 'p50 at half', 'p99 at half'],
    rows,
  };
  const pgcrypto = await pgcryptoCreates({ seconds, rounds, connections });
  return [table, againstPgcrypto(creates, pgcrypto)];
};
