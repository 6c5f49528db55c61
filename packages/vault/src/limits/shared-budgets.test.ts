import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrations } from '../store/migrations.ts';
import type { Store } from '../store/port.ts';
import { postgres } from '../store/testing/postgres-engine.ts';
import { sqlite } from '../store/testing/sqlite-engine.ts';
import { forgetBudgets, sharedBudgets, sliceOf } from './shared-budgets.ts';

describe.each([sqlite, postgres()])('an allowance that processes share on $name', ({ place }) => {
  /** Processes on one store with one clock. */
  const start = async (processes: number) => {
    const open = await place();
    const stores = await Promise.all(Array.from({ length: processes }, () => open(migrations)));
    let now = Date.UTC(2026, 0, 1);
    /** Milliseconds by which the clock of each is off. */
    const off = stores.map(() => 0);
    const all = stores.map((store, which) => sharedBudgets(store, () => now + (off[which] ?? 0)));
    return {
      ...{ stores, off },
      takeFrom: async (which: number, name: string, amount = 1) => await all[which]?.take(name, 10, amount),
      pass: (milliseconds: number) => {
        now += milliseconds;
      },
      take: async (amount: number) => await all[0]?.take('of amounts', 10, amount, 200),
      /** How many of some calls, made at once by all of them in turn, get through. */
      through: async (name: string, calls: number, perSecond: number) => {
        const waits = Array.from({ length: calls }, (_, i) => all[i % processes]?.take(name, perSecond));
        return (await Promise.all(waits)).filter((wait) => wait === 0).length;
      },
    };
  };

  it('lets as many calls through as one process would, and a slice for each process at most', async () => {
    const { through, pass } = await start(3);
    for (const perSecond of [10, 200]) {
      const name = `of ${perSecond}`;
      const first = await through(name, 3 * perSecond, perSecond);
      expect(first).toBeGreaterThanOrEqual(perSecond);
      expect(first).toBeLessThanOrEqual(perSecond + 3 * sliceOf(perSecond));
      expect(await through(name, perSecond, perSecond)).toBe(0);
      pass(1000);
      expect(await through(name, 3 * perSecond, perSecond)).toBeGreaterThanOrEqual(perSecond);
    }
  });

  it('never lets more through over time, whoever calls when', async () => {
    const { through, pass } = await start(2);
    const moments = fc.array(fc.tuple(fc.nat({ max: 300 }), fc.nat({ max: 60 })), { maxLength: 12 });
    let run = 0;
    const property = fc.asyncProperty(fc.constantFrom(1, 7, 40), moments, async (perSecond, calls) => {
      run += 1;
      let passed = 0;
      let total = 0;
      for (const [milliseconds, count] of calls) {
        pass(milliseconds);
        passed += milliseconds;
        total += await through(`run ${run}`, count, perSecond);
        expect(total).toBeLessThanOrEqual(perSecond + (passed * perSecond) / 1000 + 2 * sliceOf(perSecond));
      }
    });
    await fc.assert(property, { numRuns: 15 });
  }, 30_000);

  it('keeps nobody waiting for a clock that was ahead: of a process that was set back, or of another one', async () => {
    const { takeFrom, off, pass } = await start(2);
    const hour = 3_600_000;
    const use = async (which: number) => {
      while ((await takeFrom(which, 'calls')) === 0);
    };
    off[0] = hour;
    await use(0);
    pass(1000);
    expect(await takeFrom(1, 'calls')).toBe(0);
    off[0] = 0;
    pass(1000);
    expect(await takeFrom(0, 'calls')).toBe(0);
  });

  it('is not given anew to who has taken more than it has at once, nor to one whose clock is ahead a little', async () => {
    const { takeFrom, off, pass } = await start(2);
    expect(await takeFrom(0, 'much', 1000)).toBe(0);
    pass(90_000);
    expect(await takeFrom(1, 'much')).toBeGreaterThan(0);
    pass(10_000);
    expect(await takeFrom(1, 'much')).toBe(0);
    off[0] = 50;
    let passed = 0;
    for (let n = 0; n < 200; n += 1) {
      if ((await takeFrom(n % 2, 'calls')) === 0) passed += 1;
      pass(10);
    }
    // Two seconds of ten, what there was at once, and a slice for each.
    expect(passed).toBeLessThanOrEqual(32);
  });

  it('says of a large amount how long it takes until so much is there', async () => {
    const { take, pass } = await start(1);
    for (const amount of [150, 200, 60, 500]) {
      // From the first refusal on, whoever waits as long as is said gets the amount.
      while ((await take(amount)) === 0);
      const wait = Number(await take(amount));
      expect(wait).toBeLessThanOrEqual(20_000);
      pass(wait);
      expect(await take(Math.min(amount, 200))).toBe(0);
    }
  });

  it('leaves nothing in the store once it has been quiet', async () => {
    const { stores, through } = await start(1);
    const [store] = stores;
    if (!store) return expect.unreachable();
    await through('a', 1, 10);
    const rows = () => store.rows('select name from rate_budgets');
    await store.commit([forgetBudgets(Date.UTC(2026, 0, 1, 0, 0, 30))]);
    expect(await rows()).toHaveLength(1);
    await store.commit([forgetBudgets(Date.UTC(2026, 0, 1, 0, 2))]);
    expect(await rows()).toEqual([]);
  });
});

describe('a process that shares an allowance', () => {
  const counting = (answer: () => Promise<string | undefined>) => {
    let asked = 0;
    const store: Pick<Store, 'commit'> = {
      commit: () => {
        asked += 1;
        return answer();
      },
    };
    return { store, asked: () => asked };
  };

  it('asks the store for slices and not for calls, and rarely once it was refused', async () => {
    const { store, asked } = counting(async () => undefined);
    const granting = sharedBudgets(store, () => 0);
    for (let call = 0; call < 100; call += 1) await granting.take('a', 1000);
    expect(asked()).toBe(2);

    const { store: empty, asked: askedInVain } = counting(async () => 'spent');
    const refused = sharedBudgets(empty, () => 0);
    for (let call = 0; call < 100; call += 1) expect(await refused.take('a', 1000)).toBe(50);
    expect(askedInVain()).toBe(2);
  });

  it('fails when the store does, for every call that waited, and goes on when the store does', async () => {
    let broken = true;
    const { store } = counting(() => (broken ? Promise.reject(new Error('gone')) : Promise.resolve(undefined)));
    const budgets = sharedBudgets(store, () => 0);
    const calls = await Promise.allSettled([budgets.take('a', 10), budgets.take('a', 10)]);
    expect(calls.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await budgets.take('a', 10)).toBe(0);
  });
});
