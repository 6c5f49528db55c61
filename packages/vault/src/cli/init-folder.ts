import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertUninitialised, createDataDir, dataDirFiles, lockDataDir, openDataDir } from '../storage/data-dir.ts';
import { syncFolder } from '../store/private-file.ts';
import type { MadeVault, MakeVault } from './make-vault.ts';
import { placeOf, type RootKeyValues } from './root-key.ts';
import type { Terminal } from './terminal.ts';

/** Moves a finished vault into its folder. The database is moved last, because a folder with a database counts as initialised. */
const moveInto = (from: string, to: string) => {
  const source = dataDirFiles(from);
  const target = dataDirFiles(to);
  for (const file of ['rootKey', 'keys', 'data'] as const) {
    if (existsSync(source[file])) renameSync(source[file], target[file]);
  }
  syncFolder(target.data);
};

/** Creates a vault in an empty folder. */
export const initFolder = async (values: RootKeyValues, terminal: Terminal, make: MakeVault): Promise<MadeVault> => {
  const dataDir = values['data-dir'];
  assertUninitialised(dataDir);
  createDataDir(dataDir);
  const lock = lockDataDir(dataDir);
  try {
    // Checked again under the lock, when no other `init` can be running.
    assertUninitialised(dataDir);
    // Created in a temporary folder beside the final one, so that a failed or killed `init` leaves no incomplete vault.
    const workshop = mkdtempSync(join(dataDirFiles(dataDir).folder, 'init-'));
    try {
      const tenant = await make(
        // Where no other place is named, the root key is made beside the databases, and moves with them.
        (random) => placeOf({ ...values, 'data-dir': workshop }, random, terminal).next(),
        ({ clock }) => openDataDir(workshop, clock),
      );
      moveInto(workshop, dataDir);
      return {
        tenant,
        place: dataDir,
        backup: 'Back up the root key and keys.db apart from vault.db: nothing opens without them.',
      };
    } finally {
      rmSync(workshop, { recursive: true, force: true });
    }
  } finally {
    lock.release();
  }
};
