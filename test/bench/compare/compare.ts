import type { Generator } from '../generator.ts';
import type { Table } from '../table.ts';
import { type Measuring, proxied, reactions, type Subjects } from './calls.ts';
import { startAcquirer } from './destination.ts';
import { footprint, starts } from './footprint.ts';
import { creates, lists, reads } from './reads-and-creates.ts';
import { checkOut, workingTree } from './revision.ts';
import { tableOf } from './row.ts';
import { startSubject } from './subject.ts';
import { workers } from './workers.ts';

/** What can be compared, and measured alone with `--only`. */
export const comparable = ['proxy', 'reactions', 'reads', 'creates', 'lists', 'workers', 'memory', 'start'] as const;

export type Comparable = (typeof comparable)[number];

export interface ComparisonSettings {
  /** The revision to compare with, or a folder that holds it ready to run. */
  baseline: string;
  only: readonly Comparable[];
  rounds: number;
  calls: number;
  seconds: number;
  /** A folder for CPU profiles of both vaults. */
  profile?: string | undefined;
}

/** Compares this working tree with another revision, in turns, on this machine and over loopback only. */
export const compare = async (
  generator: Generator,
  { baseline, only, profile, ...amount }: ComparisonSettings,
): Promise<Table> => {
  const ending: (() => unknown)[] = [];
  /** Remembers what has to be ended, the last first. */
  const hold = <Held>(held: Held, end: () => unknown): Held => {
    ending.unshift(end);
    return held;
  };
  try {
    const before = await checkOut(baseline);
    const builds = { before: hold(before, before.remove), now: workingTree() };
    const destination = await startAcquirer();
    const measuring: Measuring = { generator, destination: hold(destination, destination.close), ...amount };
    const started = async (name: 'before' | 'now') => {
      const subject = await startSubject(builds[name], destination, profile && `${profile}/${name}`);
      return hold(subject, subject.stop);
    };
    /** Started for the parts that call them, and no other: a process that waits still takes memory and wakes up. */
    let both: Promise<Subjects> | undefined;
    const subjects = () => {
      both ??= started('before').then(async (subject) => ({ before: subject, now: await started('now') }));
      return both;
    };
    const parts = {
      proxy: async () => proxied(measuring, await subjects()),
      reactions: async () => reactions(measuring, await subjects()),
      reads: () => reads(measuring, builds, profile),
      creates: () => creates(measuring, builds, profile),
      lists: () => lists(measuring, builds, profile),
      workers: () => workers(measuring, builds),
      memory: async () => footprint(measuring, builds, await subjects()),
      start: () => starts(measuring, builds),
    };
    const rows = [];
    for (const name of only) rows.push(...(await parts[name]()));
    const title = `Against ${before.name}, in turns, middle of ${amount.rounds} rounds`;
    return tableOf(title, [before.name, builds.now.name], rows);
  } finally {
    for (const end of ending) await end();
  }
};
