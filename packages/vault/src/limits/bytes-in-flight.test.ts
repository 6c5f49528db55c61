import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../problem.ts';
import { timersByHand } from '../testing/timers-by-hand.ts';
import { type ByteBounds, bytesInFlight, type Holding } from './bytes-in-flight.ts';

const bounds: ByteBounds = { process: 160, tenant: 80, small: 10, patience: 5000, waiting: 3 };

const start = (given: Partial<ByteBounds> = {}) => {
  const timers = timersByHand();
  const inFlight = bytesInFlight(timers.after, { ...bounds, ...given });
  return { timers, ...inFlight };
};

/** What became of a request that asked to begin. */
const follow = (entering: Holding | Promise<Holding>) => {
  const state: { at: 'waiting' | 'begun' | string; holding?: Holding } = { at: 'waiting' };
  Promise.resolve(entering).then(
    (holding) => Object.assign(state, { at: 'begun', holding }),
    (error: unknown) => Object.assign(state, { at: error instanceof ApiError ? error.type : 'another error' }),
  );
  return state;
};

/** Lets everything happen that only waits for its turn. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('bytes in flight', () => {
  it('of a tenant are bounded; who finds no room begins when another has been answered', async () => {
    const { enter } = start();
    const [one, two, three] = [1, 2, 3].map(() => follow(enter('a', 20)));
    const other = follow(enter('b', 20));
    await settled();
    expect([one?.at, two?.at, three?.at, other.at]).toEqual(['begun', 'begun', 'waiting', 'begun']);
    one?.holding?.settle(10);
    await settled();
    expect(three?.at).toBe('waiting');
    two?.holding?.release();
    await settled();
    expect(three?.at).toBe('begun');
  });

  it('of all tenants are bounded, and tenants take turns', async () => {
    const { enter } = start();
    const first = await Promise.all(['a', 'a', 'b', 'b'].map((tenant) => enter(tenant, 20)));
    const waiting = ['a', 'a', 'c', 'd'].map((tenant) => ({ tenant, ...{ state: follow(enter(tenant, 20)) } }));
    const begun = () => waiting.filter(({ state }) => state.at === 'begun').map(({ tenant }) => tenant);
    await settled();
    expect(begun()).toEqual([]);
    for (const expected of [['a'], ['a', 'c'], ['a', 'c', 'd'], ['a', 'a', 'c', 'd']]) {
      first.shift()?.release();
      await settled();
      expect(begun().sort()).toEqual(expected);
    }
  });

  it('leave half to small requests, so that single tokens can be read while pages are not', async () => {
    const { enter } = start();
    const pages = Array.from({ length: 5 }, () => follow(enter('a', 20)));
    const reads = Array.from({ length: 9 }, () => follow(enter('a', 5)));
    await settled();
    expect(pages.filter(({ at }) => at === 'begun')).toHaveLength(2);
    expect(reads.filter(({ at }) => at === 'begun')).toHaveLength(8);

    // Were pages no large requests, they would leave nothing.
    const unfair = start({ small: 1000 });
    const all = Array.from({ length: 5 }, () => follow(unfair.enter('a', 20)));
    const read = follow(unfair.enter('a', 5));
    await settled();
    expect([all.filter(({ at }) => at === 'begun').length, read.at]).toEqual([4, 'waiting']);
  });

  it('are refused with the reason, when no room comes in time, and when too many wait already', async () => {
    const { enter, timers } = start();
    const held = await Promise.all(['a', 'a', 'b', 'b'].map((tenant) => enter(tenant, 20)));
    const waiting = [enter('a', 20), enter('a', 20), enter('a', 20), enter('c', 20)].map(follow);
    const oneMore = follow(enter('a', 20));
    await settled();
    expect([oneMore.at, ...waiting.map(({ at }) => at)]).toEqual([
      'too-much-in-flight',
      ...['waiting', 'waiting', 'waiting', 'waiting'],
    ]);
    timers.run(5000);
    await settled();
    expect(waiting.map(({ at }) => at)).toEqual([
      ...['too-much-in-flight', 'too-much-in-flight', 'too-much-in-flight'],
      'unavailable',
    ]);
    for (const holding of held) holding.release();
    expect(follow(enter('a', 20)).at).toBe('waiting');
    await settled();
    expect(timers.times()).toEqual([]);
  });

  it('may turn out to be more, as long as there is room', async () => {
    const { enter } = start();
    const holding = await enter('a', 5);
    holding.grow(70);
    expect(() => holding.grow(10)).toThrow(expect.objectContaining({ type: 'too-much-in-flight' }));
    const [b, c] = [await enter('b', 5), await enter('c', 5)];
    b.grow(70);
    expect(() => c.grow(10)).toThrow(expect.objectContaining({ type: 'unavailable' }));
    holding.release();
    c.grow(10);
  });

  it('never go beyond the bounds, and nobody waits for ever', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('enter' as const), tenant: fc.constantFrom('a', 'b', 'c'), bytes: fc.nat(20) }),
      fc.record({ do: fc.constantFrom('settle' as const, 'release' as const), which: fc.nat(), bytes: fc.nat(20) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { enter, timers } = start({ waiting: 100 });
        const open: { tenant: string; bytes: number; state: ReturnType<typeof follow> }[] = [];
        const sum = (some: typeof open) => some.reduce((total, { bytes }) => total + bytes, 0);
        for (const each of steps) {
          if (each.do === 'enter') {
            const { tenant, bytes } = each;
            open.push({ tenant, bytes, state: follow(enter(tenant, bytes)) });
          } else {
            const begun = open.filter(({ state }) => state.at === 'begun');
            const chosen = begun[each.which % Math.max(1, begun.length)];
            if (chosen && each.do === 'release') {
              open.splice(open.indexOf(chosen), 1);
              chosen.state.holding?.release();
            } else if (chosen && each.bytes < chosen.bytes) {
              chosen.bytes = each.bytes;
              chosen.state.holding?.settle(each.bytes);
            }
          }
          await settled();
          const begun = open.filter(({ state }) => state.at === 'begun');
          expect(sum(begun)).toBeLessThanOrEqual(bounds.process);
          for (const tenant of ['a', 'b', 'c']) {
            expect(sum(begun.filter((one) => one.tenant === tenant))).toBeLessThanOrEqual(bounds.tenant);
          }
        }
        for (let left = open; left.length > 0; left = open.filter(({ state }) => state.at === 'waiting')) {
          for (const { state } of open) state.holding?.release();
          await settled();
        }
        expect(timers.times()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
