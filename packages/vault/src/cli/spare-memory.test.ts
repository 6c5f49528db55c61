import { expect, it } from 'vitest';
import { growthOf } from './spare-memory.ts';

const mega = 1_000_000;

it('a heap grows by 32 MB or half before it is collected, and a small one to three times of itself', () => {
  expect([10, 16, 32, 64, 500].map((used) => growthOf(used * mega))).toEqual([200, 200, 100, 50, 50]);
});
