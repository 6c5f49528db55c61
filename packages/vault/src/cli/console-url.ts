import { isIP } from 'node:net';
import { CommandError } from './command-error.ts';
import type { Values } from './options.ts';
import { isLoopback, readPublicUrl } from './public-url.ts';

type UrlValues = Values<'console-port' | 'console-host' | 'console-public-url' | 'public-url'> & { secure: boolean };

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** Why an origin cannot be that of a console; `undefined` where it can. */
const objection = (text: string, vault: string | undefined): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (text !== url.origin && text !== `${url.origin}/`)) {
    return 'must be an origin, such as https://console.example.';
  }
  const host = bare(url.hostname);
  if (isIP(host) !== 0) return `must have a host name, such as localhost: there are no passkeys for addresses.`;
  if (isLoopback(host)) return undefined;
  if (url.protocol !== 'https:') return 'must begin with https://: browsers make no passkeys on a page without it.';
  if (vault !== undefined && bare(new URL(vault).hostname) === host) {
    return 'must have another host name than --public-url: browsers send cookies to all ports of a host.';
  }
  return undefined;
};

/** The origin of the console that listens on `port`. Throws `CommandError`. */
export const consoleOrigin = (values: UrlValues, port = values['console-port']): string => {
  const { 'console-public-url': given, 'console-host': host, secure } = values;
  if (given !== undefined) {
    const wrong = objection(given, readPublicUrl(values['public-url']));
    if (wrong !== undefined) throw new CommandError(`--console-public-url ${wrong}`, 2);
    return new URL(given).origin;
  }
  if (port === undefined || !isLoopback(host)) {
    throw new CommandError('Give --console-public-url, the origin under which browsers reach the console.', 2);
  }
  return `${secure ? 'https' : 'http'}://localhost:${port}`;
};
