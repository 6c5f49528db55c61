import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Migration } from '../migrate.ts';
import type { Statement } from '../port.ts';
import { openSqlite } from '../sqlite/sqlite.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A table of names and numbers. */
export const schema = 'create table t (k text not null primary key, v integer not null) strict';

export const steps = (...sql: string[]): Migration[] =>
  sql.map((text, i) => ({ id: i + 1, name: `step ${i + 1}`, sql: text }));

export const insert = (k: string, v: number): Statement => ({
  sql: 'insert into t (k, v) values (?, ?)',
  parameters: [k, v],
});

/** A store with that table, closed when the running test ends. It waits briefly for others and empties its log at once. */
export const open = async (path = join(temporaryFolder(), 'a.db'), migrations = steps(schema)) => {
  const store = await openSqlite({ path, migrations, busyTimeout: 50, logLife: 5 });
  onTestFinished(() => store.close());
  return store;
};
