import type { Authenticator } from './access/authenticate.ts';
import type { ReadLog } from './audit/read-log.ts';
import type { Random } from './ids.ts';
import type { Keyring } from './keys/port.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Store } from './store/port.ts';

/** What resources work with. */
export interface World {
  store: Store;
  keyring: Keyring;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random: Random;
  /** A fresh UUID version 7 as text. */
  newId: () => string;
  reads: ReadLog;
  authenticator: Authenticator;
  metrics: Metrics;
  /** Milliseconds for which a card verification code is kept. */
  cvcTtl: number;
}
