import { bareWork, vaultWork, type Work } from '../jobs.ts';
import { measure } from '../measure.ts';
import { pgcryptoCreates } from '../pgcrypto.ts';
import { type Subjects as Filled, startSubjects } from '../subjects.ts';
import { count, microseconds, percent } from '../table.ts';
import { inTurns, type Measuring } from './calls.ts';
import type { Build } from './revision.ts';
import type { Row } from './row.ts';
import { figure, note, type Samples } from './samples.ts';

/** As many as the other tables of the benchmark use. */
const connections = 64;

/** Vaults of both builds with cards in them, and the bare server beside the second. */
interface Both {
  before: Filled;
  now: Filled;
}

const withBoth = async (
  builds: Readonly<Record<'before' | 'now', Build>>,
  profile: string | undefined,
  use: (both: Both) => Promise<Row[]>,
): Promise<Row[]> => {
  const start = (name: 'before' | 'now') => startSubjects(profile && `${profile}/${name}-throughput`, builds[name].cli);
  const before = await start('before');
  try {
    const now = await start('now');
    try {
      return await use({ before, now });
    } finally {
      await now.remove();
    }
  } finally {
    await before.remove();
  }
};

const kinds = {
  maskedRead: { what: 'masked reads', goal: 0.45 },
  plainRead: { what: 'plaintext reads', goal: 0.7 },
} as const;

/** Reads of both builds as a share of what the bare server does, with one row for each kind of read. */
const readRows = async ({ generator, rounds, seconds }: Measuring, both: Both): Promise<Row[]> => {
  const samples: Samples = new Map();
  const run = async (what: string, work: Work) =>
    note(samples, what, (await generator.run({ ...work, connections, load: { seconds } })).perSecond);
  const bare = bareWork(both.now);
  const rows: Row[] = [];
  for (const [kind, { what, goal }] of Object.entries(kinds) as [
    keyof typeof kinds,
    { what: string; goal: number },
  ][]) {
    const work = (name: keyof Both) => vaultWork(both[name], both[name].ids.length)[kind];
    for (const warm of [work('before'), work('now'), bare[kind]])
      await generator.run({ ...warm, connections, load: { seconds: seconds / 2 } });
    await inTurns(rounds, both, async (name) => {
      await run(`${kind} ${name}`, work(name));
      await run(`${kind} bare`, bare[kind]);
    });
    const ceiling = figure(samples, `${kind} bare`);
    const now = figure(samples, `${kind} now`);
    rows.push({
      what: `${what} (${count(now)} a second), share of the bare server's ${count(ceiling)}`,
      before: figure(samples, `${kind} before`) / ceiling,
      now: now / ceiling,
      write: percent,
      goal: `≥ ${percent(goal)}`,
      reached: (goal * ceiling) / now,
    });
  }
  return rows;
};

/** Durable creates of both builds against cards that PostgreSQL encrypts, writes and syncs on the same disk. */
const createRows = async ({ generator, rounds, seconds }: Measuring, both: Both): Promise<Row[]> => {
  const samples: Samples = new Map();
  const create = (name: keyof Both) => vaultWork(both[name], both[name].ids.length).create;
  const run = async (name: keyof Both, load: number) =>
    (await generator.run({ ...create(name), connections, load: { seconds: load } })).perSecond;
  for (const name of ['before', 'now'] as const) await run(name, seconds / 2);
  await inTurns(rounds, both, async (name) => note(samples, name, await run(name, seconds)));
  const peer = await pgcryptoCreates({ seconds, rounds, connections });
  const [before, now] = [figure(samples, 'before'), figure(samples, 'now')];
  const times = (value: number) => `${value.toFixed(2)} ×`;
  if (peer === undefined)
    return [{ what: 'durable creates a second (no pgcrypto here)', before, now, write: count, goal: '–', reached: 0 }];
  return [
    {
      what: `durable creates (${count(now)} a second) against ${count(peer)} of pgcrypto with fsync`,
      before: before / peer,
      now: now / peer,
      write: times,
      goal: '≥ 1.2 ×',
      reached: (1.2 * peer) / now,
    },
  ];
};

export const reads = (
  measuring: Measuring,
  builds: Readonly<Record<'before' | 'now', Build>>,
  profile?: string,
): Promise<Row[]> => withBoth(builds, profile, (both) => readRows(measuring, both));

export const creates = (
  measuring: Measuring,
  builds: Readonly<Record<'before' | 'now', Build>>,
  profile?: string,
): Promise<Row[]> => withBoth(builds, profile, (both) => createRows(measuring, both));

const pages = {
  firstPage: 'first page of a list',
  searchByData: 'search by data, one hit',
  searchByMetadata: 'search by metadata, 20 hits',
} as const;

/** Processor time of pages of lists and searches. */
const pageRows = async ({ generator, rounds, seconds }: Measuring, both: Both): Promise<Row[]> => {
  const samples: Samples = new Map();
  const used = async (name: keyof Both, kind: keyof typeof pages, load: number) => {
    const { vault, ids } = both[name];
    const work = vaultWork(both[name], ids.length)[kind];
    return (await measure(generator, vault, { ...work, connections, load: { seconds: load } })).used;
  };
  const rows: Row[] = [];
  for (const [kind, what] of Object.entries(pages) as [keyof typeof pages, string][]) {
    for (const name of ['before', 'now'] as const) await used(name, kind, seconds / 2);
    await inTurns(rounds, both, async (name) => note(samples, `${kind} ${name}`, await used(name, kind, seconds)));
    const [before, now] = [figure(samples, `${kind} before`), figure(samples, `${kind} now`)];
    rows.push({ what: `${what}, processor time`, before, now, write: microseconds, goal: '–', reached: 0 });
  }
  return rows;
};

export const lists = (
  measuring: Measuring,
  builds: Readonly<Record<'before' | 'now', Build>>,
  profile?: string,
): Promise<Row[]> => withBoth(builds, profile, (both) => pageRows(measuring, both));
