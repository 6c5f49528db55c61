import { Failure } from '@tessera/bridge';

/**
 * Fetches code that only some elements need (`import()`). It is served by the vault, so that a failure means that the vault cannot be
 * reached.
 */
export const load = async <T>(file: () => Promise<T>): Promise<T> => {
  try {
    return await file();
  } catch {
    throw new Failure('vault-unreachable');
  }
};

/** The same, but once: later calls share the result. After a failure, the next call tries again. */
export const loadOnce = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= load(make).catch((thrown: unknown) => {
      made = undefined;
      throw thrown;
    });
    return made;
  };
};

/** Runs something half a second later. The frames of a page share a thread, so whatever can wait would keep the other fields waiting. */
export const later = (run: () => void): void => void setTimeout(run, 500);
