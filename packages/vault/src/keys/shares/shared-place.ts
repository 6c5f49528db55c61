import { createSecretKey, type KeyObject } from 'node:crypto';
import { RootKeyError } from '../errors.ts';
import type { PlaceOf, RootKeyPlace } from '../providers/place.ts';
import { type RootKeyProvider, rootKeyOf } from '../root-key.ts';

const sealed = () =>
  new RootKeyError('sealed', 'The vault is sealed: its root key is in shares, and not enough of them have been given.');

/**
 * `shares:`: the root key is in no place. It is in the memory of a process from when enough of its shares were given until it is
 * forgotten.
 */
export const sharedPlace: PlaceOf = (rest, { findShared }): RootKeyPlace => {
  if (rest !== '') throw new RootKeyError('malformed', 'A root key in shares is named by shares: alone.');
  let key: KeyObject | undefined;
  const opened = async (): Promise<RootKeyProvider> => {
    key ??= await findShared?.();
    if (!key) throw sealed();
    return rootKeyOf(key, 'shares:');
  };
  const provider: RootKeyProvider = {
    describe: () => ({ uri: 'shares:', heldBy: 'this process', algorithm: 'AES-256-KW' }),
    wrap: async (context, bytes) => (await opened()).wrap(context, bytes),
    unwrap: async (context, wrapped) => (await opened()).unwrap(context, wrapped),
    health: async () => {
      if (!key) throw sealed();
    },
  };
  return {
    uri: 'shares:',
    keys: () => [provider],
    next: () => {
      throw new RootKeyError('malformed', 'Shares of a new root key are made by: tessera-vault keys shares create');
    },
    shared: {
      key: () => key,
      unlock: (bytes) => {
        key = createSecretKey(bytes);
        bytes.fill(0);
      },
      lock: () => {
        key = undefined;
      },
    },
  };
};
