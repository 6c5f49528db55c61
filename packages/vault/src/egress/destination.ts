import { isIP } from 'node:net';
import { mayBeCard } from '../log/may-be-card.ts';
import { EgressError } from './egress-error.ts';

/** Where a request goes, as the URL says it. */
export interface Destination {
  /** The host, with the port where that is on this machine: what the operator allows or does not. */
  readonly name: string;
  /** A DNS name in lower case; where the operator named an address of this machine, that address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query, percent-encoded. */
  readonly path: string;
  /** One of the destinations on this machine that the operator named. */
  readonly loopback: boolean;
}

/** Longest URL that a request may go to. */
const longest = 8192;

/** Authority without user, password or percent sign, and then the end or something that URL parsers take for one. */
const authority = /^https:\/\/((?:[a-z\d._-]+|\[[\da-f:.]+\])(?::\d{1,5})?)(?:[/?#]|$)/i;

const label = /^[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?$/;

const isDnsName = (host: string): boolean =>
  host.length <= 253 && host.includes('.') && host.split('.').every((part) => label.test(part));

const refuse = (reason: string) => new EgressError('url', `The URL of the destination ${reason}.`);

/**
 * Reads the URL of a destination: https, a DNS name, port 443. Texts on which URL parsers disagree (backslashes, white space,
 * control characters, users, percent signs or other scripts in the host) are refused rather than repaired. `loopback` holds what
 * the operator named on this machine, as `host:port`. Throws `EgressError` of kind `url`.
 */
export const readDestination = (url: string | URL, loopback: ReadonlySet<string>): Destination => {
  const text = String(url);
  if (text.length > longest) throw refuse(`has more than ${longest} characters`);
  if (!/^https:/i.test(text)) throw refuse('must start with https://');
  if (/[^\x21-\x7e]|\\/.test(text))
    throw refuse('holds a space, a backslash or a character that is not printable ASCII');
  if (!authority.test(text) || !URL.canParse(text)) {
    throw refuse('must be https:// and the name of a host, without user, password or escapes in it');
  }
  const { hostname, port: written, pathname, search } = new URL(text);
  const port = written === '' ? 443 : Number(written);
  const host = hostname.replace(/^\[|\]$/g, '');
  const path = `${pathname}${search}`;
  const local = `${hostname}:${port}`;
  if (loopback.has(local)) return { name: local, host, port, path, loopback: true };
  if (isIP(host) !== 0) throw refuse('must name a host; addresses are not accepted');
  if (!isDnsName(host)) throw refuse('must name a host of the internet, such as api.example.com');
  // Audit rows and errors name the host.
  if (mayBeCard(host)) throw refuse('must not hold what may be the number of a card in its host');
  if (port !== 443) throw refuse('must use port 443');
  return { name: host, host, port, path, loopback: false };
};
