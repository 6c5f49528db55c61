import { currentRoot } from './current-root.ts';
import { KeyDestroyedError, KeysChangedError } from './errors.ts';
import { countChange, overtaken, storedKeys } from './key-store.ts';
import type { KeyringOptions } from './keyring.ts';
import { newKey } from './new-key.ts';

/**
 * Milliseconds between the making of a version and its first use. Every process looks for changes each second, so by then all of
 * them know it, also when one of two looks fails or their clocks differ a little.
 */
export const activationDelay = 5000;

/** How often others may be quicker before we give up. */
const attempts = 5;

/**
 * Gives a tenant a new KEK version. It seals from `activeAt` on (milliseconds since the epoch); what is sealed stays as it is. `newest` is
 * the newest version that the caller knows: where there is another one, nothing is made, and it throws `KeysChangedError`.
 */
export const rotateKek = async (
  { store, root: source, random, clock }: KeyringOptions,
  tenantId: string,
  newest?: number,
): Promise<{ version: number; activeAt: number }> => {
  for (let attempt = 1; ; attempt++) {
    const root = await currentRoot(store, source);
    const versions = (await storedKeys(store))
      .filter(({ ownerId, purpose }) => ownerId === tenantId && purpose === 'kek')
      .map(({ version }) => version);
    if (versions.length === 0) {
      throw new KeyDestroyedError(`Tenant ${tenantId} has no keys, or they have been destroyed.`);
    }
    const last = Math.max(...versions);
    if (newest !== undefined && last !== newest) {
      throw new KeysChangedError(`Version ${last} of the key of tenant ${tenantId} was made meanwhile.`);
    }
    const version = last + 1;
    const createdAt = clock();
    const activeAt = createdAt + activationDelay;
    const about = { ownerId: tenantId, purpose: 'kek', version, activeAt, createdAt } as const;
    const failed = await store.commit([countChange, await newKey(root, random, about)]);
    if (failed === undefined) return { version, activeAt };
    if (failed !== overtaken || attempt === attempts) throw new Error(`The key could not be kept: ${failed}.`);
  }
};
