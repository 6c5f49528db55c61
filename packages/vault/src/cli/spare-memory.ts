import { setFlagsFromString } from 'node:v8';

/**
 * Makes the engine collect garbage early. By its own rules, V8 lets garbage grow to several times of what is in use before it collects
 * it, since that is a little faster: large requests then fill hundreds of megabytes. Call this when the process has started: from then
 * on the space for young objects may grow again (`cli.ts`), as requests need it.
 */
export const spareMemory = (): void => {
  setFlagsFromString('--semi-space-growth-factor=2');
  setFlagsFromString('--heap-growing-percent=50');
};
