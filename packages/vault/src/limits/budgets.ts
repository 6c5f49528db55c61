import { quietNames } from './quiet-names.ts';

/**
 * Allowances, each known by a name that is never shown. One of `perSecond` lets `burst` through at once after a rest, and then so many
 * for each part of a second that passes.
 */
export interface Budgets {
  /**
   * Takes `amount` (1 when not given) out of an allowance, whose `burst` is what a second gives when not given. Gives 0 when it was
   * there, else the milliseconds until it may be. What is more than the burst is taken from an allowance that is full, and then it
   * takes that much longer to fill again.
   */
  take(name: string, perSecond: number, amount?: number, burst?: number): number | Promise<number>;
}

interface Bucket {
  level: number;
  at: number;
}

/** The allowances of one process. `clock` gives milliseconds. */
export const localBudgets = (clock: () => number): Budgets => {
  const buckets = quietNames<Bucket>();
  return {
    take: (name, perSecond, amount = 1, burst = perSecond) => {
      const now = clock();
      const { level: before, at } = buckets.get(name) ?? { level: burst, at: now };
      // A clock that steps back must not keep anybody waiting until it has caught up.
      const level = Math.min(burst, before + (Math.max(0, now - at) * perSecond) / 1000);
      const needed = Math.min(amount, burst);
      const taken = level >= needed;
      const left = taken ? level - amount : level;
      buckets.set(name, { level: left, at: now }, now, ((burst - left) * 1000) / perSecond);
      return taken ? 0 : Math.ceil(((needed - level) * 1000) / perSecond);
    },
  };
};
