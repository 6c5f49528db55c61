import { createSecretKey } from 'node:crypto';
import type { Random } from '../ids.ts';
import { isCurrentRoot, type RootKeySource } from '../keys/current-root.ts';
import { openKeyring } from '../keys/keyring.ts';
import type { Keyring } from '../keys/port.ts';
import type { PlaceOptions, RootKeyPlace } from '../keys/providers/place.ts';
import { adoptNextRootKeyFile } from '../keys/root-key-sources.ts';
import { type WatchRootKey, watchedRootKeys } from '../keys/watched-root-key.ts';
import type { Store } from '../store/port.ts';
import { askForShares } from './ask-for-shares.ts';
import { keysIn, nextPlaceOf, placeOf, type RootKeyValues } from './root-key.ts';
import type { Terminal } from './terminal.ts';

/** The keyring of a vault, and the root key that opened it. */
export interface OpenKeyring {
  keyring: Keyring;
  root: RootKeySource;
  /** Where the root key is kept, or was until a rotation that has just ended. */
  place: RootKeyPlace;
  /** Where the next root key is, during a rotation. */
  nextPlace: RootKeyPlace | undefined;
}

interface OpenOptions {
  keys: Store;
  clock: () => number;
  random: Random;
  /** Is told of each call to the provider of the root key. */
  watch?: WatchRootKey | undefined;
}

const minute = 60_000;

/**
 * Opens the keys of a vault with the available root key. One in shares is put together from what people type, unless `elsewhere` says
 * otherwise. Finishes a rotation of the root key if one was interrupted.
 */
export const openKeyringOf = async (
  { keys, clock, random, watch }: OpenOptions,
  values: RootKeyValues & { 'root-key-grace'?: number },
  { environment, forget, ...terminal }: Pick<Terminal, 'environment' | 'forget' | 'secret' | 'err'>,
  elsewhere: Pick<PlaceOptions, 'findShared' | 'inToken'> = {
    findShared: async () => createSecretKey(await askForShares(keys, terminal)),
  },
): Promise<OpenKeyring> => {
  const world = { environment, forget, ...elsewhere };
  const place = placeOf(values, random, world);
  const nextPlace = nextPlaceOf(values, random, world);
  const found = keysIn(nextPlace ? [nextPlace, place] : [place]);
  const root = watch ? watchedRootKeys(found, watch) : found;
  const grace = values['root-key-grace'];
  const keyring = await openKeyring({
    ...{ store: keys, root, random, clock },
    grace: grace === undefined ? undefined : grace * minute,
  });
  if (place.file !== undefined) await adoptNextRootKeyFile(place.file, (next) => isCurrentRoot(keys, next));
  return { keyring, root, place, nextPlace };
};
