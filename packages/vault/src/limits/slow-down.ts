import type { After } from '../timers.ts';

/** Milliseconds that an answer is held back, and how many answers are at the same time. */
export interface SlowDownBounds {
  milliseconds: number;
  most: number;
}

const usual: SlowDownBounds = { milliseconds: 100, most: 1000 };

/**
 * Holds an answer back for a moment. Refusing a call is cheap, but a caller who repeats it as soon as it is refused would still keep the
 * vault busy. Beyond a number of answers that wait, others are not held back, because each of them keeps a connection open.
 */
export const slowDown = (after: After, { milliseconds, most }: SlowDownBounds = usual): (() => Promise<void>) => {
  let waiting = 0;
  return () => {
    if (waiting >= most) return Promise.resolve();
    waiting += 1;
    return new Promise((resolve) => {
      after(milliseconds, () => {
        waiting -= 1;
        resolve();
      });
    });
  };
};
