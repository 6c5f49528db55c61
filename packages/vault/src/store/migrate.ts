import { createHash } from 'node:crypto';
import { StoreError } from './errors.ts';

/** One numbered step of a schema. Once released it is never edited: the checksum of its text is kept in the database. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  id: number;
  name: string;
  /** As SQLite reads it; for PostgreSQL the words of `postgres/dialect.ts` are put in place of its own. */
  sql: string;
}

/** What the `migrations` table of a database says of one applied step. */
export const checksum = ({ sql }: Migration): string => createHash('sha256').update(sql).digest('hex');

/**
 * The steps a database still lacks, given the checksums of those it has, in order. Refuses a database that knows more steps
 * than we do: writing to it could break what the newer release relies on. `where` names the database.
 */
export const pendingMigrations = (
  applied: readonly string[],
  migrations: readonly Migration[],
  where: string,
): readonly Migration[] => {
  if (applied.length > migrations.length) {
    throw new StoreError(
      'newer',
      `${where} was written by a newer release (schema step ${applied.length}; this release knows ${migrations.length}). ` +
        'Start that release again, or restore a backup that this one made.',
    );
  }
  for (const [index, known] of applied.entries()) {
    const migration = migrations[index];
    if (migration === undefined || known === checksum(migration)) continue;
    throw new StoreError(
      'altered',
      `${where}: schema step ${migration.id} (${migration.name}) is not the one this release knows. ` +
        'Start the release that wrote it, or restore a backup.',
    );
  }
  return migrations.slice(applied.length);
};
