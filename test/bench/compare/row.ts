import type { Table } from '../table.ts';

/** One row of the comparison: what two builds take or do, and what was aimed at. */
export interface Row {
  what: string;
  /** Figure of the baseline; not a number where the goal is not about it. */
  before: number;
  now: number;
  /** Writes a figure with its unit. */
  write(value: number): string;
  /** The goal in words, and the share of the goal's figure that was reached: met where it is at most 1. */
  goal: string;
  reached: number;
}

/** A row whose goal is a factor of the baseline: at most so much of it, or at least where `least`. */
export const against = (
  row: Pick<Row, 'what' | 'before' | 'now' | 'write'>,
  { most, least, words }: { most?: number; least?: number; words: string },
): Row => {
  const ratio = row.now / row.before;
  return { ...row, goal: words, reached: most === undefined ? (least ?? 1) / ratio : ratio / most };
};

/** The table of issue and documentation: both builds, their ratio, the goal, and whether it was met. */
export const tableOf = (title: string, builds: readonly string[], rows: readonly Row[]): Table => ({
  title,
  head: ['', ...builds, 'ratio', 'goal', 'met'],
  rows: rows.map(({ what, before, now, write, goal, reached }) => [
    what,
    Number.isNaN(before) ? '–' : write(before),
    write(now),
    Number.isNaN(before) ? '–' : `${(now / before).toFixed(now / before < 1 ? 3 : 1)} ×`,
    goal,
    reached <= 1 ? 'yes' : 'no',
  ]),
});
