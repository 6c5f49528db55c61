import { timingSafeEqual } from 'node:crypto';
import type { Store } from '../store/port.ts';
import { RootKeyError } from './errors.ts';
import type { RootKey } from './root-key.ts';

/** Root keys at hand, the likeliest first. Asked again when the stored keys have been wrapped under another one. */
export type RootKeySource = () => Iterable<RootKey>;

/** A root key, and which of the stored versions it is. */
export interface VersionedRoot {
  version: number;
  root: RootKey;
}

const equal = (a: Uint8Array, b: Uint8Array) => a.byteLength === b.byteLength && timingSafeEqual(a, b);

/** Whether a root key is the one that the stored keys are wrapped under. */
export const isCurrentRoot = async (store: Store, root: RootKey): Promise<boolean> => {
  const [row] = await store.rows<{ check_value: Uint8Array }>(
    'select check_value from root_keys order by version desc limit 1',
  );
  return row !== undefined && equal(row.check_value, await root.checkValue());
};

/** The root key of the newest version. Throws `RootKeyError` with code `wrong` when it is not at hand. */
export const currentRoot = async (store: Store, source: RootKey | RootKeySource): Promise<VersionedRoot> => {
  const [row] = await store.rows<{ version: number; check_value: Uint8Array }>(
    'select version, check_value from root_keys order by version desc limit 1',
  );
  for (const root of typeof source === 'function' ? source() : [source]) {
    if (row && equal(row.check_value, await root.checkValue())) return { version: row.version, root };
  }
  throw new RootKeyError(
    'wrong',
    'This is not the root key that the stored keys are wrapped under. Start with that one; nothing was changed.',
  );
};
