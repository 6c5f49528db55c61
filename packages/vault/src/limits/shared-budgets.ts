import { createHash } from 'node:crypto';
import type { Statement, Store } from '../store/port.ts';
import type { Budgets } from './budgets.ts';
import { quietNames, rest } from './quiet-names.ts';

/** How many slices an allowance has: a process asks the store at most about so often for what is there at once. */
const slices = 20;

/** Taken out of the store's allowance at once. */
export const sliceOf = (burst: number): number => Math.max(1, Math.floor(burst / slices));

/** A name is an address and an id; the store has no use for either. */
const keyOf = (name: string): Uint8Array => createHash('sha256').update(name).digest().subarray(0, 16);

const spent = 'spent';

interface Allowance {
  perSecond: number;
  burst: number;
}

/**
 * Takes an amount, or fails as `spent`. An allowance is one number, the microsecond until which it is used up (the "theoretical
 * arrival time" of the generic cell rate algorithm, ITU-T I.371): as far ahead as the burst takes to come again. One statement reads
 * and moves it, so that processes cannot take the same twice. What was taken further ahead
 * than the whole burst takes to come again was taken by a clock that was wrong: it counts for nothing, since everybody would have to wait
 * until now has come there.
 */
const lease = (name: string, { perSecond, burst }: Allowance, amount: number, at: number): Statement => {
  const time = at * 1000;
  const cost = Math.ceil((amount * 1_000_000) / perSecond);
  const window = Math.ceil((burst * 1_000_000) / perSecond);
  const until = 'case when rate_budgets.taken_at > ? then 0 else rate_budgets.spent_until end';
  const ahead = time + window;
  return {
    sql: `insert into rate_budgets (name, spent_until, taken_at) values (?, ?, ?)
      on conflict (name) do update
        set spent_until = case when ${until} > ? then ${until} else ? end + ?, taken_at = ?
        where ${until} <= ?`,
    parameters: [
      ...[keyOf(name), time + cost, time],
      ...[ahead, time, ahead, time, cost, time],
      ...[ahead, time + Math.max(0, window - cost)],
    ],
    guard: { changes: 1, otherwise: spent },
  };
};

interface Leased {
  amount: number;
  /** Milliseconds. What was not used by then is lost. */
  until: number;
  /** Milliseconds. The store said no; it is not asked again before then. */
  refusedUntil: number;
  /** What is waited for. */
  waiting: number;
  asking: Promise<void> | undefined;
}

/**
 * The allowances of all processes on one store. Each takes slices out of an allowance and spends them by itself, so that not every
 * call asks the store; together they let through at most the allowance and one slice for each process (docs/architecture.md §3.10).
 */
export const sharedBudgets = (store: Pick<Store, 'commit'>, clock: () => number): Budgets => {
  const names = quietNames<Leased>();

  /** Milliseconds for which a slice is good: as long as it takes to come again. */
  const lifeOf = ({ perSecond, burst }: Allowance): number => Math.max(rest, (sliceOf(burst) * 1000) / perSecond);

  const ask = async (name: string, allowance: Allowance, amount: number, leased: Leased): Promise<void> => {
    const { perSecond, burst } = allowance;
    // Whoever waits will spend what comes at once, so asking for them all leaves nothing over.
    const wanted = Math.max(amount, Math.min(burst, Math.max(sliceOf(burst), leased.waiting)));
    for (const some of new Set([wanted, amount])) {
      const now = clock();
      if ((await store.commit([lease(name, allowance, some, now)])) === spent) continue;
      leased.amount = (leased.until > now ? leased.amount : 0) + some;
      leased.until = now + lifeOf(allowance);
      return;
    }
    leased.refusedUntil = clock() + Math.min(rest, (1000 * amount) / Math.min(perSecond, slices * amount));
  };

  return {
    take: async (name, perSecond, amount = 1, burst = perSecond) => {
      const allowance = { perSecond, burst };
      const life = lifeOf(allowance);
      const leased = names.get(name) ?? { amount: 0, until: 0, refusedUntil: 0, waiting: 0, asking: undefined };
      names.set(name, leased, clock(), life);
      for (;;) {
        const now = clock();
        if (leased.amount >= amount && leased.until > now && leased.until <= now + life) {
          leased.amount -= amount;
          return 0;
        }
        // A clock that steps back must not keep anybody waiting, so a refusal that lies far ahead is none.
        if (leased.refusedUntil > now && leased.refusedUntil <= now + rest) {
          // The store may be asked again sooner than so much can have come.
          return Math.ceil(Math.max(leased.refusedUntil - now, (Math.min(amount, burst) * 1000) / perSecond));
        }
        leased.waiting += amount;
        leased.asking ??= ask(name, allowance, amount, leased).finally(() => {
          leased.asking = undefined;
        });
        try {
          await leased.asking;
        } finally {
          leased.waiting -= amount;
        }
      }
    },
  };
};

/** Removes what says nothing any more: allowances that nobody has used for a minute. */
export const forgetBudgets = (now: number): Statement => ({
  sql: 'delete from rate_budgets where spent_until <= ?',
  parameters: [(now - 60_000) * 1000],
});
