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

/** Versions that a tenant may have: each is unwrapped at every start. */
export const mostVersions = 100;

/** How often others may be quicker before we give up. */
const attempts = 5;

export interface RotateKekOptions {
  /** The newest version that the caller knows: where there is another one, nothing is made. */
  newest?: number | undefined;
  /** Is told of the version just before it is kept: whatever happens then, the log has it. Where this rejects, nothing is made. */
  note?: (version: number) => Promise<void>;
}

/**
 * Gives a tenant a new KEK version. It seals from `activeAt` on (milliseconds since the epoch); what is sealed stays as it is. Throws
 * `KeysChangedError` where the newest version is not the one that was expected.
 */
export const rotateKek = async (
  { store, root: source, random, clock }: KeyringOptions,
  tenantId: string,
  { newest, note }: RotateKekOptions = {},
): Promise<{ version: number; activeAt: number }> => {
  let noted: number | undefined;
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
    const write = [countChange, await newKey(root, random, about)];
    if (noted !== version) await note?.(version);
    noted = version;
    const failed = await store.commit(write);
    if (failed === undefined) return { version, activeAt };
    if (failed !== overtaken || attempt === attempts) throw new Error(`The key could not be kept: ${failed}.`);
  }
};
