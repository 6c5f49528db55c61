import { describe, expect, it } from 'vitest';
import { endOfTurn } from './end-of-turn.ts';

/** Turns that end when the test says so. */
const rig = () => {
  const ends: (() => void)[] = [];
  const done: number[] = [];
  const atEnd = endOfTurn((run) => ends.push(run));
  return {
    done,
    give: (...numbers: number[]) => {
      for (const number of numbers) atEnd(() => done.push(number));
    },
    atEnd,
    endTurn: () => {
      for (const end of ends.splice(0)) end();
    },
    waits: () => ends.length,
  };
};

describe('what is given to the end of a turn', () => {
  it('is done then, in its order, once', () => {
    const { give, done, endTurn, waits } = rig();
    give(1, 2);
    expect([done, waits()]).toEqual([[], 1]);
    endTurn();
    expect([done, waits()]).toEqual([[1, 2], 0]);
    give(3);
    endTurn();
    endTurn();
    expect(done).toEqual([1, 2, 3]);
  });

  it('is done at once where sixteen wait, and what comes after them at the end', () => {
    const { give, done, endTurn, waits } = rig();
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    give(...numbers);
    expect([done, waits()]).toEqual([numbers.slice(0, 16), 1]);
    endTurn();
    expect([done, waits()]).toEqual([numbers, 0]);
    give(20);
    endTurn();
    expect(done).toEqual([...numbers, 20]);
  });

  it('may give more, for the next turn', () => {
    const { give, done, endTurn, atEnd } = rig();
    atEnd(() => give(2));
    give(1);
    endTurn();
    expect(done).toEqual([1]);
    endTurn();
    expect(done).toEqual([1, 2]);
  });
});
