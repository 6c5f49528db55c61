import type { Actor } from '../access/origin.ts';
import type { Random } from '../ids.ts';
import { pooledRandom } from '../keys/random.ts';
import type { Store } from '../store/port.ts';
import { commandActor } from './command-actor.ts';
import { type OpenKeyring, openKeyringOf } from './open-keyring.ts';
import type { Values } from './options.ts';
import type { RootKeyValues } from './root-key.ts';
import { storageOf } from './storage.ts';
import type { Terminal } from './terminal.ts';

/** A vault that a command works on; another process may serve it at the same time. */
export interface OpenVault extends OpenKeyring {
  data: Store;
  keys: Store;
  clock: () => number;
  random: Random;
  /** Who gives the command. */
  actor: Actor;
}

/** Opens the stores of an existing vault, without any of its keys. */
export const withKeyStore = async (
  values: Values<'data-dir' | 'database-url'>,
  use: (vault: Pick<OpenVault, 'keys' | 'clock' | 'random'>) => Promise<void>,
): Promise<void> => {
  const storage = storageOf(values);
  await storage.assertInitialised();
  const environment = { clock: Date.now, random: pooledRandom() };
  const { keys, close } = await storage.open(environment);
  try {
    await use({ ...environment, keys });
  } finally {
    await close();
  }
};

/** Opens an existing vault, runs a function on it, and closes it again. */
export const withVault = async (
  values: RootKeyValues & Values<'database-url'>,
  terminal: Terminal,
  use: (vault: OpenVault) => Promise<void>,
): Promise<void> => {
  const storage = storageOf(values);
  await storage.assertInitialised();
  const environment = { clock: Date.now, random: pooledRandom() };
  const { data, keys, close } = await storage.open(environment);
  try {
    const open = await openKeyringOf({ keys, ...environment }, values, terminal);
    await use({ ...open, ...environment, data, keys, actor: commandActor(terminal.command ?? '') });
  } finally {
    await close();
  }
};
