import { existsSync } from 'node:fs';
import { rootKeyVariable } from '../keys/root-key-sources.ts';
import { createDataDir, DataDirError, dataDirFiles, lockDataDir } from '../storage/data-dir.ts';
import { assertDatabaseUninitialised, databaseSchemas, openDatabase } from '../storage/database.ts';
import type { MadeVault, MakeVault } from './make-vault.ts';
import { placeOf, type RootKeyValues } from './root-key.ts';
import type { Terminal } from './terminal.ts';

const assertNoRootKey = (file: string): void => {
  if (!existsSync(file)) return;
  throw new DataDirError(
    'initialised',
    `${file} is there already and may be the key of another vault. Nothing was changed. Name another folder with ` +
      `--data-dir, or give a root key in ${rootKeyVariable}.`,
  );
};

/**
 * Creates a vault in an empty database. Unless the root key has another place, it is written to its file first, so that a
 * vault never exists without its root key.
 */
export const initDatabase = async (
  url: string,
  values: RootKeyValues,
  terminal: Terminal,
  make: MakeVault,
): Promise<MadeVault> => {
  const dataDir = values['data-dir'];
  const { where } = await assertDatabaseUninitialised(url);
  const { rootKey } = dataDirFiles(dataDir);
  const made = () =>
    make(
      (random) => placeOf(values, random, terminal).next(),
      (environment) => openDatabase(url, environment),
    );
  const isElsewhere = values['root-key'] !== undefined || terminal.environment[rootKeyVariable];
  const inFolder = async () => {
    createDataDir(dataDir);
    const lock = lockDataDir(dataDir);
    try {
      assertNoRootKey(rootKey);
      return await made();
    } finally {
      lock.release();
    }
  };
  const { data, keys } = databaseSchemas;
  return {
    tenant: isElsewhere ? await made() : await inFolder(),
    place: where,
    backup: `Back up the root key and the schema ${keys} apart from the schema ${data}: nothing opens without them.`,
  };
};
