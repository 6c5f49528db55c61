import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';

import { isStream, type VaultRequest, type VaultResponse } from '../http/messages.ts';

/** What may stand in a Host header: a name or an address and a port, and nothing that could end the host of a URL early. */
const host = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** The URL of a request, or `undefined` when request line and Host make none. */
const urlOf = ({ url: target = '', headers }: IncomingMessage, scheme: 'http' | 'https'): string | undefined => {
  const isPath = target.startsWith('/') && host.test(headers.host ?? '');
  const url = isPath ? `${scheme}://${headers.host}${target}` : target;
  return /^https?:/i.test(url) && URL.canParse(url) ? url : undefined;
};

const field = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value.join(', ') : value) ?? null;

function* fields({ rawHeaders }: IncomingMessage): Generator<[string, string]> {
  for (let at = 0; at < rawHeaders.length; at += 2) yield [rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''];
}

/** A request as Node has read it; `undefined` when request line and Host make no URL. */
export const vaultRequestOf = (incoming: IncomingMessage, scheme: 'http' | 'https'): VaultRequest | undefined => {
  const { method = 'GET', headers } = incoming;
  const url = urlOf(incoming, scheme);
  if (url === undefined) return undefined;
  return {
    method,
    url,
    headers: { get: (name) => field(headers[name.toLowerCase()]), [Symbol.iterator]: () => fields(incoming) },
    body: {
      // Whoever stops reading still wants to answer, on the connection that Node would otherwise cut.
      [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }),
    },
  };
};

/** Milliseconds that the rest of a body, which nobody wants any more, may take until the connection is cut. */
const patience = 500;

/** Lets the caller finish sending what was answered early: on a connection that is cut at once the answer may be lost. */
const drain = (incoming: IncomingMessage): void => {
  const cut = setTimeout(() => incoming.destroy(), patience);
  incoming.on('close', () => clearTimeout(cut)).on('error', () => undefined);
  incoming.resume();
};

/** Statuses whose answers end with their header (RFC 9110 §6.4.1). */
const bare = new Set([204, 304]);

/** Writes an answer out. With `last` the connection ends after it. */
export const write = (
  { status, headers, body }: VaultResponse,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  last: boolean,
): void => {
  const early = !incoming.complete;
  const streams = isStream(body);
  const length = typeof body === 'string' ? Buffer.byteLength(body) : streams ? 0 : (body?.byteLength ?? 0);
  const known = !streams && (body !== undefined || !(bare.has(status) || incoming.method === 'HEAD'));
  outgoing.writeHead(status, {
    ...(known && { 'content-length': length }),
    ...headers,
    ...((last || early) && { connection: 'close' }),
  });
  // A stream that breaks cuts the connection, so that nobody takes half an answer for a whole one.
  if (streams) pipeline(Readable.from(body), outgoing, () => undefined);
  // As many bytes as characters are ASCII, which is written without a second look at each.
  else if (typeof body === 'string' && length === body.length) outgoing.end(body, 'latin1');
  else outgoing.end(body);
  if (early) drain(incoming);
};
