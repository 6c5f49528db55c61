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

/** Names remembered at once. */
const most = 10_000;

/** A bucket that nobody took from for so long is full again, whatever its size, and need not be remembered. */
const refilled = 1000;

/**
 * The allowances of one process. `clock` gives milliseconds. Memory is bounded: beyond 10,000 names that all called within one
 * second, the one that has been quiet for longest starts with a full allowance again.
 */
export const localBudgets = (clock: () => number): Budgets => {
  // In the order of their last call, which is the order in which they may be forgotten.
  const buckets = new Map<string, Bucket>();

  const forget = (now: number): void => {
    for (const [name, { at }] of buckets) {
      if (buckets.size <= most && now - at < refilled) break;
      buckets.delete(name);
    }
  };

  return {
    take: (name, perSecond) => {
      const now = clock();
      const { calls, at } = buckets.get(name) ?? { calls: perSecond, at: now };
      // A clock that steps back must not keep anybody waiting until it has caught up.
      const level = Math.min(perSecond, calls + (Math.max(0, now - at) * perSecond) / 1000);
      const taken = level >= 1;
      buckets.delete(name);
      buckets.set(name, { calls: taken ? level - 1 : level, at: now });
      forget(now);
      return taken ? 0 : Math.ceil(((1 - level) * 1000) / perSecond);
    },
  };
};
