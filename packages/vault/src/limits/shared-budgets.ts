import { createHash } from 'node:crypto';
import type { Statement, Store } from '../store/port.ts';
import type { Budgets } from './budgets.ts';
import { quietNames, rest } from './quiet-names.ts';

/** How many slices an allowance has: a process asks the store at most about so often in a second for one name. */
const slices = 20;

/** Calls taken out of the store's allowance at once. */
export const sliceOf = (perSecond: number): number => Math.max(1, Math.floor(perSecond / slices));

/** A name is an address and an id; the store has no use for either. */
const keyOf = (name: string): Uint8Array => createHash('sha256').update(name).digest().subarray(0, 16);

const spent = 'spent';

/**
 * Takes some calls, or fails as `spent`. An allowance is one number, the microsecond until which it is used up (the "theoretical
 * arrival time" of the generic cell rate algorithm, ITU-T I.371): it lies at most a second ahead. One statement reads and moves it, so
 * that processes cannot take the same calls.
 */
const lease = (name: string, perSecond: number, calls: number, now: number): Statement => {
  const time = now * 1000;
  const cost = Math.ceil((calls * 1_000_000) / perSecond);
  return {
    sql: `insert into rate_budgets (name, spent_until) values (?, ?)
      on conflict (name) do update
        set spent_until = case when rate_budgets.spent_until > ? then rate_budgets.spent_until else ? end + ?
        where rate_budgets.spent_until <= ?`,
    parameters: [keyOf(name), time + cost, time, time, cost, time + 1_000_000 - cost],
    guard: { changes: 1, otherwise: spent },
  };
};

interface Leased {
  calls: number;
  /** Milliseconds. Calls that were not made by then are lost. */
  until: number;
  /** Milliseconds. The store said no; it is not asked again before then. */
  refusedUntil: number;
  /** Calls that wait for the store. */
  waiting: number;
  asking: Promise<void> | undefined;
}

/**
 * The allowances of all processes on one store. Each takes slices out of an allowance and spends them by itself, so that not every
 * call asks the store; together they let through at most the allowance and one slice for each process (docs/architecture.md §3.10).
 */
export const sharedBudgets = (store: Pick<Store, 'commit'>, clock: () => number): Budgets => {
  const names = quietNames<Leased>();

  const ask = async (name: string, perSecond: number, leased: Leased): Promise<void> => {
    // Whoever waits will spend what comes at once, so asking for them all leaves nothing over.
    const wanted = Math.min(perSecond, Math.max(sliceOf(perSecond), leased.waiting));
    for (const calls of new Set([wanted, 1])) {
      const now = clock();
      if ((await store.commit([lease(name, perSecond, calls, now)])) === spent) continue;
      leased.calls = calls;
      leased.until = now + rest;
      return;
    }
    leased.refusedUntil = clock() + 1000 / Math.min(perSecond, slices);
  };

  return {
    take: async (name, perSecond) => {
      const leased = names.get(name) ?? { calls: 0, until: 0, refusedUntil: 0, waiting: 0, asking: undefined };
      names.set(name, leased, clock());
      for (;;) {
        const now = clock();
        // A clock that steps back must not keep anybody waiting, so a refusal that lies far ahead is none.
        if (leased.refusedUntil > now && leased.refusedUntil <= now + rest) return Math.ceil(leased.refusedUntil - now);
        if (leased.calls > 0 && leased.until > now && leased.until <= now + rest) {
          leased.calls -= 1;
          return 0;
        }
        leased.waiting += 1;
        leased.asking ??= ask(name, perSecond, leased).finally(() => {
          leased.asking = undefined;
        });
        try {
          await leased.asking;
        } finally {
          leased.waiting -= 1;
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
