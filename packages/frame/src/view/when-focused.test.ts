import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenFocused } from './when-focused.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A document whose page may give it the focus. */
const open = (hasFocus: boolean) => {
  const window = Object.assign(new EventTarget(), { setTimeout, clearTimeout });
  const document = { defaultView: window, hasFocus: () => hasFocus } as unknown as Document;
  const ran: string[] = [];
  const callOff = whenFocused(document, () => ran.push('ran'));
  return { ran, callOff, arrive: () => window.dispatchEvent(new Event('focus')) };
};

it('runs at once where the focus is there', () => {
  expect(open(true).ran).toHaveLength(1);
});

it('waits for the focus that is on its way, and runs once', () => {
  const { ran, arrive } = open(false);
  expect(ran).toEqual([]);
  arrive();
  expect(ran).toHaveLength(1);
  arrive();
  vi.runAllTimers();
  expect(ran).toHaveLength(1);
});

it('runs after a while where no focus comes, and takes none that comes later', () => {
  const { ran, arrive } = open(false);
  vi.runAllTimers();
  arrive();
  expect(ran).toHaveLength(1);
});

it('can be called off', () => {
  const { ran, callOff, arrive } = open(false);
  callOff();
  arrive();
  vi.runAllTimers();
  expect(ran).toEqual([]);
});
