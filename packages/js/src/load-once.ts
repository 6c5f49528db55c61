import { BasisTheoryApiError } from '@tessera/client/lazy';

/**
 * Loads code once, for all who ask for it. Rejects with a typed error when it cannot be loaded; whoever asks after that tries again.
 */
export const loadOnce = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((cause: unknown) => {
      loading = undefined;
      throw new BasisTheoryApiError(
        'The code for this call could not be loaded, so nothing was sent. Call again when the vault can be reached; after an upgrade of the vault, reload the page. A content security policy must allow scripts of the vault.',
        -1,
        undefined,
        { cause, code: 'vault-unreachable' },
      );
    });
    return loading;
  };
};

/** Runs something a second later, in a page that has nothing else to do: other fields of a form begin at the same time as the first. */
export const whenIdle = (run: () => void): void => {
  // Safari has no such callback.
  const idle = () => (window.requestIdleCallback ?? queueMicrotask)(run);
  if (typeof document !== 'undefined') setTimeout(idle, 1_000);
};
