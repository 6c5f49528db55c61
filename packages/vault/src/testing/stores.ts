import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Random } from '../ids.ts';
import { openDataDir } from '../store/data-dir.ts';
import { openDatabase } from '../store/database.ts';
import type { WatchBatch } from '../store/group-commit.ts';
import type { Store } from '../store/port.ts';
import type { Stores } from '../store/stores.ts';
import { freshDatabase } from '../store/testing/postgres-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the vaults of a test project run on; SQLite when nothing is said. */
    engine?: 'SQLite' | 'PostgreSQL';
  }
}

export interface StoresWorld {
  clock: () => number;
  random: Random;
  watch?: WatchBatch | undefined;
}

/** A place for one vault. What `open` gives is that place, as each process opens it. */
export interface Place {
  /** Where the files are; nothing lies there on PostgreSQL. */
  folder: string;
  open(world: StoresWorld): Promise<Stores>;
  remove(): Promise<void>;
}

/** A place with nothing in it, on the engine of the test project. */
export const freshPlace = async (engine = inject('engine')): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), 'vault-'));
  const remove = () => rm(folder, { recursive: true });
  if (engine !== 'PostgreSQL') {
    return { folder, remove, open: ({ clock, watch }) => openDataDir(folder, clock, watch) };
  }
  const url = await freshDatabase();
  return { folder, remove, open: (world) => openDatabase(url, world) };
};

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
