import type { Random } from '../ids.ts';
import { isCurrentRoot, type RootKeySource } from '../keys/current-root.ts';
import { openKeyring } from '../keys/keyring.ts';
import type { Keyring } from '../keys/port.ts';
import { adoptNextRootKeyFile } from '../keys/root-key-sources.ts';
import { dataDirFiles } from '../storage/data-dir.ts';
import type { Store } from '../store/port.ts';
import { findRootKeys } from './root-key.ts';
import type { Terminal } from './terminal.ts';

/** The keyring of a vault, and the root key that opened it. */
export interface OpenKeyring {
  keyring: Keyring;
  root: RootKeySource;
  /** The file of the root key, if it does not come from the environment. */
  rootKeyFile: string;
}

/** Opens the keys of a vault with the available root key. Finishes a rotation of the root key if one was interrupted. */
export const openKeyringOf = async (
  { keys, clock, random }: { keys: Store; clock: () => number; random: Random },
  dataDir: string,
  terminal: Pick<Terminal, 'environment'>,
): Promise<OpenKeyring> => {
  const rootKeyFile = dataDirFiles(dataDir).rootKey;
  const root = findRootKeys(rootKeyFile, terminal);
  const keyring = await openKeyring({ store: keys, root, random, clock });
  await adoptNextRootKeyFile(rootKeyFile, (next) => isCurrentRoot(keys, next));
  return { keyring, root, rootKeyFile };
};
