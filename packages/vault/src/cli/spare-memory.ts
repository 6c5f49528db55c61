import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of the space for young objects from which it grows no further. V8 counts both of its halves. */
const enough = 24_000_000;

const youngSpace = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;

/**
 * Makes the engine collect garbage early and in short pauses. By its own rules, V8 lets garbage grow to several times of what is in use
 * before it collects it, since that is a little faster: large requests then fill hundreds of megabytes. It lets the space for young objects
 * grow to 64 MB, where a collection copies tens of megabytes and everybody waits meanwhile; and it shares that copying among threads,
 * which on busy cores wait for each other. Call this when the process has started (`cli.ts` keeps the space small until then).
 */
export const spareMemory = (): void => {
  setFlagsFromString('--heap-growing-percent=50');
  setFlagsFromString('--no-parallel-scavenge');
  let factor = 0;
  const govern = () => {
    const next = youngSpace() < enough ? 2 : 1;
    if (next !== factor) setFlagsFromString(`--semi-space-growth-factor=${next}`);
    factor = next;
  };
  govern();
  new PerformanceObserver(govern).observe({ entryTypes: ['gc'] });
};
