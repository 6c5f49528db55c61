import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { VaultRequest } from '../http/messages.ts';

/**
 * A valid Host header: a name or an address, with an optional port. No other characters, since they could end the host of a URL
 * early.
 */
const host = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * The host that a request names. HTTP/1.0 has no Host header, and health checks of load balancers still speak it: such a request is
 * for the address that it was sent to.
 */
const hostOf = ({ headers, httpVersion, socket }: IncomingMessage): string => {
  if (headers.host !== undefined || httpVersion !== '1.0') return headers.host ?? '';
  const { localAddress = '', localPort } = socket;
  return `${isIPv6(localAddress) ? `[${localAddress}]` : localAddress}:${localPort}`;
};

/**
 * Begins of URLs (`http://vault.example`) that have been found to be right, the last few. Whatever path follows one makes a URL, so most
 * requests need not be looked at twice.
 */
const known = new Set<string>();
const mostKnown = 100;

const isOrigin = (scheme: string, named: string): boolean => {
  const origin = `${scheme}://${named}`;
  if (known.has(origin)) return true;
  if (!host.test(named) || !URL.canParse(origin)) return false;
  if (known.size >= mostKnown) known.clear();
  known.add(origin);
  return true;
};

/** The URL of a request, or `undefined` if request line and Host do not form one. */
const urlOf = (incoming: IncomingMessage, scheme: 'http' | 'https'): string | undefined => {
  const { url: target = '' } = incoming;
  const named = hostOf(incoming);
  if (target.startsWith('/') && isOrigin(scheme, named)) return `${scheme}://${named}${target}`;
  return /^https?:/i.test(target) && URL.canParse(target) ? target : undefined;
};

const field = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value.join(', ') : value) ?? null;

function* fields({ rawHeaders }: IncomingMessage): Generator<[string, string]> {
  for (let at = 0; at < rawHeaders.length; at += 2) yield [rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''];
}

/** Aborts when the connection of an answer closes before the answer was written. */
const goneSignal = (outgoing: ServerResponse): AbortSignal => {
  const gone = new AbortController();
  const end = () => {
    if (!outgoing.writableFinished) gone.abort();
  };
  if (outgoing.destroyed) end();
  else outgoing.once('close', end);
  return gone.signal;
};

/** The record of a request that Node has read. `wanted` is called when the body starts to be read. */
export const vaultRequestOf = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  scheme: 'http' | 'https',
  wanted: () => void,
): VaultRequest => {
  const { method = 'GET', headers } = incoming;
  const url = urlOf(incoming, scheme) ?? '';
  let signal: AbortSignal | undefined;
  return {
    method,
    url,
    // Created on demand, because few requests need it.
    get signal() {
      signal ??= goneSignal(outgoing);
      return signal;
    },
    headers: { get: (name) => field(headers[name.toLowerCase()]), [Symbol.iterator]: () => fields(incoming) },
    body: {
      [Symbol.asyncIterator]: () => {
        wanted();
        // Without this, Node would close the connection when reading stops, and no answer could be sent.
        return incoming.iterator({ destroyOnReturn: false });
      },
    },
  };
};
