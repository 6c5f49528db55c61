import type { After } from '../timers.ts';

export interface ReadinessOptions {
  /** Does what a working vault must be able to do. Rejects if that fails, and may hang. */
  prove(): Promise<void>;
  clock: () => number;
  after: After;
}

/** Milliseconds that a check may take, and for which its success is reused. */
const bound = 2000;
const good = 1000;

/**
 * Checks whether the vault can do its work right now. `/readyz` needs no key, so only one check runs at a time, however many
 * callers ask. A check that takes too long counts as failed. The next one starts only after it has ended, because it would hang as
 * well.
 */
export const readiness = ({ prove, clock, after }: ReadinessOptions): (() => Promise<void>) => {
  let proving: Promise<void> | undefined;
  let provedAt = Number.NEGATIVE_INFINITY;

  const begin = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = after(bound, () => reject(new Error('The store did not keep a write in time.')));
      prove()
        .then(() => {
          provedAt = clock();
          resolve();
        }, reject)
        .finally(() => {
          stop();
          proving = undefined;
        });
    });

  return async () => {
    const age = clock() - provedAt;
    if (age >= 0 && age < good) return;
    proving ??= begin();
    await proving;
  };
};
