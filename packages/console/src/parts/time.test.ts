import { expect, it } from 'vitest';
import { ageOf } from './time.ts';

const now = Date.UTC(2026, 0, 10, 12);

it.each([
  [0, 'now'],
  [-999, 'now'],
  [-1000, '1 second ago'],
  [-59_999, '59 seconds ago'],
  [-60_000, '1 minute ago'],
  [-3_600_000 * 5.9, '5 hours ago'],
  [-86_400_000, 'yesterday'],
  [-86_400_000 * 40, '40 days ago'],
  [60_000, 'in 1 minute'],
])('of a time %d ms away is told in the largest unit: %s', (away, told) => {
  expect(ageOf(new Date(now + away).toISOString(), now, 'en')).toBe(told);
});
