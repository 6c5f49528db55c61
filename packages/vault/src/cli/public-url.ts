import { isIP } from 'node:net';
import { plainAddress } from '../node/client-address.ts';
import { CommandError } from './command-error.ts';

/** Whether a host name or address means this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(plainAddress(host)) === 4 && plainAddress(host).startsWith('127.'));

/** Throws unless the URL is an origin with https (or loopback): frames and API share it, and frames do not start without https. */
export const readPublicUrl = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (text !== url.origin && text !== `${url.origin}/`)) {
    throw new CommandError('--public-url must be an origin, such as https://vault.example.', 2);
  }
  if (url.protocol === 'https:' || isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) return url.origin;
  throw new CommandError('--public-url must begin with https://: card fields refuse to work on a page without it.', 2);
};
