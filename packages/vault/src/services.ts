import type { Authenticator } from './access/authenticate.ts';
import type { ReadLog } from './audit/read-log.ts';
import type { BinTable } from './bins/bin-table.ts';
import type { Egress } from './egress/egress.ts';
import type { Random } from './ids.ts';
import type { Keyring } from './keys/port.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { ReactionQueue } from './sandbox/reaction-queue.ts';
import type { FormulaRunner } from './sandbox/sandbox.ts';
import type { Store } from './store/port.ts';
import type { ActiveTokens } from './usage/active-tokens.ts';

/** What handlers work with. */
export interface Services {
  store: Store;
  keyring: Keyring;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random: Random;
  /** A fresh UUID version 7 as text. */
  newId: () => string;
  reads: ReadLog;
  active: ActiveTokens;
  /** Which row of each counter this process writes (`usage/shard.ts`). */
  shard: number;
  authenticator: Authenticator;
  metrics: Metrics;
  log: Log;
  /** What the operator has imported about card numbers. */
  bins: BinTable;
  /** Sends requests to hosts that customers name. */
  egress: Egress;
  /** Runs the code of formulas. */
  sandbox: FormulaRunner;
  /** Reactions that run after the answer to their request. */
  reactions: ReactionQueue;
  /** Milliseconds for which a card verification code is kept. */
  cvcTtl: number;
  /** Whether keys of type `elements` may send expressions over data: masks, search indexes, fingerprint expressions. */
  elementsExpressions: boolean;
  /** Whether keys that stand in pages may ask the operator's table of BINs. */
  elementsBins: boolean;
  /** The number of active tokens per month that usage reports show as included. The vault does not enforce it. */
  includedMonthlyActiveTokens: number;
}
