import process from 'node:process';
import { workerData } from 'node:worker_threads';
import { sharedRevocations } from '../../access/revocations.ts';
import { pooledRandom } from '../../keys/random.ts';
import { logWriter } from '../../log/log-writer.ts';
import { listen } from '../../node/server.ts';
import { borrowSandbox } from '../../sandbox/lent.ts';
import { callsOn } from '../../threads/calls.ts';
import { listenOptions } from '../answering.ts';
import { builtFiles } from '../built-files.ts';
import { egressOf } from '../egress.ts';
import { liveOf } from '../live-settings.ts';
import { openKeyringOf } from '../open-keyring.ts';
import { isSpoken } from '../spoken.ts';
import { storageOf } from '../storage.ts';
import { vaultOf } from '../vault-of.ts';
import { gatheredLines } from './gathered-lines.ts';
import { lentToken } from './lent-tokens.ts';
import type { MainMethods, WorkerData, WorkerMethods } from './methods.ts';

/*
 * A worker thread of `serve`: answers requests as a vault of its own. What the threads of a process share reaches it by calls to the one
 * that started it, or through the store (docs/architecture.md §5.6).
 */

const { port, values, live, environment, revocations, counts }: WorkerData = workerData;

const main = callsOn<MainMethods>(port);
const borrowed = borrowSandbox(main);
const said = gatheredLines((lines) => main.tell('log', lines));

const start = async () => {
  const begun = liveOf(live);
  const log = logWriter(begun.logLevel, said.add);
  const egress = egressOf(values, (message) => log.warn({}, message));
  const clock = Date.now;
  const random = pooledRandom();
  const metrics = counts ? (await import('../../metrics/prometheus.ts')).prometheus('worker') : undefined;
  const storage = storageOf(values);
  const connect = (name: Parameters<MainMethods['connect']>[0]) => main.call('connect', name);
  const { data, keys, close } = await storage.join({ clock, random, watch: metrics?.batch }, connect, values.workers);
  const { keyring, place } = await openKeyringOf(
    { keys, clock, random, watch: metrics?.rootKeyCall },
    values,
    // This thread has a copy of the environment, made after secrets were taken out, and nobody types here.
    { environment, forget: () => undefined, secret: async () => undefined, err: said.add },
    { findShared: () => main.call('rootKey'), inToken: lentToken(main) },
  );
  const vault = vaultOf(values, begun, {
    ...{ store: data, keyring, clock, random, log, egress, metrics, sandbox: borrowed.sandbox },
    files: await builtFiles(said.add),
    budgets: storage.budgets(data, clock, values.workers),
    revocations: sharedRevocations(revocations),
    others: { flush: () => main.call('flushOthers') },
    upkeep: false,
    threads: values.workers,
  });
  await vault.readPages();
  const listener = { values, live: begun, vault, log, cut: metrics?.readerCut };
  const server = await listen({ ...listenOptions(listener), shared: true });

  const methods: WorkerMethods = {
    ...borrowed.methods,
    flush: vault.flush,
    metrics: async () => (await metrics?.values()) ?? [],
    renew: (texts) => {
      const next = liveOf(texts);
      if (next.tls) server.renew(next.tls);
      vault.setEmbedding(next);
      log.setLevel(next.logLevel);
    },
    rootKeyChanged: async () => {
      place.shared?.lock();
      if (await main.call('rootKey')) await keyring.proveRootKey();
      else keyring.seal('The vault was sealed.');
    },
    stop: async () => {
      await server.close();
      await vault.close();
      egress.close();
      await close();
      said.flush();
    },
  };
  main.answer(methods);
  main.tell('listening', server.url);
};

start().catch((error: unknown) => {
  said.flush();
  if (!isSpoken(error)) throw error;
  main.tell('refused', error.message);
  process.exit(1);
});
