import type { Generator } from '../generator.ts';
import type { Table } from '../table.ts';
import { type Measuring, proxied, reactions } from './calls.ts';
import { startAcquirer } from './destination.ts';
import { footprint, starts } from './footprint.ts';
import { checkOut, workingTree } from './revision.ts';
import { tableOf } from './row.ts';
import { startSubject } from './subject.ts';

/** What can be compared, and measured alone with `--only`. */
export const comparable = ['proxy', 'reactions', 'memory', 'start'] as const;

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
    const builds = { before: hold(before, before.remove), now: workingTree };
    const destination = await startAcquirer();
    const measuring: Measuring = { generator, destination: hold(destination, destination.close), ...amount };
    const started = async (name: 'before' | 'now') => {
      const subject = await startSubject(builds[name], destination, profile && `${profile}/${name}`);
      return hold(subject, subject.stop);
    };
    const subjects = { before: await started('before'), now: await started('now') };
    const parts = {
      proxy: () => proxied(measuring, subjects),
      reactions: () => reactions(measuring, subjects),
      memory: () => footprint(measuring, builds, subjects),
      start: () => starts(measuring, builds),
    };
    const rows = [];
    for (const name of only) rows.push(...(await parts[name]()));
    const title = `Against ${before.name}, in turns, middle of ${amount.rounds} rounds`;
    return tableOf(title, [before.name, workingTree.name], rows);
  } finally {
    for (const end of ending) await end();
  }
};
