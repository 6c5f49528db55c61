import { nearest } from '@tessera/contract';
import { type ApprovalAct, approvalActs } from '@tessera/contract/console';
import type { ConsoleOptions } from '../console/console.ts';
import { openIdCallbackPath } from '../console/openid/callback-path.ts';
import type { OpenIdSettings } from '../console/openid/create-provider.ts';
import { providerFetch } from '../console/openid/provider-fetch.ts';
import type { Log } from '../log/log.ts';
import { parseTrustedProxies } from '../node/client-address.ts';
import type { Tls } from '../node/server.ts';
import { drain } from './answering.ts';
import { builtConsole } from './built-files.ts';
import { CommandError } from './command-error.ts';
import { consoleOrigin } from './console-url.ts';
import { providerEgress } from './egress.ts';
import { listenOrExplain } from './listen-or-explain.ts';
import { readOpenId } from './openid.ts';
import type { Values } from './options.ts';
import { isLoopback, readPublicUrl } from './public-url.ts';
import type { Setting } from './settings.ts';
import type { Terminal } from './terminal.ts';

type Opened = Pick<
  ConsoleOptions,
  | 'vault'
  | 'store'
  | 'keyring'
  | 'keys'
  | 'clock'
  | 'random'
  | 'log'
  | 'metrics'
  | 'sandbox'
  | 'egress'
  | 'scripts'
  | 'allowedOrigins'
>;

/** What a second operator has to approve. Throws `CommandError`. */
export const readActs = (text = ''): ApprovalAct[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((name) => {
      const act = approvalActs.find((each) => each === name);
      if (act === undefined) {
        const [likely] = nearest(name.toLowerCase(), approvalActs);
        const meant = likely === undefined ? '' : ` Did you mean ${likely}?`;
        throw new CommandError(`--console-two-person takes ${approvalActs.join(', ')}, not "${name}".${meant}`, 2);
      }
      return act;
    });

/** Reads the flags of the console, so that what is wrong with them is said before anything is opened. Throws `CommandError`. */
export const readConsole = (
  values: Values<Setting>,
  secure: boolean,
  terminal: Pick<Terminal, 'environment' | 'forget'>,
): ConsoleSettings => {
  if (values['console-port'] !== undefined) void consoleOrigin({ ...values, secure });
  return { twoPerson: readActs(values['console-two-person']), openId: readOpenId(values, terminal) };
};

interface ConsoleSettings {
  twoPerson: ApprovalAct[];
  openId: OpenIdSettings | undefined;
}

/** The OpenID provider, loaded where there is one, and what closes its connections. */
const openProvider = async (
  settings: OpenIdSettings | undefined,
  origin: string,
  values: Values<Setting>,
  log: Log,
) => {
  if (!settings) return undefined;
  const { createProvider } = await import('../console/openid/create-provider.ts');
  const egress = providerEgress(new URL(settings.issuer), values, (message) => log.warn({}, message));
  if (settings.acrValues.length + settings.amrValues.length === 0) {
    log.warn(
      {},
      'nothing shows that the OpenID provider asks for two factors: see --console-oidc-acr and --console-oidc-amr',
    );
  }
  const redirectUri = `${origin}${openIdCallbackPath}`;
  const provider = createProvider({ settings, redirectUri, fetch: providerFetch(egress), clock: Date.now });
  return { provider, close: egress.close };
};

/** The console's listener, if one is configured. It is loaded only then, with the packages that it needs. */
export const listenForConsole = async (
  values: Values<Setting>,
  tls: Tls | undefined,
  { vaultUrl, settings, ...options }: Opened & { vaultUrl: string; settings: ConsoleSettings },
) => {
  const { 'console-port': port, 'console-host': host } = values;
  if (port === undefined) return undefined;
  const { createConsole } = await import('../console/console.ts');
  let opened: ReturnType<typeof createConsole> | undefined;
  const server = await listenOrExplain(
    {
      // Nothing arrives before the next turn of the event loop, when there is something to answer it.
      handle: async (request, from) =>
        opened ? await opened.answer(request, from) : { status: 503, headers: {}, body: '' },
      ...{ host, port, drain, trusted: parseTrustedProxies(values['trusted-proxies'] ?? '') },
      ...(tls && { tls }),
    },
    { host: 'console-host', port: 'console-port' },
  );
  const origin = consoleOrigin({ ...values, secure: tls !== undefined }, server.port);
  // On loopback, browsers reach the vault where it listens.
  const vaultOrigin = readPublicUrl(values['public-url']) ?? (isLoopback(values.host) ? vaultUrl : undefined);
  const app = builtConsole();
  const known = await openProvider(settings.openId, origin, values, options.log);
  const made = createConsole({
    ...{ ...options, origin, vaultOrigin, app },
    includedTokens: values['included-tokens'],
    ownSite: values['own-site'],
    twoPerson: settings.twoPerson,
    openId: known?.provider,
  });
  opened = made;
  await made.resume();
  options.log.info({ url: server.url, console_url: origin }, 'the console is listening');
  if (!app) options.log.warn({}, 'the pages of the console are not built: run "npm run build", then start again');
  return {
    ...server,
    origin,
    close: async () => {
      await made.close();
      await server.close();
      known?.close();
    },
  };
};
