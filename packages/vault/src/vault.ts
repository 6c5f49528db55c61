import { randomUUID } from 'node:crypto';
import type { AllowedOrigins } from './access/allowed-origins.ts';
import { authenticator } from './access/authenticate.ts';
import { api } from './api/api.ts';
import { readiness } from './api/readiness.ts';
import { serve } from './api/serve.ts';
import { readLog } from './audit/read-log.ts';
import { sealer } from './audit/sealer.ts';
import type { EffortLimits } from './effort/effort.ts';
import { nameServers } from './egress/addresses.ts';
import { parseDestinations } from './egress/allow-list.ts';
import { createEgress, type Egress } from './egress/egress.ts';
import { asResponse, type VaultRequest, type VaultResponse } from './http/messages.ts';
import { problem } from './http/response.ts';
import { idToText, type Random, uuid7 } from './ids.ts';
import { isolateFailures } from './isolate.ts';
import type { Keyring } from './keys/port.ts';
import { type Budgets, localBudgets } from './limits/budgets.ts';
import { type ByteBounds, bytesInFlight } from './limits/bytes-in-flight.ts';
import { creationLimit } from './limits/creation-limit.ts';
import { rateLimit } from './limits/rate-limit.ts';
import { sharedBudgets } from './limits/shared-budgets.ts';
import type { Log } from './log/log.ts';
import { type Metrics, noMetrics } from './metrics/metrics.ts';
import type { BuiltFiles } from './pages/files.ts';
import { createPages } from './pages/pages.ts';
import { ApiError } from './problem.ts';
import { createSandbox, type Sandbox } from './sandbox/sandbox.ts';
import type { Services } from './services.ts';
import { heartbeat } from './store/heartbeat.ts';
import type { Store } from './store/port.ts';
import { sweep } from './sweeper.ts';

import { type After, afterwards } from './timers.ts';

import { longestCvcLife } from './tokens/seal.ts';

import { activeTokens } from './usage/active-tokens.ts';
import { drawShard } from './usage/shard.ts';

/** Runs something every `milliseconds` until the returned function is called. */
export type Every = (milliseconds: number, run: () => void) => () => void;

export interface VaultOptions {
  store: Store;
  keyring: Keyring;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random: Random;
  log: Log;
  /** Counts what the vault does; nothing is counted by default. */
  metrics?: Metrics;
  /** Which pages may embed frames, and to which tenant each belongs. */
  allowedOrigins: AllowedOrigins;
  /** Origins from which frames may load fonts; none by default. */
  fontOrigins?: readonly string[];
  /** The files under `/elements/` and `/js/`; without them, these paths are not found. */
  files?: BuiltFiles;
  /** The origin under which callers reach the vault, for the API description; by default, that of the request. */
  publicUrl?: string | undefined;
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
  /** What requests and answers may occupy in memory at the same time; the usual bounds when not given. */
  byteBounds?: ByteBounds;
  /** Milliseconds for which a card verification code is kept: one hour by default, at most 24 hours. */
  cvcTtl?: number;
  /** Lets keys of type `elements` send masks, search indexes and fingerprint expressions; false by default. */
  elementsExpressions?: boolean;
  /** The number of active tokens per month that usage reports show as included; 0 by default. */
  includedMonthlyActiveTokens?: number;
  /** Sends requests of the proxy and of reactors; by default, to every public host. */
  egress?: Egress;
  /** Runs the code of formulas; by default a sandbox with the usual limits. It is closed with the vault. */
  sandbox?: Sandbox;
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
  /** The same in the form of the fetch standard. */
  fetch(request: Request, from: { address: string }): Promise<Response>;
  /**
   * Does the background work now that otherwise happens within a minute: writes and seals waiting audit rows, and removes what has
   * expired.
   */
  tidy(): Promise<void>;
  /** Refuses new requests, waits for running ones, and writes pending rows. Store and keyring stay open; the caller closes them. */
  close(): Promise<void>;
}

const hour = 60 * 60 * 1000;

const version = '0.1.0';

