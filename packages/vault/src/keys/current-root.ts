import type { Store } from '../store/port.ts';
import { RootKeyError } from './errors.ts';
import type { KeyWrapper, RootKeyProvider } from './root-key.ts';
import { openVaultKey, type RootRecord } from './vault-key.ts';

/** Root keys at hand, the likeliest first. Asked again when the stored keys have been wrapped under another one. */
export type RootKeySource = () => Iterable<RootKeyProvider>;

/** A root key, which of the stored versions it is, and what wraps the keys of tenants under it. */
export interface VersionedRoot extends RootRecord {
  provider: RootKeyProvider;
  keys: KeyWrapper;
}

/** The newest version of the root key; none in a database without keys. */
export const newestRecord = async (store: Store): Promise<RootRecord | undefined> => {
  const [row] = await store.rows<{ version: number; check_value: Uint8Array }>(
    'select version, check_value from root_keys order by version desc limit 1',
  );
  return row && { version: row.version, record: row.check_value };
};

/** Whether a root key is the one that the stored keys are wrapped under. */
export const isCurrentRoot = async (store: Store, provider: RootKeyProvider): Promise<boolean> => {
  const newest = await newestRecord(store);
  try {
    return newest !== undefined && (await openVaultKey(provider, newest)) !== undefined;
  } catch (error) {
    if (error instanceof RootKeyError && error.code === 'wrong') return false;
    throw error;
  }
};

/**
 * The root key of the newest version. Throws `RootKeyError`: with code `wrong` when it is not at hand, and what the provider says when one
 * that may be the right one does not answer.
 */
export const currentRoot = async (store: Store, source: RootKeyProvider | RootKeySource): Promise<VersionedRoot> => {
  const newest = await newestRecord(store);
  let silent: RootKeyError | undefined;
  for (const provider of typeof source === 'function' ? source() : [source]) {
    if (!newest) break;
    try {
      const keys = await openVaultKey(provider, newest);
      if (keys) return { ...newest, provider, keys };
    } catch (error) {
      if (!(error instanceof RootKeyError)) throw error;
      silent ??= error;
    }
  }
  if (silent) throw silent;
  throw new RootKeyError(
    'wrong',
    'This is not the root key that the stored keys are wrapped under. Start with that one; nothing was changed.',
  );
};
