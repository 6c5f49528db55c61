import { createSecretKey, timingSafeEqual } from 'node:crypto';
import type { Random } from '../ids.ts';
import { TamperedError } from './errors.ts';
import { keySize, vaultId } from './key-store.ts';
import { type KeyWrapper, type RootKeyProvider, type WrapContext, type Wrapped, wrapperUnder } from './root-key.ts';

/*
 * A root key wraps one key, the vault key, and that wraps the keys of all tenants, here in this process. So a start asks the provider of the
 * root key once, however many tenants there are, and what is open works on while the provider does not answer. Each version of the root
 * key has a vault key of its own, so a rotation replaces both.
 */

/** What the key database keeps of a version of the root key. */
export interface RootRecord {
  version: number;
  /**
   * The vault key, wrapped; it opens under no other root key. In vaults that were made before there were vault keys: the check value of a
   * root key that wraps the keys of tenants itself.
   */
  record: Uint8Array;
}

const checkValueSize = 16;

/** What the vault key of a version of the root key is wrapped for. */
export const vaultKeyContext = (version: number): WrapContext => ({ ownerId: vaultId, purpose: 'vault-key', version });

const equal = (a: Uint8Array, b: Uint8Array) => a.byteLength === b.byteLength && timingSafeEqual(a, b);

const wrapperOf = (bytes: Uint8Array): KeyWrapper => {
  const wrapper = wrapperUnder(createSecretKey(bytes));
  bytes.fill(0);
  return wrapper;
};

/** Draws the vault key of a new version of the root key. */
export const newVaultKey = async (
  provider: RootKeyProvider,
  version: number,
  random: Random,
): Promise<RootRecord & { keys: KeyWrapper }> => {
  const bytes = random(keySize);
  const record = await provider.wrap(vaultKeyContext(version), bytes);
  return { version, record, keys: wrapperOf(bytes) };
};

/** The vault key as a root key has wrapped it, if it is one that does so. */
export const wrappedVaultKey = ({ version, record }: RootRecord): Wrapped | undefined =>
  record.byteLength === checkValueSize ? undefined : { context: vaultKeyContext(version), bytes: record };

/** What wraps the keys of tenants, if this is the root key of the record. Throws `RootKeyError` when its provider does not say. */
export const openVaultKey = async (
  provider: RootKeyProvider,
  { version, record }: RootRecord,
): Promise<KeyWrapper | undefined> => {
  if (record.byteLength === checkValueSize) {
    const own = provider.checkValue?.();
    return own && equal(own, record) ? provider : undefined;
  }
  try {
    return wrapperOf(await provider.unwrap(vaultKeyContext(version), record));
  } catch (error) {
    if (error instanceof TamperedError) return undefined;
    throw error;
  }
};
