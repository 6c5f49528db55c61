import { type ApprovalAct, approvalActs } from '@tessera/contract/console';
import type { ConsoleOptions } from '../console/console.ts';
import { parseTrustedProxies } from '../node/client-address.ts';
import type { Tls } from '../node/server.ts';
import { drain } from './answering.ts';
import { builtConsole } from './built-files.ts';
import { CommandError } from './command-error.ts';
import { consoleOrigin } from './console-url.ts';
import { listenOrExplain } from './listen-or-explain.ts';
import type { Values } from './options.ts';
import { isLoopback, readPublicUrl } from './public-url.ts';
import type { Setting } from './settings.ts';

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
      if (act === undefined)
        throw new CommandError(`--console-two-person takes ${approvalActs.join(', ')}, not "${name}".`, 2);
      return act;
    });

/** Checks the flags of the console, so that what is wrong with them is said before anything is opened. */
export const assertConsole = (values: Values<Setting>, secure: boolean): void => {
  if (values['console-port'] !== undefined) void consoleOrigin({ ...values, secure });
  void readActs(values['console-two-person']);
};

/** The console's listener, if one is configured. It is loaded only then, with the packages that it needs. */
export const listenForConsole = async (
  values: Values<Setting>,
  tls: Tls | undefined,
  { vaultUrl, ...options }: Opened & { vaultUrl: string },
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
  const made = createConsole({
    ...{ ...options, origin, vaultOrigin, app },
    includedTokens: values['included-tokens'],
    twoPerson: readActs(values['console-two-person']),
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
    },
  };
};
