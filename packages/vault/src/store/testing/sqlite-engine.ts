import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Migration } from '../migrate.ts';
import { joinSqlite, openSqlite, type SqliteStore } from '../sqlite/sqlite.ts';
import type { Engine } from './suite/engine.ts';
import { schema, steps } from './table.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A store in a file, closed when the running test ends. It waits briefly for others and empties its log at once. */
export const openFile = async (
  path = join(temporaryFolder(), 'a.db'),
  migrations: readonly Migration[] = steps(schema),
) => {
  const store = await openSqlite({ path, migrations, busyTimeout: 50, logLife: 5 });
  onTestFinished(() => store.close());
  return store;
};

/** Each place is a file. */
export const sqlite: Engine = {
  name: 'SQLite',
  place: async () => {
    const path = join(temporaryFolder(), 'a.db');
    return async (migrations = steps(schema)) => {
      const store = await openSqlite({ path, migrations });
      onTestFinished(() => store.close());
      return store;
    };
  },
};

/** Each place is a file, which the first opens and all others join, as the worker threads of one process do. */
export const sharedSqlite: Engine = {
  name: 'SQLite with one writer for several threads',
  place: async () => {
    const path = join(temporaryFolder(), 'a.db');
    let first: SqliteStore | undefined;
    return async (migrations = steps(schema)) => {
      const opened = first ?? (await openSqlite({ path, migrations }));
      const store = first ? await joinSqlite({ path }, first.connect) : opened;
      first = opened;
      onTestFinished(() => store.close());
      return store;
    };
  },
};
