import { describe, expect, it } from 'vitest';
import { inTurns } from './turns.ts';

/** Statements that end when they are told to, in the order in which they began. */
const statements = () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const run = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.push(() => resolve(name)));
  };
  const settle = async () => {
    for (let count = 0; count < 20; count += 1) await Promise.resolve();
  };
  return {
    begun,
    run,
    settle,
    /** Ends the oldest that runs. */
    end: async () => {
      ends.shift()?.();
      await settle();
    },
  };
};

const asker = (group: string, wanted = () => true) => ({
  group,
  assertWanted: () => {
    if (!wanted()) throw new Error('gone');
  },
});

describe('statements that take long', () => {
  it('run a few at a time, those of different tenants in turn', async () => {
    const { begun, run, settle, end } = statements();
    const turns = inTurns(2);
    const done = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1'].map((name) => turns(asker(name.slice(0, 1)), run(name)));
    await settle();
    expect(begun).toEqual(['a1', 'a2']);
    for (let count = 0; count < 6; count += 1) await end();
    expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4']);
    expect(await Promise.all(done)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'c1']);
  });

  it('are not run when nobody waits for them any more, and leave their turn to the next', async () => {
    const { begun, run, settle, end } = statements();
    const turns = inTurns(1);
    let wanted = true;
    const first = turns(asker('a'), run('first'));
    const left = turns(
      asker('a', () => wanted),
      run('left'),
    ).catch((error: Error) => error.message);
    const last = turns(asker('a'), run('last'));
    await settle();
    wanted = false;
    await end();
    expect(begun).toEqual(['first', 'last']);
    await end();
    expect(await Promise.all([first, left, last])).toEqual(['first', 'gone', 'last']);
  });

  it('leave their turn to the next when they fail', async () => {
    const turns = inTurns(1);
    const failed = turns(asker('a'), () => Promise.reject(new Error('refused')));
    const next = turns(asker('a'), () => Promise.resolve('next'));
    await expect(failed).rejects.toThrow('refused');
    expect(await next).toBe('next');
  });
});