const timers: Every = (milliseconds, run) => {
  const timer = setInterval(run, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
};

const openEgress = (): Egress =>
  createEgress({ resolve: nameServers(), after: afterwards, destinations: parseDestinations() });

const readCvcTtl = (milliseconds = hour): number => {
  if (Number.isInteger(milliseconds) && milliseconds > 0 && milliseconds <= longestCvcLife) return milliseconds;
  throw new RangeError('The verification code of a card can be kept for at most 24 hours (cvcTtl, in milliseconds).');
};

/** Creates a vault. Everything it needs is passed in, so that tests can run a whole vault (docs/architecture.md §1.3). */
export const createVault = (options: VaultOptions): Vault => {
  const {
    store,
    keyring,
    clock,
    random,
    log,
    allowedOrigins,
    fontOrigins,
    files,
    limits = {},
    every = timers,
    after = afterwards,
  } = options;
  const { metrics = noMetrics, budgets = localBudgets(clock), sandbox = createSandbox() } = options;
  const newId = uuid7(clock, random);
  const rates = { elements: limits.elementsPerSecond ?? 10, others: limits.perSecond ?? 1000 };
  const quota = { tokens: limits.tenantTokens, bytes: limits.tenantBytes };
  const quotas = sharedBudgets(store, clock);
  const reads = readLog(store);
  const shard = drawShard(random);
  const active = activeTokens({ store, clock, shard });
  const services: Services = {
    store,
    keyring,
    clock,
    random,
    newId: () => idToText(newId()),
    reads,
    active,
    shard,
    authenticator: authenticator(store, keyring, clock),
    metrics,
    log,
    egress: options.egress ?? openEgress(),
    sandbox,
    cvcTtl: readCvcTtl(options.cvcTtl),
    elementsExpressions: options.elementsExpressions ?? false,
    includedMonthlyActiveTokens: options.includedMonthlyActiveTokens ?? 0,
  };
  const beat = heartbeat(store, clock, random);
  const prove = async () => {
    await beat();
    await store.rows('select 1 as one');
  };
  const answerOpen = serve({
    api: api({
      services,
      allowedOrigins,
      limit: rateLimit(budgets, rates),
      effort: options.effort,
      create: creationLimit({ budgets, pages: { perSecond: rates.elements }, quotas, quota }),
      inFlight: bytesInFlight(after, options.byteBounds),
    }),
    pages: files
      ? createPages({ files, allowedOrigins, fontOrigins, elementsExpressions: services.elementsExpressions })
      : () => undefined,
    ready: readiness({ prove, clock, after }),
    log,
    metrics,
    clock,
    newTraceId: randomUUID,
    version,
    publicUrl: options.publicUrl,
  });

  const isolate = isolateFailures({ log, metrics });
  const background = (work: string, run: () => Promise<void>) => {
    let running = false;
    return () => {
      if (running) return;
      running = true;
      void isolate(work, run).finally(() => {
        running = false;
      });
    };
  };
  const audit = sealer(services);
  /** Writes the newest seals to the log. With them, a chain whose end was removed from the database can be detected. */
  const logHeads = () => {
    for (const { tenantId, seal, mac } of audit.newHeads()) {
      const fields = { tenant_id: tenantId, audit_seal: seal, audit_mac: Buffer.from(mac).toString('hex') };
      log.info(fields, 'audit sealed');
    }
  };
  const writeAudit = async () => {
    await reads.flush();
    await audit.seal();
    logHeads();
  };
  const stops = [
    every(1000, background('write-audit', writeAudit)),
    every(1000, background('count-active-tokens', active.flush)),
    every(1000, background('read-keys', keyring.refresh)),
    every(
      30_000,
      background('sweep', () => sweep(services)),
    ),
  ];

  const underWay = new Set<Promise<VaultResponse>>();
  let closing: Promise<void> | undefined;

  const close = async () => {
    for (const stop of stops) stop();
    await Promise.all(underWay);
    await sandbox.close();
    await active.flush();
    await writeAudit();
  };

  const answer: Vault['answer'] = async (request, from) => {
    if (closing) {
      const error = new ApiError('unavailable', 'The vault is shutting down.', { headers: { 'Retry-After': '5' } });
      return problem(error, randomUUID());
    }
    const answering = answerOpen(request, from);
    underWay.add(answering);
    try {
      return await answering;
    } finally {
      underWay.delete(answering);
    }
  };

  return {
    answer,
    fetch: async (request, from) => asResponse(await answer(request, from)),
    tidy: async () => {
      await active.flush();
      await writeAudit();
      await sweep(services);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
