import { quietNames } from './quiet-names.ts';

/**
 * Allowances of calls, each known by a name that is never shown. One of `perSecond` lets as many calls through at once after a
 * rest, and then one for each part of a second that passes.
 */
export interface Budgets {
  /** Takes one call out of an allowance. Gives 0 when it was there, else the milliseconds until it will be. */
  take(name: string, perSecond: number): number | Promise<number>;
}

interface Bucket {
  calls: number;
  at: number;
}

/** The allowances of one process. `clock` gives milliseconds. */
export const localBudgets = (clock: () => number): Budgets => {
  const buckets = quietNames<Bucket>();
  return {
    take: (name, perSecond) => {
      const now = clock();
      const { calls, at } = buckets.get(name) ?? { calls: perSecond, at: now };
      // A clock that steps back must not keep anybody waiting until it has caught up.
      const level = Math.min(perSecond, calls + (Math.max(0, now - at) * perSecond) / 1000);
      const taken = level >= 1;
      buckets.set(name, { calls: taken ? level - 1 : level, at: now }, now);
      return taken ? 0 : Math.ceil(((1 - level) * 1000) / perSecond);
    },
  };
};
