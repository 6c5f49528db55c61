/**
 * Counts the changes after which what is remembered of callers may be wrong: a key that was revoked, permissions that were taken away.
 * Whatever was found before the last change is looked up again.
 */
export interface Revocations {
  /** Changes so far. */
  count(): number;
  add(): void;
}

/** Counts for one thread. */
export const localRevocations = (): Revocations => {
  let count = 0;
  return {
    count: () => count,
    add: () => {
      count += 1;
    },
  };
};

/** Memory for `sharedRevocations`, which is handed to each thread. */
export const revocationMemory = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

/** Counts for all threads that hold the memory: what one revokes, none remembers from then on. */
export const sharedRevocations = (memory: SharedArrayBuffer): Revocations => {
  const counter = new Int32Array(memory);
  return {
    count: () => Atomics.load(counter, 0),
    add: () => void Atomics.add(counter, 0, 1),
  };
};
