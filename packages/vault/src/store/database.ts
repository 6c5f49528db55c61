import type { Random } from '../ids.ts';
import { keyMigrations } from '../keys/migrations.ts';
import type { WatchBatch } from './group-commit.ts';
import { migrations } from './migrations.ts';
import { looksInto } from './postgres/look.ts';
import { openPostgres } from './postgres/postgres.ts';
import { openStores, type Stores } from './stores.ts';

/** Schemas of a vault in a PostgreSQL database. They are apart so that backups of data and keys can be. */
export const databaseSchemas = { data: 'tessera', keys: 'tessera_keys' };

/** The database cannot be used as asked. The message names it and says what to do. */
export class DatabaseStateError extends Error {
  override readonly name = 'DatabaseStateError';
  readonly code: 'uninitialised' | 'initialised';

  constructor(code: DatabaseStateError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Which half of a vault is there. Changes nothing. */
const stateOf = (url: string) =>
  looksInto(url, async (has) => ({
    data: await has(`${databaseSchemas.data}.tenants`),
    keys: await has(`${databaseSchemas.keys}.root_keys`),
  }));

/** Refuses a database in which anything of a vault lies. Changes nothing. */
export const assertDatabaseUninitialised = async (url: string): Promise<void> => {
  const { where, data, keys } = await stateOf(url);
  if (data) {
    throw new DatabaseStateError(
      'initialised',
      `${where} holds a vault already; nothing was changed. Name another with --database-url.`,
    );
  }
  if (keys) {
    throw new DatabaseStateError(
      'initialised',
      `${where} holds keys, but no tenant: an init was interrupted, or the data was lost. Nothing was changed. Restore the ` +
        `data if there ever was any; else drop the schemas ${databaseSchemas.data} and ${databaseSchemas.keys}.`,
    );
  }
};

/** Refuses a database that holds no vault, so that a mistyped URL never becomes an empty one. */
export const assertDatabaseInitialised = async (url: string): Promise<void> => {
  const { where, data, keys } = await stateOf(url);
  if (!data) {
    throw new DatabaseStateError(
      'uninitialised',
      `${where} holds no vault. Make one with: tessera-vault init --database-url URL --tenant NAME`,
    );
  }
  if (!keys) {
    throw new DatabaseStateError(
      'uninitialised',
      `${where} has lost its schema ${databaseSchemas.keys}, and without it nothing in it can be decrypted. ` +
        'Restore it from your key backup.',
    );
  }
};

/** Opens both schemas of a database, bringing them up to date. Any number of processes may. */
export const openDatabase = async (
  url: string,
  { clock, random, watch }: { clock: () => number; random: Random; watch?: WatchBatch | undefined },
): Promise<Stores> =>
  await openStores(
    () => openPostgres({ url, schema: databaseSchemas.keys, migrations: keyMigrations, clock, random }),
    () => openPostgres({ url, schema: databaseSchemas.data, migrations, clock, random, watch }),
  );
