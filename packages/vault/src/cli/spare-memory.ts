import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of the space for young objects from which it grows no further. V8 counts both of its halves. */
const enough = 24_000_000;

/** Bytes by which the heap may grow before old objects are collected, where half of what is in use is less. */
const room = 32_000_000;

/**
 * By how many percent a heap may grow before old objects are collected. By half of it, a small heap would be collected so often that it
 * takes a tenth of the time of all requests. In tens, so that it hardly ever changes.
 */
export const growthOf = (used: number): number => Math.max(50, Math.min(200, Math.round((room * 10) / used) * 10));

const youngSpace = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;

/**
 * Makes the engine collect garbage early and in short pauses. By its own rules, V8 lets garbage grow to several times of what is in use
 * before it collects it, since that is a little faster: large requests then fill hundreds of megabytes. It lets the space for young objects
 * grow to 64 MB, where a collection copies tens of megabytes and everybody waits meanwhile; and it shares that copying among threads,
 * which on busy cores wait for each other. Call this when the process has started (`cli.ts` keeps the space small until then).
 */
export const spareMemory = (): void => {
  setFlagsFromString('--no-parallel-scavenge');
  const known = new Map<string, number>();
  const set = (flag: string, value: number) => {
    if (known.get(flag) !== value) setFlagsFromString(`--${flag}=${value}`);
    known.set(flag, value);
  };
  const govern = () => {
    set('semi-space-growth-factor', youngSpace() < enough ? 2 : 1);
    set('heap-growing-percent', growthOf(getHeapStatistics().used_heap_size));
  };
  govern();
  new PerformanceObserver(govern).observe({ entryTypes: ['gc'] });
};
