import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from './errors.ts';
import { systemFault } from './system-fault.ts';

/** Makes an empty file for its owner alone, when it is not there. SQLite gives its journals the mode of their database. */
export const createPrivately = (path: string): void => {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new StoreError('unwritable', `${path} could not be opened for writing: ${systemFault(error)}.`);
  }
};

/** Makes durable which files lie beside this one: that it is there, or has another name now. */
export const syncFolder = (path: string): void => {
  // Windows knows no such thing.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};
