import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseAllowedOrigins } from '../access/allowed-origins.ts';
import { parseTrustedProxies, plainAddress } from '../client-address.ts';
import { openKeyring } from '../keys/keyring.ts';
import { pooledRandom } from '../keys/random.ts';
import { logWriter } from '../log-writer.ts';
import { listen, type NodeServer } from '../node-server.ts';
import { assertInitialised, dataDirFiles, lockDataDir, openDataDir } from '../store/data-dir.ts';
import { createVault } from '../vault.ts';
import { builtFiles } from './built-files.ts';
import { command } from './command.ts';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';
import { findRootKey } from './root-key.ts';
import type { Terminal } from './terminal.ts';

const flags = [
  'port',
  'host',
  'data-dir',
  'public-url',
  'allowed-origins',
  'trusted-proxies',
  'tls-cert',
  'tls-key',
  'cvc-ttl',
  'elements-rate',
  'rate',
  'log-level',
] as const;

type ServeValues = Values<(typeof flags)[number]>;

/** Milliseconds that requests under way at a signal may still take. */
const drain = 10_000;

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

const readPem = (file: string, flag: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${flag} ${file} cannot be read (${errorCode(error)}).`);
  }
};

const tlsOf = ({ 'tls-cert': cert, 'tls-key': key }: ServeValues) => {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new CommandError('--tls-cert and --tls-key go together.', 2);
  return { cert: readPem(cert, '--tls-cert'), key: readPem(key, '--tls-key') };
};

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(plainAddress(host)) === 4 && plainAddress(host).startsWith('127.'));

/** Only an origin will do: frames and API share it, and browsers give frames no card outside https. */
const readPublicUrl = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (text !== url.origin && text !== `${url.origin}/`)) {
    throw new CommandError('--public-url must be an origin, such as https://vault.example.', 2);
  }
  if (url.protocol === 'https:' || isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) return url.origin;
  throw new CommandError('--public-url must begin with https://: card fields refuse to work on a page without it.', 2);
};

/** Cards would cross a network in clear if anyone but a proxy on the way could be the peer. */
const assertPrivate = ({ host, 'trusted-proxies': proxies }: ServeValues, hasTls: boolean): void => {
  if (isLoopback(host) || hasTls || proxies !== undefined) return;
  throw new CommandError(
    `--host ${host} can be reached from other machines, and plain HTTP would show them card numbers. Give --tls-cert and ` +
      '--tls-key, or name the proxy that speaks TLS in front of this vault with --trusted-proxies.',
    2,
  );
};

/** Why a port could not be had, by Node's error code. */
const listenErrors: Readonly<Record<string, (values: ServeValues) => string>> = {
  EADDRINUSE: ({ host, port }) => `Port ${port} of ${host} is taken. Stop what holds it, or take another with --port.`,
  EACCES: ({ port }) => `This user may not take port ${port}. Take one above 1023 with --port.`,
  EADDRNOTAVAIL: ({ host }) => `This machine has no address ${host}. Name one of its own with --host.`,
  ENOTFOUND: ({ host }) => `The name ${host} is unknown. Name an address of this machine with --host.`,
};

const listenOrExplain = async (values: ServeValues, options: Parameters<typeof listen>[0]): Promise<NodeServer> => {
  try {
    return await listen(options);
  } catch (error) {
    const code = errorCode(error);
    const explain = listenErrors[code];
    if (explain) throw new CommandError(explain(values));
    // OpenSSL's own words about a certificate name no secret, and nothing else says what is wrong with it.
    if (/^ERR_(OSSL|TLS)/.test(code)) throw new CommandError(`The TLS certificate and key cannot be used (${code}).`);
    throw error;
  }
};

/** Everything from the open folder to the end of the last request. */
const run = async (values: ServeValues, terminal: Terminal): Promise<void> => {
  const tls = tlsOf(values);
  assertPrivate(values, tls !== undefined);
  const trusted = parseTrustedProxies(values['trusted-proxies'] ?? '');
  const allowedOrigins = parseAllowedOrigins(values['allowed-origins']);
  const publicUrl = readPublicUrl(values['public-url']);
  const log = logWriter(values['log-level'], terminal.err);
  const clock = Date.now;
  const random = pooledRandom();

  const root = findRootKey(dataDirFiles(values['data-dir']).rootKey, terminal);
  const { data, keys, close } = await openDataDir(values['data-dir'], clock);
  try {
    const keyring = await openKeyring({ store: keys, root, random, clock });
    const files = await builtFiles(terminal.err);
    const vault = createVault({
      store: data,
      keyring,
      clock,
      random,
      log,
      files,
      allowedOrigins,
      limits: { elementsPerSecond: values['elements-rate'], perSecond: values.rate },
      cvcTtl: values['cvc-ttl'] * 60_000,
    });
    const { host, port } = values;
    const stopRequested = terminal.stopRequested();
    const server = await listenOrExplain(values, {
      fetch: vault.fetch,
      host,
      port,
      trusted,
      drain,
      ...(tls && { tls }),
    });
    log.info({ url: server.url, public_url: publicUrl }, 'listening');
    log.info({ signal: await stopRequested }, 'stopping');
    await server.close();
    await vault.close();
    log.info({}, 'stopped');
  } finally {
    await close();
  }
};

export const serve = command('serve', {
  summary: 'serves the vault until it is asked to stop (Ctrl-C, SIGTERM)',
  flags,
  notes: ['The root key is read from TESSERA_ROOT_KEY when that is set, else from root.key in the data folder.'],
  run: async (values, terminal) => {
    assertInitialised(values['data-dir']);
    const lock = lockDataDir(values['data-dir']);
    try {
      await run(values, terminal);
    } finally {
      lock.release();
    }
  },
});
