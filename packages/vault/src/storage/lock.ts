import { DatabaseSync } from 'node:sqlite';
import { createPrivately } from '../store/private-file.ts';
import { isBusy, storeError } from '../store/sqlite/errors.ts';

export interface Lock {
  release(): void;
}

/**
 * Takes the lock that only one process may hold, or gives `undefined` while another has it. It is an exclusive transaction
 * on a database of its own: SQLite holds it as a kernel lock, which ends with the process however that dies.
 */
export const takeLock = (path: string): Lock | undefined => {
  createPrivately(path);
  const db = new DatabaseSync(path);
  try {
    db.exec('pragma busy_timeout = 0; begin exclusive');
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw storeError(error, path);
  }
};
