import type { After } from '../timers.ts';

/** Timers that run when a test says so. */
export const timersByHand = () => {
  const waiting = new Map<() => void, number>();
  const after: After = (milliseconds, run) => {
    waiting.set(run, milliseconds);
    return () => void waiting.delete(run);
  };
  return {
    after,
    /** For how long those that wait were told to. */
    times: () => [...waiting.values()],
    /** Runs all that wait, or those of so many milliseconds. */
    run: (milliseconds?: number): void => {
      for (const [run, time] of [...waiting]) {
        if (milliseconds !== undefined && time !== milliseconds) continue;
        waiting.delete(run);
        run();
      }
    },
  };
};
