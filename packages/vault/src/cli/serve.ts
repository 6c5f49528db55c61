import { revocationMemory, sharedRevocations } from '../access/revocations.ts';
import { dueKeysWatch } from '../due-keys-watch.ts';
import { isolateFailures } from '../isolate.ts';
import { pooledRandom } from '../keys/random.ts';
import { errorFields, type Log } from '../log/log.ts';
import { logWriter } from '../log/log-writer.ts';
import { type Metrics, noMetrics } from '../metrics/metrics.ts';
import { metricsPage } from '../metrics/metrics-page.ts';
import type { Counting } from '../metrics/prometheus.ts';
import { parseTrustedProxies } from '../node/client-address.ts';
import type { Handler } from '../node/server.ts';
import { publishOfficial } from '../reactors/official.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { createDataDir, dataDirFiles } from '../storage/data-dir.ts';
import { afterwards } from '../timers.ts';
import { type Answering, answerHere } from './answering.ts';
import { builtFiles } from './built-files.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { listenForConsole, readConsole } from './console.ts';
import { warnOfSettings, warnOfVariables } from './doubtful-settings.ts';
import { egressOf } from './egress.ts';
import { listenOrExplain } from './listen-or-explain.ts';
import { type Live, type LiveTexts, readLive } from './live-settings.ts';
import { openKeyringOf } from './open-keyring.ts';
import type { Values } from './options.ts';
import { isLoopback, readPublicUrl } from './public-url.ts';
import { reloader } from './reload.ts';
import { type SealControl, sealControl } from './seal-control.ts';
import { type Setting, settings } from './settings.ts';
import { spareMemory } from './spare-memory.ts';
import { type Storage, storageOf } from './storage.ts';
import type { Terminal } from './terminal.ts';
import { vaultOf } from './vault-of.ts';
import { tokensIn } from './workers/lent-tokens.ts';

type ServeValues = Values<Setting>;

/** Refuses plain HTTP beyond loopback unless a trusted proxy is named, because cards would cross a network unencrypted. */
const assertPrivate = (values: ServeValues, flag: 'host' | 'console-host', hasTls: boolean): void => {
  if (isLoopback(values[flag]) || hasTls || values['trusted-proxies'] !== undefined) return;
  throw new CommandError(
    `--${flag} ${values[flag]} can be reached from other machines, and plain HTTP would show them card numbers. Give --tls-cert and ` +
      '--tls-key, or name the proxy that speaks TLS in front of this vault with --trusted-proxies.',
    2,
  );
};

/** Opens the listener of `/metrics`, if one is configured. */
const listenForMetrics = async (values: ServeValues, page: Handler | undefined) => {
  const { 'metrics-port': port, 'metrics-host': host } = values;
  if (port === undefined || !page) return undefined;
  const options = { handle: page, host, port, trusted: () => false, drain: 0 };
  return await listenOrExplain(options, { host: 'metrics-host', port: 'metrics-port' });
};

/** Loaded only where it is asked for: with the packages it needs, it is an eighth of all modules. */
const openMetrics = async (counting: Counting) => (await import('../metrics/prometheus.ts')).prometheus(counting);

/** Where custodians open this process. On PostgreSQL the folder may not be there yet. */
const openControl = async (values: ServeValues, about: Omit<SealControl, 'socket'>) => {
  createDataDir(values['data-dir']);
  return await sealControl({ ...about, socket: dataDirFiles(values['data-dir']).unseal });
};

/** One tenant may use at most half of the processes. */
const sandboxLimits = (processes: number) => ({ processes, perTenant: Math.ceil(processes / 2) });

/** Logs which layers of the reactor sandbox work on this machine, as found by a test, unless the vault is stopped before that ends. */
const tellWalls = async (sandbox: Sandbox, log: Log, stopRequested: Promise<unknown>): Promise<void> => {
  try {
    const found = await Promise.race([sandbox.walls(), stopRequested.then(() => undefined)]);
    if (!found) return;
    const walls = Object.entries(found);
    const named = (stands: boolean) => walls.filter(([, found]) => found === stands).map(([name]) => name);
    log.info({ walls: ['engine', 'memory', 'process', ...named(true)] }, 'reactors run behind these walls');
    const missing = named(false);
    if (missing.length > 0) log.warn({ missing_walls: missing }, 'reactors run without these walls');
  } catch (error) {
    log.error(errorFields(error), 'reactors cannot run on this machine');
  }
};

/** Looks at start and each hour which keys are to be rotated; gives what ends that. */
const watchDueKeys = (watched: Parameters<typeof dueKeysWatch>[0] & { metrics: Metrics }) => {
  const look = dueKeysWatch(watched);
  const isolate = isolateFailures(watched);
  let looking: Promise<unknown> = Promise.resolve();
  const next = () => {
    looking = isolate('watch-due-keys', look);
  };
  next();
  // A vault that cannot listen ends without stopping this.
  const timer = setInterval(next, 60 * 60 * 1000).unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
};

