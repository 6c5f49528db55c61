import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from './errors.ts';

/** One numbered step of a schema. Once released it is never edited: the checksum of its text is kept in the database. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  id: number;
  name: string;
  sql: string;
}

const checksum = ({ sql }: Migration) => createHash('sha256').update(sql).digest('hex');

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

/**
 * Brings a database up to date in one transaction, or leaves it as it was. Two processes may call it at once. Refuses a
 * database that knows more steps than we do: writing to it could break what the newer release relies on.
 */
export const migrate = (db: DatabaseSync, migrations: readonly Migration[], path: string, now: number): void => {
  db.exec('begin immediate');
  try {
    const applied = appliedTo(db, path);
    if (applied.length > migrations.length) {
      throw new StoreError(
        'newer',
        `${path} was written by a newer release (schema step ${applied.length}; this release knows ${migrations.length}). ` +
          'Start that release again, or restore a backup that this one made.',
      );
    }
    const record = db.prepare('insert into migrations (id, name, checksum, applied_at) values (?, ?, ?, ?)');
    for (const [index, migration] of migrations.entries()) {
      const known = applied[index];
      if (known === undefined) {
        db.exec(migration.sql);
        record.run(migration.id, migration.name, checksum(migration), now);
      } else if (known !== checksum(migration)) {
        throw new StoreError(
          'altered',
          `${path}: schema step ${migration.id} (${migration.name}) is not the one this release knows. ` +
            'Start the release that wrote this folder, or restore a backup.',
        );
      }
    }
    db.exec('commit');
  } finally {
    if (db.isTransaction) db.exec('rollback');
  }
};
