import type { AllowedOrigins } from '../access/allowed-origins.ts';
import { pooledRandom } from '../keys/random.ts';
import { errorFields, type Log } from '../log/log.ts';
import { logWriter } from '../log/log-writer.ts';
import { metricsPage } from '../metrics/metrics-page.ts';
import type { Exposition } from '../metrics/prometheus.ts';
import { parseTrustedProxies } from '../node/client-address.ts';
import { publishOfficial } from '../reactors/official.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { Store } from '../store/port.ts';
import { createVault } from '../vault.ts';
import { builtFiles } from './built-files.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import { egressOf } from './egress.ts';
import { listenOrExplain } from './listen-or-explain.ts';
import { type Live, readLive } from './live-settings.ts';
import { openKeyringOf } from './open-keyring.ts';
import type { Values } from './options.ts';
import { isLoopback, readPublicUrl } from './public-url.ts';
import { reloader } from './reload.ts';
import { type Setting, settings } from './settings.ts';
import { spareMemory } from './spare-memory.ts';
import { type Storage, storageOf } from './storage.ts';
import type { Terminal } from './terminal.ts';

type ServeValues = Values<Setting>;

/** Milliseconds that running requests may still take after a signal. */
const drain = 10_000;

/** Refuses plain HTTP beyond loopback unless a trusted proxy is named, because cards would cross a network unencrypted. */
const assertPrivate = ({ host, 'trusted-proxies': proxies }: ServeValues, hasTls: boolean): void => {
  if (isLoopback(host) || hasTls || proxies !== undefined) return;
  throw new CommandError(
    `--host ${host} can be reached from other machines, and plain HTTP would show them card numbers. Give --tls-cert and ` +
      '--tls-key, or name the proxy that speaks TLS in front of this vault with --trusted-proxies.',
    2,
  );
};

/** Opens the listener of `/metrics`, if one is configured. */
const listenForMetrics = async (values: ServeValues, metrics: Exposition | undefined) => {
  const { 'metrics-port': port, 'metrics-host': host } = values;
  if (port === undefined || !metrics) return undefined;
  const options = { handle: metricsPage(metrics), host, port, trusted: () => false, drain: 0 };
  return await listenOrExplain(options, { host: 'metrics-host', port: 'metrics-port' });
};

/** Loaded only where it is asked for: with the packages it needs, it is an eighth of all modules. */
const openMetrics = async () => (await import('../metrics/prometheus.ts')).prometheus();

/** One tenant may use at most half of the processes. */
const sandboxLimits = (processes: number) => ({ processes, perTenant: Math.ceil(processes / 2) });

/** Logs which layers of the reactor sandbox work on this machine, as found by a test. */
const tellWalls = async (sandbox: Sandbox, log: Log): Promise<void> => {
  try {
    const walls = Object.entries(await sandbox.walls());
    const named = (stands: boolean) => walls.filter(([, found]) => found === stands).map(([name]) => name);
    log.info({ walls: ['engine', 'memory', 'process', ...named(true)] }, 'reactors run behind these walls');
    const missing = named(false);
    if (missing.length > 0) log.warn({ missing_walls: missing }, 'reactors run without these walls');
  } catch (error) {
    log.error(errorFields(error), 'reactors cannot run on this machine');
  }
};

/** Warns about allowed origins without a tenant when there are several tenants: fields on those pages are refused. */
const warnUnpinned = async ({ pinned }: AllowedOrigins, data: Store, log: Log): Promise<void> => {
  if (pinned || (await data.rows('select id from tenants limit 2')).length < 2) return;
  log.warn(
    {},
    'several tenants: name the tenant of each page in --allowed-origins (ORIGIN=TENANT_ID), or its fields are refused',
  );
};

/** Serves an opened vault until it is asked to stop and the last request has ended. */
const run = async (
  values: ServeValues,
  storage: Storage,
  terminal: Terminal,
  again: () => ServeValues,
): Promise<void> => {
  const { tls, certificateUntil, allowedOrigins, fontOrigins, logLevel } = readLive(values);
  assertPrivate(values, tls !== undefined);
  const trusted = parseTrustedProxies(values['trusted-proxies'] ?? '');
  const megabytes = values['tenant-megabytes'];
  const publicUrl = readPublicUrl(values['public-url']);
  const log = logWriter(logLevel, terminal.err);
  const egress = egressOf(values, (message) => log.warn({}, message));
  const clock = Date.now;
  const random = pooledRandom();

  const metrics = values['metrics-port'] === undefined ? undefined : await openMetrics();
  const { data, keys, close } = await storage.open({ clock, random, watch: metrics?.batch });
  try {
    const { keyring } = await openKeyringOf({ keys, clock, random }, values['data-dir'], terminal);
    await warnUnpinned(allowedOrigins, data, log);
    const files = await builtFiles(terminal.err);
    await publishOfficial(data, clock);
    const sandbox = createSandbox({ limits: sandboxLimits(values['reactor-processes']) });
    const vault = createVault({
      store: data,
      keyring,
      clock,
      random,
      log,
      files,
      allowedOrigins,
      fontOrigins,
      egress,
      publicUrl,
      budgets: storage.budgets(data, clock),
      sandbox,
      limits: {
        elementsPerSecond: values['elements-rate'],
        perSecond: values.rate,
        tenantTokens: values['tenant-tokens'],
        tenantBytes: megabytes === undefined ? undefined : megabytes * 1_048_576,
      },
      cvcTtl: values['cvc-ttl'] * 60_000,
      elementsExpressions: values['elements-expressions'],
      includedMonthlyActiveTokens: values['included-tokens'],
      ...(metrics && { metrics }),
    });
    const stopRequested = terminal.stopRequested();
    const { host, port } = values;
    const served = await listenForMetrics(values, metrics);
    try {
      const options = {
        ...{ handle: vault.answer, host, port, trusted, drain, cut: metrics?.readerCut },
        ...(tls && { tls }),
        handshakeFailed: (code: string) => log.debug({ code }, 'a TLS handshake failed'),
      };
      const server = await listenOrExplain(options, { host: 'host', port: 'port' });
      const metricsUrl = served && `${served.url}/metrics`;
      log.info(
        { url: server.url, public_url: publicUrl, metrics_url: metricsUrl, certificate_until: certificateUntil },
        'listening',
      );
      const apply = (next: Live) => {
        if (next.tls) server.renew(next.tls);
        vault.setEmbedding(next);
        void warnUnpinned(next.allowedOrigins, data, log).catch(() => undefined);
      };
      terminal.onReload(reloader({ started: values, again, log, apply }));
      spareMemory();
      await tellWalls(sandbox, log);
      log.info({ signal: await stopRequested }, 'stopping');
      await server.close();
      await vault.close();
      egress.close();
    } finally {
      await served?.close();
    }
    log.info({}, 'stopped');
  } finally {
    await close();
  }
};

export const serve = command('serve', {
  summary: 'serves the vault until it is asked to stop (Ctrl-C, SIGTERM)',
  flags: ['config', ...settings],
  notes: ['The root key is read from TESSERA_ROOT_KEY when that is set, else from root.key in the data folder.'],
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
