import { KeyDestroyedError, RootKeyError, TamperedError } from './errors.ts';
import type { RootKeyState } from './port.ts';

export interface ReachOptions {
  clock: () => number;
  /** Milliseconds for which open keys are used without a word from the provider of the root key. */
  grace: number;
  /** Rejects unless the root key can be used. */
  health(): Promise<void>;
  /** Forgets every key. */
  seal(): void;
  /** Reads and unwraps the keys again. */
  open(): Promise<void>;
  /** Why there are no open keys to begin with, if there are none. */
  reason?: string | undefined;
}

/** Errors whose words are written for the operator. */
const isOwn = (error: unknown): error is Error =>
  error instanceof RootKeyError || error instanceof TamperedError || error instanceof KeyDestroyedError;

/**
 * Follows whether the root key can still be used. Who revokes it, or takes its provider away, has to be sure that the vault stops: after
 * `grace` without a yes all keys are forgotten, and only the root key brings them back.
 */
export const reach = ({ clock, grace, health, seal, open, ...begin }: ReachOptions) => {
  let provedAt = clock();
  let { reason } = begin;
  let sealed = reason !== undefined;
  let sealings = 0;

  const failed = (error: unknown) => {
    reason = isOwn(error) ? error.message : 'The provider of the root key has failed.';
    const now = clock();
    // The clock was set back: the grace period begins anew, so that it cannot grow by what the clock was ahead.
    if (now < provedAt) provedAt = now;
    if (sealed || now - provedAt < grace) return;
    sealed = true;
    seal();
  };

  return {
    state: (): RootKeyState => {
      if (reason === undefined) return { status: 'reachable' };
      return sealed ? { status: 'sealed', reason } : { status: 'unreachable', until: provedAt + grace, reason };
    },
    seal: (why: string): void => {
      sealings += 1;
      reason = why;
      sealed = true;
      seal();
    },
    /** Asks the provider. Never rejects. */
    prove: async (): Promise<void> => {
      const before = sealings;
      const failure = await (sealed ? open() : health()).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      // What the provider said before the vault was sealed is no reason to open it.
      if (before !== sealings) return;
      if (failure) return failed(failure.error);
      provedAt = clock();
      reason = undefined;
      sealed = false;
    },
  };
};
