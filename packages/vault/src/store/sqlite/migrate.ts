import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { checksum, type Migration, pendingMigrations } from '../migrate.ts';

const hasTable = (db: DatabaseSync, name?: string) =>
  db.prepare(`select 1 from sqlite_schema where type = 'table' and name = coalesce(?, name)`).get(name ?? null) !==
  undefined;

const appliedTo = (db: DatabaseSync, path: string): string[] => {
  if (!hasTable(db, 'migrations')) {
    if (hasTable(db)) throw new StoreError('damaged', `${path} is a database, but not one of a vault.`);
    db.exec(`create table migrations (
      id integer primary key, name text not null, checksum text not null, applied_at integer not null
    ) strict`);
  }
  return db
    .prepare('select checksum from migrations order by id')
    .all()
    .map((row) => String(row.checksum));
};

/** Brings a database up to date in one transaction, or leaves it as it was. Two processes may call it at once. */
export const migrate = (db: DatabaseSync, migrations: readonly Migration[], path: string, now: number): void => {
  db.exec('begin immediate');
  try {
    const pending = pendingMigrations(appliedTo(db, path), migrations, path);
    const record = db.prepare('insert into migrations (id, name, checksum, applied_at) values (?, ?, ?, ?)');
    for (const migration of pending) {
      db.exec(migration.sql);
      record.run(migration.id, migration.name, checksum(migration), now);
    }
    db.exec('commit');
  } finally {
    if (db.isTransaction) db.exec('rollback');
  }
};
