import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Random } from '../ids.ts';
import { type FolderStores, openDataDir } from '../storage/data-dir.ts';
import { openDatabase } from '../storage/database.ts';
import type { Stores } from '../storage/stores.ts';
import type { WatchBatch } from '../store/group-commit.ts';
import type { Store } from '../store/port.ts';
import { freshDatabase } from '../store/testing/postgres-database.ts';
import type { After } from '../timers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the vaults of a test project run on; SQLite when nothing is said. */
    engine?: 'SQLite' | 'PostgreSQL';
  }
}

export interface StoresOptions {
  clock: () => number;
  random: Random;
  watch?: WatchBatch | undefined;
  after?: After | undefined;
}

/** A place for one vault. What `open` gives is that place, as each process opens it. */
export interface StorageLocation {
  /** Where the files are; nothing lies there on PostgreSQL. */
  folder: string;
  open(options: StoresOptions): Promise<Stores & Partial<Pick<FolderStores, 'connect'>>>;
  remove(): Promise<void>;
}

type Open = (folder: string) => StorageLocation['open'];

const inDatabase =
  (url: string): Open =>
  () =>
  (options) =>
    openDatabase(url, options);

const inFiles: Open =
  (folder) =>
  ({ clock, watch }) =>
    openDataDir(folder, clock, watch);

const storageWith = async (open: Open): Promise<StorageLocation> => {
  const folder = await mkdtemp(join(tmpdir(), 'vault-'));
  return { folder, open: open(folder), remove: () => rm(folder, { recursive: true }) };
};

/** A place with nothing in it, on the engine of the test project. */
export const freshStorage = async (): Promise<StorageLocation> =>
  await storageWith(inject('engine') === 'PostgreSQL' ? inDatabase(await freshDatabase()) : inFiles);

/** A place in a database with nothing in it. */
export const storageInDatabase = (url: string): Promise<StorageLocation> => storageWith(inDatabase(url));

/** A place in files, whatever the engine of the test project. */
export const storageInFiles = (): Promise<StorageLocation> => storageWith(inFiles);

/** The names of a store's tables that have a column, in order. */
export const tablesWith = async (store: Store, column: string): Promise<string[]> => {
  const sql =
    inject('engine') === 'PostgreSQL'
      ? `select table_name as name from information_schema.columns
          where table_schema = current_schema() and column_name = ?`
      : `select m.name from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' and c.name = ?`;
  const tables = await store.rows<{ name: string }>(sql, [column]);
  return tables.map(({ name }) => name).sort();
};
