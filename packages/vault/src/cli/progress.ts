import type { Terminal } from './terminal.ts';

/** Milliseconds between two lines, and before the first, so that short work prints none. */
const pause = 2000;

/** Formats a number with separators. */
export const count = (n: number): string => n.toLocaleString('en-US');

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
