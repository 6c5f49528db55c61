import { expect, it } from 'vitest';
import { ApiError } from '../problem.ts';
import { rateLimit } from './rate-limit.ts';

const attempt = (act: () => void): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof ApiError ? error.headers['Retry-After'] : 'another error';
  }
};

it('lets as many calls through as a second has, then one for each part of a second that passes', () => {
  let now = 0;
  const limit = rateLimit(10, () => now);
  const calls = (count: number) => Array.from({ length: count }, () => attempt(() => limit('a')));
  expect(calls(11)).toEqual([...Array(10).fill(undefined), '1']);
  now += 250;
  expect(calls(3)).toEqual([undefined, undefined, '1']);
  now += 3_600_000;
  expect(calls(11).filter((wait) => wait === undefined)).toHaveLength(10);
});

it('counts each name alone and survives a flood of names and a clock that steps back', () => {
  let now = 10_000;
  const limit = rateLimit(1, () => now);
  for (let i = 0; i < 25_000; i += 1) limit(`address ${i}`);
  limit('a');
  now -= 5000;
  expect(attempt(() => limit('a'))).toBe('1');
});
