import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { VaultRequest } from '../http/messages.ts';

/** What may stand in a Host header: a name or an address and a port, and nothing that could end the host of a URL early. */
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

/** The URL of a request, or `undefined` when request line and Host make none. */
const urlOf = (incoming: IncomingMessage, scheme: 'http' | 'https'): string | undefined => {
  const { url: target = '' } = incoming;
  const named = hostOf(incoming);
  const isPath = target.startsWith('/') && host.test(named);
  const url = isPath ? `${scheme}://${named}${target}` : target;
  return /^https?:/i.test(url) && URL.canParse(url) ? url : undefined;
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

/**
 * A request as Node has read it; `undefined` when request line and Host make no URL. `wanted` is called when somebody begins to read
 * the body.
 */
export const vaultRequestOf = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  scheme: 'http' | 'https',
  wanted: () => void,
): VaultRequest | undefined => {
  const { method = 'GET', headers } = incoming;
  const url = urlOf(incoming, scheme);
  if (url === undefined) return undefined;
  let signal: AbortSignal | undefined;
  return {
    method,
    url,
    // Few requests ask for it, and each would pay for it.
    get signal() {
      signal ??= goneSignal(outgoing);
      return signal;
    },
    headers: { get: (name) => field(headers[name.toLowerCase()]), [Symbol.iterator]: () => fields(incoming) },
    body: {
      [Symbol.asyncIterator]: () => {
        wanted();
        // Whoever stops reading still wants to answer, on the connection that Node would otherwise cut.
        return incoming.iterator({ destroyOnReturn: false });
      },
    },
  };
};
