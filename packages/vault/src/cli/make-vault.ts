import type { Random } from '../ids.ts';
import { createKeyring } from '../keys/keyring.ts';
import { pooledRandom } from '../keys/random.ts';
import type { RootKeyProvider } from '../keys/root-key.ts';
import type { Stores } from '../storage/stores.ts';
import { createTenant, type NewTenant } from '../tenants/create.ts';
import { commandActor } from './command-actor.ts';

/** Creates keys, a tenant and its management application in the given stores. */
export type MakeVault = (
  rootKey: (random: Random) => RootKeyProvider,
  open: (environment: { clock: () => number; random: Random }) => Promise<Stores>,
) => Promise<NewTenant>;

/** A vault that `init` has created, and what it prints. */
export interface MadeVault {
  tenant: NewTenant;
  /** Where the vault is stored. */
  place: string;
  /** What the user has to back up. */
  backup: string;
}

export const makeVault =
  (name: string): MakeVault =>
  async (rootKey, open) => {
    const clock = Date.now;
    const random = pooledRandom();
    const root = rootKey(random);
    const { data, keys, close } = await open({ clock, random });
    try {
      const keyring = await createKeyring({ store: keys, root, random, clock });
      return await createTenant({ store: data, keyring, clock, random }, { name, by: commandActor('init') });
    } finally {
      await close();
    }
  };
