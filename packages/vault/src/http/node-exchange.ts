import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Asked } from './exchange.ts';

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

/** A request as Node has read it; `undefined` when request line and Host make no URL. */
export const askedOf = (incoming: IncomingMessage, scheme: 'http' | 'https'): Asked | undefined => {
  const { method = 'GET', headers } = incoming;
  const url = urlOf(incoming, scheme);
  if (url === undefined) return undefined;
  return {
    method,
    url,
    headers: { get: (name) => field(headers[name.toLowerCase()]) },
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
  { status, headers, body }: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  last: boolean,
): void => {
  const early = !incoming.complete;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : (body?.byteLength ?? 0);
  const known = body !== undefined || !(bare.has(status) || incoming.method === 'HEAD');
  outgoing.writeHead(status, {
    ...(known && { 'content-length': length }),
    ...headers,
    ...((last || early) && { connection: 'close' }),
  });
  outgoing.end(body);
  if (early) drain(incoming);
};
