import type { RootKeySource } from '../keys/current-root.ts';
import type { Cryptoperiods } from '../keys/inventory.ts';
import type { RootKeyProvider } from '../keys/root-key.ts';
import type { Store } from '../store/port.ts';

/** The keys behind the keyring, for those who look after them. */
export interface KeyPlace {
  store: Store;
  root: RootKeyProvider | RootKeySource;
  periods: Cryptoperiods;
}
