import type { After } from '../timers.ts';

export interface ReadinessOptions {
  /** Does what a vault must be able to do; rejects when that is not possible, and may never end. */
  prove(): Promise<void>;
  clock: () => number;
  after: After;
}

/** Milliseconds that a proof may take, and for which a success counts. */
const bound = 2000;
const good = 1000;

/**
 * Whether the vault can do its work right now. `/readyz` needs no key, so however many ask, one proof is under way at a time. A proof
 * that takes too long has failed. No other is begun until it has ended, because what holds it up would hold up the next one too.
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
