import { backup, DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { createPrivately } from '../private-file.ts';
import { storeError } from './errors.ts';

/** Pages copied before progress is told. */
const step = 2000;

/**
 * Copies a database, as it is at this moment, into a new file for its owner alone. Others may go on writing: a read transaction holds
 * the moment, so the copy never starts over.
 */
export const copyDatabase = async (
  from: string,
  to: string,
  progress: (done: number, total: number) => void = () => undefined,
  copy: typeof backup = backup,
): Promise<void> => {
  createPrivately(to);
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    source.exec('begin');
    source.prepare('select count(*) from sqlite_schema').get();
    await copy(source, to, {
      rate: step,
      progress: ({ totalPages, remainingPages }) => progress(totalPages - remainingPages, totalPages),
    });
  } catch (error) {
    const failure = storeError(error, from);
    // Reading takes no space, so the disk of the copy is full.
    throw failure.code === 'full' ? storeError(error, to) : failure;
  } finally {
    source.close();
  }
};

/** Checks a database file page by page. Throws `StoreError` with code `damaged`. */
export const assertIntact = (path: string): void => {
  const db = new DatabaseSync(path);
  try {
    const rows = [...db.prepare('pragma integrity_check(1)').all(), ...db.prepare('pragma foreign_key_check').all()];
    if (rows.length === 1 && rows[0]?.integrity_check === 'ok') return;
  } catch (error) {
    throw storeError(error, path);
  } finally {
    db.close();
  }
  throw new StoreError('damaged', `${path} is damaged: its pages or references do not fit together.`);
};

/** Gathers a database that nobody has open in one file, without a write-ahead log beside it. */
export const gatherInOneFile = (path: string): void => {
  const db = new DatabaseSync(path);
  try {
    db.exec('pragma journal_mode = delete');
  } finally {
    db.close();
  }
};
