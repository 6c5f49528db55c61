import { describe, expect, it } from 'vitest';
import { type QueueBounds, reactionQueue } from './reaction-queue.ts';

const infinite = Number.POSITIVE_INFINITY;
const boundless: QueueBounds = {
  tenant: { reactions: infinite, characters: infinite, atOnce: infinite },
  process: { reactions: infinite, characters: infinite, atOnce: infinite },
};
type Part = keyof QueueBounds;
type Name = keyof QueueBounds[Part];
const bounded = (part: Part, name: Name, most: number): QueueBounds => ({
  ...boundless,
  [part]: { ...boundless[part], [name]: most },
});

/** A queue whose reactions run until they are let go, in the order in which they began. */
const held = (bounds: QueueBounds) => {
  const queue = reactionQueue(bounds);
  const begun: string[] = [];
  const abandoned: string[] = [];
  const ends: (() => void)[] = [];
  return {
    queue,
    begun,
    abandoned,
    /** Whether there was room for another. */
    add: (tenant: string, name: string, characters = 1): boolean => {
      try {
        const place = queue.enter(tenant, characters);
        place.fill({
          run: () => {
            begun.push(name);
            return new Promise((resolve) => ends.push(resolve));
          },
          abandon: async () => void abandoned.push(name),
        });
        return true;
      } catch {
        return false;
      }
    },
    /** Lets the one that has run longest end, and those begin that waited for it. */
    next: async () => {
      ends.shift()?.();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
  };
};

/** How many of ten reactions, of two tenants in turn, find room. */
const roomFor = (bounds: QueueBounds): number => {
  const { add } = held(bounds);
  return Array.from({ length: 10 }, (_, n) => add(n % 2 === 0 ? 'a' : 'b', String(n), 10)).filter(Boolean).length;
};

describe('the queue of reactions', () => {
  it.each<[Part, Name, number, number]>([
    ['tenant', 'reactions', 3, 6],
    ['process', 'reactions', 3, 3],
    ['tenant', 'characters', 20, 4],
    ['process', 'characters', 50, 5],
  ])('has no more room than its bound of a %s says, in %s', (part, name, most, room) => {
    expect(roomFor(bounded(part, name, most))).toBe(room);
  });

  it('has room for all without bounds', () => {
    expect(roomFor(boundless)).toBe(10);
  });

  it.each<[Part, number, string[]]>([
    ['tenant', 1, ['a1', 'b1']],
    ['process', 2, ['a1', 'a2']],
    ['tenant', infinite, ['a1', 'a2', 'a3', 'b1']],
  ])('runs as many at the same time as its bound of a %s, %d, says', (part, most, running) => {
    const { add, begun } = held(bounded(part, 'atOnce', most));
    for (const name of ['a1', 'a2', 'a3', 'b1']) add(name.charAt(0), name);
    expect(begun).toEqual(running);
  });

  it('lets tenants take turns, and gives room back', async () => {
    const { add, begun, next, queue } = held({
      ...bounded('process', 'atOnce', 1),
      tenant: { ...boundless.tenant, reactions: 3 },
    });
    for (const name of ['a1', 'a2', 'a3', 'b1']) expect(add(name.charAt(0), name)).toBe(true);
    expect(add('a', 'a4')).toBe(false);
    await next();
    await next();
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    expect(add('a', 'a4')).toBe(true);
    for (let n = 0; n < 3; n += 1) await next();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
    const settled = queue.settled();
    await next();
    await settled;
  });

  it('abandons what waits when it is closed, and waits for what runs', async () => {
    const { add, begun, abandoned, next, queue } = held(bounded('tenant', 'atOnce', 1));
    for (const name of ['a1', 'a2']) add('a', name);
    const closed = queue.close();
    await next();
    await closed;
    expect([begun, abandoned]).toEqual([['a1'], ['a2']]);
  });
});
