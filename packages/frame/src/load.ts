import { Failure } from '@tessera/bridge';

/**
 * What only some elements need stands in files of its own, which are fetched when one asks (`import()`), immutable and named
 * by hash like the script itself. Not to get one is the same as not to reach the vault.
 */
export const load = async <T>(file: () => Promise<T>): Promise<T> => {
  try {
    return await file();
  } catch {
    throw new Failure('vault-unreachable');
  }
};

/** The same for something that is made once: a failure is tried again with the next call. */
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
