import type { Terminal } from './terminal.ts';

/** Milliseconds between two lines, and before the first, so that short work prints none. */
const pause = 2000;

/** Formats a number with separators. */
export const count = (n: number): string => n.toLocaleString('en-US');

/** So many of something, whose name takes an s where they are not one: `1 tenant`, `2 tenants`. */
export const countOf = (n: number, one: string): string => `${count(n)} ${one}${n === 1 ? '' : 's'}`;

/** Prints from time to time how far long work has come. */
export const progressLines = (terminal: Terminal, clock: () => number = Date.now) => {
  let next = clock() + pause;
  return (what: string, done: number, total: number): void => {
    const now = clock();
    if (now < next) return;
    next = now + pause;
    const share = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
    terminal.err(`  ${what}: ${count(done)} of ${count(total)} (${share} %)\n`);
  };
};
