import { closeSync, openSync } from 'node:fs';
import { StoreError } from './errors.ts';

/** Makes an empty file for its owner alone, when it is not there. SQLite gives its journals the mode of their database. */
export const createPrivately = (path: string): void => {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StoreError('unwritable', `${path} could not be opened for writing (${reason}).`);
  }
};
