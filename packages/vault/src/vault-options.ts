import type { AllowedOrigins } from './access/allowed-origins.ts';
import type { Identified } from './access/authenticate.ts';
import type { Revocations } from './access/revocations.ts';
import type { CodeGuards } from './api/code-calls.ts';
import type { EffortLimits } from './effort/effort.ts';
import type { Egress } from './egress/egress.ts';
import type { VaultRequest, VaultResponse } from './http/messages.ts';
import type { Random } from './ids.ts';
import type { Keyring } from './keys/port.ts';
import type { Budgets } from './limits/budgets.ts';
import type { ByteBounds } from './limits/bytes-in-flight.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { EmbeddingOptions } from './pages/embedding-policy.ts';
import type { BuiltFiles } from './pages/files.ts';
import type { FormulaRunner } from './sandbox/sandbox.ts';
import type { Store } from './store/port.ts';
import type { After } from './timers.ts';

/** Runs something every `milliseconds` until the returned function is called. */
export type Every = (milliseconds: number, run: () => void) => () => void;

export interface VaultOptions extends EmbeddingOptions {
  store: Store;
  keyring: Keyring;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random: Random;
  log: Log;
  /** Counts what the vault does; nothing is counted by default. */
  metrics?: Metrics;
  /** The files under `/elements/` and `/js/`; without them, these paths are not found. */
  files?: BuiltFiles;
  /** The origin under which callers reach the vault, for the API description; by default, that of the request. */
  publicUrl?: string | undefined;
  /**
   * Whether nothing else is served on the domain of `publicUrl` and its subdomains, so that frames need no process apart from those;
   * false by default.
   */
  ownSite?: boolean;
  /** Where calls are counted for rate limits; in this process by default. */
  budgets?: Budgets;
  limits?: {
    /** Calls a second for a key of type `elements` or `public` from one address; 10 by default. */
    elementsPerSecond?: number;
    /** Calls a second for a key of any other type; 1,000 by default. */
    perSecond?: number;
    /** Tokens, and bytes, that each tenant may store in a day; no limit by default. */
    tenantTokens?: number | undefined;
    tenantBytes?: number | undefined;
  };
  /** What one request may make the vault do; tests give it less. */
  effort?: Partial<EffortLimits>;
  /** What holds code that uses the vault; tests take a part away. */
  codeGuards?: CodeGuards;
  /** What requests and answers may occupy in memory at the same time; the usual bounds when not given. */
  byteBounds?: ByteBounds;
  /** Milliseconds for which a card verification code is kept: one hour by default, at most 24 hours. */
  cvcTtl?: number;
  /** Lets keys of type `elements` send masks, search indexes and fingerprint expressions; false by default. */
  elementsExpressions?: boolean;
  /** Lets keys of types `elements` and `public` ask the table of BINs; false by default. */
  elementsBins?: boolean;
  /** The number of active tokens per month that usage reports show as included; 0 by default. */
  includedMonthlyActiveTokens?: number;
  /** Sends requests of the proxy and of reactors; by default, to every public host. */
  egress?: Egress;
  /** Counts what was revoked, where several vaults answer for one store in this process; each counts for itself by default. */
  revocations?: Revocations;
  /**
   * Whether this vault does the work that is done once for a store, however many vaults answer: sealing the audit log, removing what has
   * expired, and sending events to webhooks. True by default.
   */
  upkeep?: boolean;
  /**
   * Has the other vaults that answer for this store write what they hold back, before something is read that counts it: audit rows of
   * reads, and active tokens. Nobody by default.
   */
  others?: { flush(): Promise<void> };
  /** Runs the code of formulas; by default a sandbox with the usual limits. It is closed with the vault. */
  sandbox?: FormulaRunner;
  /** Repeats background work; uses timers by default. */
  every?: Every;
  /** Runs something later; uses timers by default. */
  after?: After;
}

/** A running vault. */
export interface Vault {
  /**
   * `address` is where the request came from, for rate limits. Never rejects. Call `sent` of the answer, where it has one, when it has
   * been sent: what it occupies counts against others until then.
   */
  answer(request: VaultRequest, from: { address: string }): Promise<VaultResponse>;
  /**
   * The same for a call to the API by somebody who is known by other means than an API key. `identify` says who that is in the tenant that
   * the call is about, or throws what refuses it.
   */
  answerFor(
    request: VaultRequest,
    from: { address: string; identify: (trace: string) => Promise<Identified> },
  ): Promise<VaultResponse>;
  /** The same as `answer` in the form of the fetch standard. */
  fetch(request: Request, from: { address: string }): Promise<Response>;
  /**
   * Replaces what pages may do. The next call of a frame is judged by the new list, also in pages and sessions that are open. Documents
   * of frames that browsers have cached keep the old list for at most five minutes, as to where they may be shown.
   */
  setEmbedding(embedding: EmbeddingOptions): void;
  /**
   * Reads which pages administrators let embed fields, as the vault does every second. Before it answers it should have done so once:
   * browsers keep what a document of a frame says for five minutes.
   */
  readPages(): Promise<void>;
  /** Which pages may embed frames, by the setting and by those that were read last. */
  allowedOrigins(): AllowedOrigins;
  /**
   * Does the background work now that otherwise happens within a minute: writes and seals waiting audit rows, removes what has expired,
   * and sends events to webhooks.
   */
  tidy(): Promise<void>;
  /** Writes what is held back for up to a second: audit rows of reads that showed no plaintext, and active tokens. */
  flush(): Promise<void>;
  /** Refuses new requests, waits for running ones, and writes pending rows. Store and keyring stay open; the caller closes them. */
  close(): Promise<void>;
}
