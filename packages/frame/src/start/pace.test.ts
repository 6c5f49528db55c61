import { Failure } from '@tessera/bridge';
import { expect, it, onTestFinished, vi } from 'vitest';
import { paced } from './pace.ts';

it('answers five hundred calls of all methods in a second, and then again', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let answered = 0;
  const count = () => {
    answered += 1;
  };
  const { ping, blur } = paced({ ping: count, blur: count });
  for (let n = 0; n < 250; n += 1) {
    ping?.();
    blur?.();
  }
  for (const method of [ping, blur]) expect(() => method?.()).toThrow(new Failure('too-many-calls'));
  expect(answered).toBe(500);
  vi.advanceTimersByTime(1_000);
  ping?.();
  expect(answered).toBe(501);
});
