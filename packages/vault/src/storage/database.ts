import type { Random } from '../ids.ts';
import { keyMigrations } from '../keys/migrations.ts';
import type { WatchBatch } from '../store/group-commit.ts';
import { migrations } from '../store/migrations.ts';
import type { After } from '../timers.ts';
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

const { data: dataSchema, keys: keySchema } = databaseSchemas;

const error = (code: DatabaseStateError['code'], message: string) => new DatabaseStateError(code, message);

/** What is there of a vault. One without tenants is a vault, one without keys is the wreck of one. Changes nothing. */
const lookInto = async (url: string) => {
  const { look } = await import('../store/postgres/look.ts');
  return await look(url, async (has) => ({
    tables: await has(`${dataSchema}.migrations`),
    tenants: await has(`${dataSchema}.tenants`),
    keys: await has(`${keySchema}.root_keys`),
  }));
};

type Found = Awaited<ReturnType<typeof lookInto>>;

const lostKeys = ({ where }: Found) =>
  error(
    'uninitialised',
    `${where} has lost its schema ${keySchema}, and without it nothing in it can be decrypted. Restore it from your key backup.`,
  );

const lostData = ({ where }: Found) =>
  error(
    'initialised',
    `${where} holds keys, but no data. Restore the schema ${dataSchema} from a backup; only if there never was one, drop the ` +
      `schema ${keySchema} and make a new vault.`,
  );

/** Refuses a database in which anything of a vault lies; gives how others may call it. Changes nothing. */
export const assertDatabaseUninitialised = async (url: string): Promise<{ where: string }> => {
  const found = await lookInto(url);
  if (found.keys && !found.tables) throw lostData(found);
  if (found.tenants && !found.keys) throw lostKeys(found);
  if (!found.keys) return found;
  throw error(
    'initialised',
    `${found.where} holds a vault already; nothing was changed. Name another with --database-url.`,
  );
};

/** Refuses a database that holds no vault, so that a mistyped URL never becomes an empty one. Changes nothing. */
export const assertDatabaseInitialised = async (url: string): Promise<void> => {
  const found = await lookInto(url);
  if (found.keys && found.tables) return;
  if (found.keys) throw lostData(found);
  if (found.tenants) throw lostKeys(found);
  throw error(
    'uninitialised',
    `${found.where} holds no vault. Make one with: tessera-vault init --database-url URL --tenant NAME`,
  );
};

/** Refuses a database without data; tells whether there are keys beside it. Changes nothing. */
export const assertDataInDatabase = async (url: string): Promise<{ where: string; keys: boolean }> => {
  const found = await lookInto(url);
  if (found.tenants) return found;
  throw error('uninitialised', `${found.where} holds no data of a vault. Restore it first, with pg_restore.`);
};

export interface DatabaseEnvironment {
  clock: () => number;
  random: Random;
  watch?: WatchBatch | undefined;
  after?: After | undefined;
}

/**
 * Opens both schemas of a database, bringing them up to date. Any number of processes may. The client of PostgreSQL is loaded here, since
 * a vault in a folder needs none.
 */
export const openDatabase = async (
  url: string,
  { clock, random, watch, after }: DatabaseEnvironment,
): Promise<Stores> => {
  const { openPostgres } = await import('../store/postgres/postgres.ts');
  return await openStores(
    () => openPostgres({ url, schema: databaseSchemas.keys, migrations: keyMigrations, clock, random, after }),
    () => openPostgres({ url, schema: databaseSchemas.data, migrations, clock, random, watch, after }),
  );
};
