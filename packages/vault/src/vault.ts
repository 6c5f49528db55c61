import { authenticator } from './access/authenticate.ts';
import { api } from './api/api.ts';
import { assertUrl, edge } from './api/edge.ts';
import { readiness } from './api/readiness.ts';
import { serve } from './api/serve.ts';
import { readLog } from './audit/read-log.ts';
import { sealer } from './audit/sealer.ts';
import { binTable } from './bins/bin-table.ts';
import { nameServers } from './egress/addresses.ts';
import { parseDestinations } from './egress/allow-list.ts';
import { createEgress, type Egress } from './egress/egress.ts';
import { asResponse, type VaultResponse } from './http/messages.ts';
import { idToText, uuid7 } from './ids.ts';
import { isolateFailures } from './isolate.ts';
import { localBudgets } from './limits/budgets.ts';
import { bytesInFlight } from './limits/bytes-in-flight.ts';
import { creationLimit } from './limits/creation-limit.ts';
import { floodOf, rateLimit } from './limits/rate-limit.ts';
import { sharedBudgets } from './limits/shared-budgets.ts';
import { slowDown } from './limits/slow-down.ts';
import { noMetrics } from './metrics/metrics.ts';
import { embeddingPolicy } from './pages/embedding-policy.ts';
import { servePreviews } from './pages/preview.ts';
import { shuttingDown } from './problem.ts';
import { serveReveals } from './reveals/serve-reveals.ts';
import { rootKeyWatch } from './root-key-watch.ts';
import { reactionQueue } from './sandbox/reaction-queue.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import type { Services } from './services.ts';
import { heartbeat } from './store/heartbeat.ts';
import { sweep } from './sweeper.ts';
import { afterwards } from './timers.ts';
import { longestCvcLife } from './tokens/seal.ts';
import { activeTokens } from './usage/active-tokens.ts';
import { callCounts } from './usage/call-counts.ts';
import { keyUses } from './usage/key-uses.ts';
import { drawShard } from './usage/shard.ts';
import type { Every, Vault, VaultOptions } from './vault-options.ts';
import { dispatcher } from './webhooks/dispatcher.ts';

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
  const { store, keyring, clock, random, log, files, limits = {}, every = timers, after = afterwards } = options;
  const { metrics = noMetrics, budgets = localBudgets(clock), sandbox = createSandbox(), upkeep = true } = options;
  const newId = uuid7(clock, random);
  const rates = { elements: limits.elementsPerSecond ?? 10, others: limits.perSecond ?? 1000 };
  const quota = { tokens: limits.tenantTokens, bytes: limits.tenantBytes };
  const quotas = sharedBudgets(store, clock);
  const reads = readLog(store);
  const shard = drawShard(random);
  const active = activeTokens({ store, clock, shard });
  const calls = callCounts({ store, clock, shard });
  const uses = keyUses({ store, clock });
  const flushOthers = () => options.others?.flush();
  const services: Services = {
    store,
    keyring,
    clock,
    random,
    newId: () => idToText(newId()),
    reads: { ...reads, flush: async () => void (await Promise.all([reads.flush(), flushOthers()])) },
    active: { ...active, flush: async () => void (await Promise.all([active.flush(), flushOthers()])) },
    shard,
    authenticator: authenticator(store, keyring, clock, options.revocations),
    metrics,
    log,
    bins: binTable(store, clock),
    egress: options.egress ?? openEgress(),
    sandbox,
    reactions: reactionQueue(),
    cvcTtl: readCvcTtl(options.cvcTtl),
    elementsExpressions: options.elementsExpressions ?? false,
    elementsBins: options.elementsBins ?? false,
    includedMonthlyActiveTokens: options.includedMonthlyActiveTokens ?? 0,
  };
  const ownHost = options.ownSite && options.publicUrl ? new URL(options.publicUrl).host : undefined;
  const served = { files, elementsExpressions: services.elementsExpressions, ownHost };
  const embedding = embeddingPolicy({ store, keyring, served }, options);
  let closing: Promise<void> | undefined;
  const beat = heartbeat(store, clock, random);
  const prove = async () => {
    await beat();
    await store.rows('select 1 as one');
  };
  const assertOpen = () => {
    if (closing) throw shuttingDown();
  };
  const answerCurrent = api({
    services,
    ownerOf: embedding.owner,
    limit: rateLimit(budgets, rates),
    effort: options.effort,
    codeGuards: options.codeGuards,
    create: creationLimit({ budgets, pages: { perSecond: rates.elements }, quotas, quota }),
    inFlight: bytesInFlight(after, options.byteBounds),
  });
  /** After a pause of the whole process, as of a machine that is moved, requests may come before the timers. */
  const answerApi: typeof answerCurrent = async (incoming) => {
    if (keyring.isOutdated()) await keyring.refresh().catch(keyring.dropDestroyed);
    return await answerCurrent(incoming);
  };
  const told = { slowDown: slowDown(after), log, metrics, clock, newTraceId: services.newId, calls, uses };
  const previews = servePreviews({ keyring, clock, frame: files?.frame });
  const answerOpen = serve({
    ...told,
    api: answerApi,
    pages: (request) => previews(request) ?? embedding.pages(request),
    reveals: serveReveals({ ...services, script: files?.reveal }),
    assertOpen,
    ready: readiness({ prove, clock, after }),
    rootKey: keyring.rootKey,
    isFlood: floodOf(localBudgets(clock)),
    version,
    publicUrl: options.publicUrl,
  });
  const answerKnown = edge(told, async (incoming) => {
    assertOpen();
    assertUrl(incoming);
    return await answerApi(incoming);
  });

  const isolate = isolateFailures({ log, metrics });
  const watchRootKey = rootKeyWatch({ keyring, log, metrics });
  const isSealed = () => keyring.rootKey().status === 'sealed';
  const background = (work: string, run: () => Promise<void>, whileRunning?: () => Promise<void>): (() => void) => {
    const instead = whileRunning && background(work, whileRunning);
    let running = false;
    return () => {
      if (running) return instead?.();
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
    if (!upkeep || isSealed()) return;
    await audit.seal();
    logHeads();
  };
  const removeExpired = async () => {
    if (upkeep && !isSealed()) await sweep(services);
  };
  const events = dispatcher(services, isolate);
  const sendEvents = async () => {
    if (upkeep) await events.pulse();
  };
  const stops = [
    every(1000, background('write-audit', writeAudit)),
    every(1000, background('count-active-tokens', active.flush)),
    every(10_000, background('count-calls', calls.flush)),
    every(10_000, background('write-key-uses', uses.flush)),
    every(1000, background('read-keys', keyring.refresh, keyring.dropDestroyed)),
    every(1000, background('read-pages', embedding.refresh)),
    every(1000, background('send-events', sendEvents)),
    every(30_000, background('sweep', removeExpired)),
    every(30_000, background('prove-root-key', watchRootKey)),
  ];

  const underWay = new Set<Promise<VaultResponse>>();

  const close = async () => {
    for (const stop of stops) stop();
    await Promise.all(underWay);
    await services.reactions.close();
    await events.close();
    await sandbox.close();
    await active.flush();
    // These are for looking at; a store that cannot be written any more is told of by what follows.
    await isolate('count-calls', calls.flush);
    await isolate('write-key-uses', uses.flush);
    await writeAudit();
  };

  const counted = (answering: Promise<VaultResponse>): Promise<VaultResponse> => {
    underWay.add(answering);
    const done = () => void underWay.delete(answering);
    answering.then(done, done);
    return answering;
  };
  const answer: Vault['answer'] = (request, { address }) => counted(answerOpen(request, { address }));

  return {
    answer,
    answerFor: (request, from) => counted(answerKnown(request, from)),
    fetch: async (request, from) => asResponse(await answer(request, from)),
    setEmbedding: embedding.set,
    readPages: embedding.refresh,
    allowedOrigins: embedding.allowed,
    flush: async () => void (await Promise.all([reads.flush(), active.flush(), calls.flush(), uses.flush()])),
    tidy: async () => {
      await services.reactions.settled();
      await active.flush();
      await calls.flush();
      await uses.flush();
      await writeAudit();
      await removeExpired();
      if (upkeep) await events.flush();
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