/** Serves an opened vault until it is asked to stop and the last request has ended. */
const run = async (
  values: ServeValues,
  storage: Storage,
  terminal: Terminal,
  again: () => ServeValues,
): Promise<void> => {
  const { live, texts } = readLive(values);
  assertPrivate(values, 'host', live.tls !== undefined);
  assertPrivate(values, 'console-host', live.tls !== undefined);
  const consoleSettings = readConsole(values, live.tls !== undefined, terminal);
  // Read here, so that what is wrong with them is said before anything is opened.
  parseTrustedProxies(values['trusted-proxies'] ?? '');
  const publicUrl = readPublicUrl(values['public-url']);
  const log = logWriter(live.logLevel, terminal.err);
  warnOfVariables(terminal.environment, log);
  const egress = egressOf(values, (message) => log.warn({}, message));
  const clock = Date.now;
  const random = pooledRandom();
  const { workers } = values;
  const isAlone = workers === 1;

  const metrics = values['metrics-port'] === undefined ? undefined : await openMetrics(isAlone ? 'alone' : 'main');
  const { data, keys, connect, close } = await storage.open({ clock, random, watch: metrics?.batch });
  try {
    const periods = { root: values['root-key-days'], tenant: values['tenant-key-days'] };
    const { keyring, root, place, nextPlace } = await openKeyringOf(
      { keys, clock, random, watch: metrics?.rootKeyCall },
      values,
      terminal,
      { findShared: async () => undefined },
    );
    const files = await builtFiles(terminal.err);
    await publishOfficial(data, clock);
    const sandbox = createSandbox({ limits: sandboxLimits(values['reactor-processes']) });
    const revocations = revocationMemory();
    // Beside workers it answers nothing, and does what is done once for the store.
    const vault = vaultOf(values, live, {
      ...{ store: data, keyring, clock, random, log, egress, sandbox, metrics },
      files: isAlone ? files : undefined,
      budgets: storage.budgets(data, clock, workers),
      revocations: sharedRevocations(revocations),
      threads: workers,
    });
    // Frames are served to the pages of administrators from the first request on.
    await vault.readPages();
    const served = { vault, data, clock, log };
    await warnOfSettings(served, values, live);
    const stopRequested = terminal.stopRequested();
    let answering: Answering | undefined;
    let { allowedOrigins } = live;
    const control =
      place.shared &&
      (await openControl(values, {
        ...{ keys, keyring, shared: place.shared, log },
        others: async () => await answering?.rootKeyChanged(),
      }));
    const endWatch = watchDueKeys({ keys, periods, clock, log, metrics: metrics ?? noMetrics });
    const page = metrics && metricsPage({ ...metrics, text: async () => (await answering?.metrics(metrics)) ?? '' });
    const scraped = await listenForMetrics(values, page);
    let people: Awaited<ReturnType<typeof listenForConsole>>;
    try {
      answering = isAlone
        ? await answerHere({ values, live, vault, log, cut: metrics?.readerCut })
        : await (await import('./workers/workers.ts')).answerInWorkers({
            data: {
              values,
              live: texts,
              environment: terminal.environment,
              revocations,
              counts: metrics !== undefined,
            },
            rootKey: () => place.shared?.key(),
            askToken: tokensIn(nextPlace ? [nextPlace, place] : [place]),
            ...{ sandbox, connect, clock, after: afterwards, log, say: terminal.err },
          });
      people = await listenForConsole(values, live.tls, {
        ...{ vault, store: data, keyring, clock, random, log, metrics, sandbox, egress },
        scripts: files.scripts,
        keys: { store: keys, root, periods },
        vaultUrl: answering.url,
        settings: consoleSettings,
        allowedOrigins: () => allowedOrigins,
      });
      const { url, failed } = answering;
      const { certificateUntil } = live;
      log.info(
        {
          ...{ url, public_url: publicUrl, metrics_url: scraped && `${scraped.url}/metrics` },
          ...{ certificate_until: certificateUntil, workers: isAlone ? undefined : workers },
        },
        'listening',
      );
      const apply = (next: Live, nextTexts: LiveTexts) => {
        if (next.tls) people?.renew(next.tls);
        ({ allowedOrigins } = next);
        vault.setEmbedding(next);
        const settings = { ...values, 'allowed-origins': nextTexts.allowedOrigins };
        void warnOfSettings(served, settings, next).catch(() => undefined);
        return answering?.renew(next, nextTexts);
      };
      terminal.onReload(reloader({ started: values, again, log, apply }));
      spareMemory();
      await tellWalls(sandbox, log, stopRequested);
      log.info({ signal: await Promise.race([stopRequested, failed]) }, 'stopping');
    } finally {
      await control?.close();
      await people?.close();
      await answering?.close();
      await endWatch();
      await vault.close();
      egress.close();
      await scraped?.close();
    }
    log.info({}, 'stopped');
  } finally {
    await close();
  }
};

export const serve = command('serve', {
  summary: 'serves the vault until it is asked to stop (Ctrl-C, SIGTERM)',
  flags: ['config', ...settings],
  says: { config: 'JSON file of settings; SIGHUP reads some of them again' },
  notes: ['Without --root-key, the root key is that of TESSERA_ROOT_KEY, else of root.key in the data folder.'],
  run: async (values, terminal, again) => {
    const storage = storageOf(values);
    await storage.assertInitialised();
    const lock = storage.lock();
    try {
      await run(values, storage, terminal, again);
    } finally {
      lock.release();
    }
  },
});
