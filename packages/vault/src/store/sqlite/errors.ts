import { StoreError, type StoreErrorCode } from '../errors.ts';

interface SqliteError extends Error {
  errcode: number;
  errstr: string;
}

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';

/** Primary result codes (https://sqlite.org/rescode.html) after which nothing of the batch may be kept. */
const fatal: Record<number, readonly [StoreErrorCode, string]> = {
  3: ['unwritable', 'may not be opened'],
  5: ['busy', 'has been held by another process for too long'],
  7: ['unwritable', 'ran out of memory'],
  8: ['unwritable', 'may not be written to, or nothing may be put beside it'],
  10: ['unwritable', 'could not be read or written'],
  11: ['damaged', 'is damaged; restore a backup'],
  13: ['full', 'could not grow: the disk is full'],
  14: ['unwritable', 'could not be opened'],
  15: ['busy', 'has been held by another process for too long'],
  22: ['unwritable', 'is too large for this system'],
  26: ['damaged', 'is not a database; restore a backup'],
};

/** Whether an error concerns the database as a whole, not the statement that met it. */
export const isFatal = (error: unknown): boolean => isSqliteError(error) && (error.errcode & 0xff) in fatal;

/** Whether another process holds the database. */
export const isBusy = (error: unknown): boolean => isSqliteError(error) && (error.errcode & 0xff) === 5;

/** An error of SQLite in words. What it says of statements names tables and columns, never a parameter. */
export const storeError = (error: unknown, path: string): StoreError => {
  if (error instanceof StoreError) return error;
  if (isSqliteError(error)) {
    const [code, says] = fatal[error.errcode & 0xff] ?? [];
    if (code !== undefined) return new StoreError(code, `${path} ${says} (${error.errstr}).`);
    return new StoreError('refused', error.message);
  }
  // Node's own complaints (a parameter of a wrong type, a closed database) carry no values either.
  return new StoreError('refused', error instanceof Error ? error.message : 'The statement could not be run.');
};
