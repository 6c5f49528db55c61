import { describe, expect, it } from 'vitest';
import { createEffort, type EffortOptions, EffortSpent, effortLimits } from './effort.ts';
import { createTurns } from './turns.ts';

/** An event loop that goes round when it is told to. */
const loop = () => {
  const waiting: (() => void)[] = [];
  return {
    later: (run: () => void) => {
      waiting.push(run);
    },
    /** Goes round once, and lets everything happen that follows. */
    round: async () => {
      for (const run of waiting.splice(0)) run();
      for (let count = 0; count < 20; count += 1) await Promise.resolve();
    },
    get idle() {
      return waiting.length === 0;
    },
  };
};

const limits = { ...effortLimits, steps: 1000, characters: 100, free: 10, stretch: 50, piece: 500 };

describe('the turns of long work', () => {
  it('go to tenants in turn, however many requests of one wait', async () => {
    const { later, round } = loop();
    const turns = createTurns(later);
    const order: string[] = [];
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1']) turns.take(name.slice(0, 1)).then(() => order.push(name));
    for (let count = 0; count < 6; count += 1) await round();
    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });

  it('leave the event loop as many rounds as the work before was long', async () => {
    const { later, round } = loop();
    const turns = createTurns(later);
    const order: string[] = [];
    turns.take('a').then(() => {
      turns.worked(400_000);
      order.push('a');
    });
    turns.take('b').then(() => order.push('b'));
    await round();
    expect(order).toEqual(['a']);
    for (let count = 0; count < 4; count += 1) await round();
    expect(order).toEqual(['a']);
    await round();
    expect(order).toEqual(['a', 'b']);
  });

  it('go on with what was begun before something else of the same tenant begins', async () => {
    const { later, round } = loop();
    const turns = createTurns(later);
    const order: string[] = [];
    const take = (name: string, goesOn: boolean) =>
      turns.take(name.slice(0, 1), goesOn).then(() => {
        order.push(name);
      });
    const first = take('a1', false).then(() => take('a1 again', true));
    void take('a2', false);
    void take('b1', false);
    for (let count = 0; count < 6; count += 1) await round();
    await first;
    expect(order).toEqual(['a1', 'b1', 'a1 again', 'a2']);
  });

  it('end when nobody waits', async () => {
    const own = loop();
    const turns = createTurns(own.later);
    const taken = turns.take('a');
    await own.round();
    await taken;
    await own.round();
    expect(own.idle).toBe(true);
  });
});

describe('the effort of a request', () => {
  const start = (more: Partial<typeof limits> = {}, others: Partial<EffortOptions> = {}) => {
    const own = loop();
    return {
      ...own,
      effort: createEffort({ turns: createTurns(own.later), group: 'a', limits: { ...limits, ...more }, ...others }),
    };
  };

  it('lets short work happen at once', async () => {
    const { effort } = start();
    expect(await effort.run(() => effort.charge(10))).toBeUndefined();
    expect(effort.steps).toBe(10);
  });

  it('gives up what proves long, and does it once its turn has come, counted once', async () => {
    const { effort, round } = start();
    let begun = 0;
    const done = effort.run(() => {
      begun += 1;
      for (let step = 0; step < 300; step += 1) effort.charge(1);
      return begun;
    });
    expect(begun).toBe(1);
    await round();
    expect(await done).toBe(2);
    expect(effort.steps).toBe(300);
  });

  it('ends work beyond what one piece, or the request, may cost', async () => {
    const { effort, round } = start();
    const long = effort.run(() => effort.charge(501));
    long.catch(() => undefined);
    await round();
    await expect(long).rejects.toThrow(EffortSpent);

    const other = start({ free: 10_000, piece: 10_000 });
    await other.effort.run(() => other.effort.charge(900));
    await expect(other.effort.run(() => other.effort.charge(101))).rejects.toThrow(EffortSpent);
  });

  it('ends at its next turn when nobody waits for it any more', async () => {
    let wanted = true;
    const assertWanted = () => {
      if (!wanted) throw new Error('gone');
    };
    const { effort, round } = start({ free: 0 }, { assertWanted });
    const first = effort.reserve(10);
    await round();
    await first;
    wanted = false;
    const second = effort.reserve(60).then(
      () => 'done',
      (error: Error) => error.message,
    );
    await round();
    await round();
    expect(await second).toBe('gone');
  });

  it('counts characters apart from steps', () => {
    const { effort } = start();
    effort.produce(100);
    expect(effort.steps).toBe(100);
    expect(() => effort.produce(1)).toThrow(EffortSpent);
  });

  it('makes work of known cost wait, and refuses what is more than is left', async () => {
    const { effort, round } = start();
    let isDone = false;
    const reserved = effort.reserve(40).then(() => {
      isDone = true;
    });
    await Promise.resolve();
    expect(isDone).toBe(false);
    await round();
    await reserved;
    expect(effort.steps).toBe(40);
    await expect(effort.reserve(961)).rejects.toThrow(EffortSpent);
    effort.extend(1);
    const extended = effort.reserve(961);
    await round();
    await round();
    await expect(extended).resolves.toBeUndefined();
  });

  it('gives work that asks for it a turn of its own, however little it costs', async () => {
    const { effort, round } = start();
    let isDone = false;
    const reserved = effort.reserve(1, true).then(() => {
      isDone = true;
    });
    await Promise.resolve();
    expect(isDone).toBe(false);
    await round();
    await reserved;
  });
});
