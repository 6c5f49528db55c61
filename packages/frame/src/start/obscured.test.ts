import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchObscured } from './obscured.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Entry = { isIntersecting: boolean; isVisible?: boolean };

/** A frame whose browser reports what a test says; `anew` is what a new observer finds after the first. */
const open = () => {
  const told: string[] = [];
  let report: (entries: readonly Entry[]) => void = () => {};
  let anew: Entry | undefined;
  class Observer {
    constructor(look: (entries: readonly Entry[]) => void) {
      report = look;
    }
    observe() {
      if (anew) report([anew]);
    }
    disconnect() {}
  }
  vi.stubGlobal('IntersectionObserver', Observer);
  const listeners = new Map<string, (event: { isTrusted: boolean }) => void>();
  const window = {
    setTimeout,
    clearTimeout,
    document: { body: {} },
    addEventListener: (type: string, listener: (event: { isTrusted: boolean }) => void) =>
      listeners.set(type, listener),
  };
  watchObscured(window as unknown as Window, (obscured, reached) => {
    told.push(obscured ? (reached ? 'covered, reached' : 'covered') : 'clear');
  });
  const see = (entry: Entry, found = entry) => {
    anew = found;
    report([entry]);
  };
  const arrive = (type: string, isTrusted = true) => listeners.get(type)?.({ isTrusted });
  return { told, see, arrive };
};

const clear: Entry = { isIntersecting: true, isVisible: true };
const covered: Entry = { isIntersecting: true, isVisible: false };

it('tells of a cover that stays, and when it goes', () => {
  const { told, see } = open();
  see(clear);
  see(covered);
  vi.advanceTimersByTime(999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['covered']);
  see(covered);
  vi.runAllTimers();
  see(clear);
  expect(told).toEqual(['covered', 'clear']);
});

it('does not tell of what passes', () => {
  const { told, see } = open();
  for (let times = 0; times < 5; times += 1) {
    see(covered);
    vi.advanceTimersByTime(900);
    see(clear);
    vi.advanceTimersByTime(900);
  }
  expect(told).toEqual([]);
});

it('tells nothing of a field that is not on screen, or by a browser that does not know', () => {
  const { told, see } = open();
  for (const entry of [{ isIntersecting: false, isVisible: false }, { isIntersecting: true }]) {
    see(entry);
    vi.runAllTimers();
  }
  expect(told).toEqual([]);
});

it('does not tell of a cover that only the old observer sees', () => {
  const { told, see } = open();
  see(covered, clear);
  vi.runAllTimers();
  expect(told).toEqual([]);
});

it.each(['pointermove', 'pointerdown', 'keydown'])(
  'tells that a cover lets a %s through, and goes on telling of it',
  (type) => {
    const { told, see, arrive } = open();
    see(covered);
    vi.runAllTimers();
    arrive(type);
    arrive(type);
    see(covered);
    vi.runAllTimers();
    expect(told).toEqual(['covered', 'covered, reached']);
    see(clear);
    // Another cover is another matter.
    see(covered);
    vi.runAllTimers();
    expect(told).toEqual(['covered', 'covered, reached', 'clear', 'covered']);
  },
);

it('does not call a cover unreached that somebody has got through before it is told', () => {
  const { told, see, arrive } = open();
  see(covered);
  arrive('pointermove');
  expect(told).toEqual([]);
  vi.runAllTimers();
  expect(told).toEqual(['covered, reached']);
});

it('takes no event for an arrival that a script made, or that came while nothing covered the field', () => {
  const { told, see, arrive } = open();
  arrive('pointermove');
  see(covered);
  arrive('pointermove', false);
  vi.runAllTimers();
  expect(told).toEqual(['covered']);
});
