import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { keyMigrations } from '../keys/migrations.ts';
import type { WatchBatch } from '../store/group-commit.ts';
import { migrations } from '../store/migrations.ts';
import { type JoinOptions, joinSqlite, openSqlite } from '../store/sqlite/sqlite.ts';
import { writerThread } from '../store/sqlite/writer.ts';
import { systemCode, systemFault } from '../store/system-fault.ts';
import { type Lock, takeLock } from './lock.ts';
import { openStores, type Stores } from './stores.ts';

/** The folder cannot be used as asked. The message names it and says what to do. */
export class DataDirError extends Error {
  override readonly name = 'DataDirError';
  readonly code: 'in-use' | 'uninitialised' | 'initialised' | 'unusable';

  constructor(code: DataDirError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Where things lie in a data folder. Data and keys are separate files, so that backups of them can be kept apart. */
export const dataDirFiles = (path: string) => {
  const folder = resolve(path);
  return {
    folder,
    data: join(folder, 'vault.db'),
    keys: join(folder, 'keys.db'),
    rootKey: join(folder, 'root.key'),
    lock: join(folder, 'lock.db'),
    unseal: join(folder, 'unseal.sock'),
  };
};

/** Makes the folder, for its owner alone. One that is there keeps its mode: the files put into it are private themselves. */
export const createDataDir = (path: string): void => {
  try {
    mkdirSync(resolve(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DataDirError('unusable', `The data folder ${path} could not be made: ${systemFault(error)}.`);
  }
};

/** Whether a file is there. A folder that nobody may look into, or that is a file, is not taken for an empty one. */
const isThere = (file: string, path: string): boolean => {
  try {
    statSync(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw new DataDirError('unusable', `The data folder ${path} cannot be used: ${systemFault(error)}.`);
  }
};

/** Refuses a folder in which anything of a vault lies. Changes nothing. */
export const assertUninitialised = (path: string): void => {
  const { data, keys, rootKey } = dataDirFiles(path);
  if (isThere(data, path)) {
    throw new DataDirError(
      'initialised',
      `There is a vault in ${path} already; nothing was changed. Name another folder with --data-dir.`,
    );
  }
  for (const file of [keys, rootKey]) {
    if (!isThere(file, path)) continue;
    throw new DataDirError(
      'initialised',
      `${file} is there, but no vault.db: an init was interrupted, or the data was lost. Nothing was changed. ` +
        'Restore vault.db if there ever was one, or name another folder with --data-dir.',
    );
  }
};

/** The lock on a data folder. Throws `DataDirError` with code `in-use` while another process holds it. */
export const lockDataDir = (path: string): Lock => {
  const lock = takeLock(dataDirFiles(path).lock);
  if (lock) return lock;
  throw new DataDirError(
    'in-use',
    `Another process is serving the data folder ${path}. Stop it first, or name another folder with --data-dir.`,
  );
};

/** Which database of a vault. */
export type DatabaseName = 'data' | 'keys';

/** The databases of a folder, of which other threads can have a part. */
export interface FolderStores extends Stores {
  /** What another thread needs, beside the folder, to join one of them. */
  connect(name: DatabaseName): Promise<MessagePort>;
}

/**
 * Opens both databases of a folder, bringing them up to date. Takes no lock, so commands work beside a running vault. `watch` is told
 * of the batches of the data.
 */
export const openDataDir = async (path: string, clock: () => number, watch?: WatchBatch): Promise<FolderStores> => {
  const files = dataDirFiles(path);
  const writer = writerThread();
  const stores = await openStores(
    () => openSqlite({ path: files.keys, migrations: keyMigrations, clock, writer }),
    () => openSqlite({ path: files.data, migrations, clock, watch, writer }),
  );
  return { ...stores, connect: (name) => stores[name].connect() };
};

/** Has a part of both databases of a folder that another thread of this process has opened; `connect` is that of `FolderStores`. */
export const joinDataDir = async (
  path: string,
  connect: FolderStores['connect'],
  { parts, watch }: Pick<JoinOptions, 'parts' | 'watch'> = {},
): Promise<Stores> => {
  const files = dataDirFiles(path);
  return await openStores(
    () => joinSqlite({ path: files.keys }, () => connect('keys')),
    () => joinSqlite({ path: files.data, ...(parts && { parts }), watch }, () => connect('data')),
  );
};

/** Refuses a folder that holds no vault, so that a mistyped path never becomes an empty one. */
export const assertInitialised = (path: string): void => {
  const { data, keys } = dataDirFiles(path);
  if (!isThere(data, path)) {
    throw new DataDirError(
      'uninitialised',
      `There is no vault in ${path}. Make one with: tessera-vault init --data-dir ${path} --tenant NAME`,
    );
  }
  if (!isThere(keys, path)) {
    throw new DataDirError(
      'uninitialised',
      `${keys} is missing, and without it nothing in ${path} can be decrypted. Restore it from your key backup.`,
    );
  }
};
