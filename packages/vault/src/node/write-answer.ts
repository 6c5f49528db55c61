import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, type Writable } from 'node:stream';
import { isStream, type VaultResponse } from '../http/messages.ts';
import type { After } from '../timers.ts';
import { closeInStages, type Lingering } from './close-in-stages.ts';

export interface WriteOptions {
  /** The connection ends after this answer. */
  last: boolean;
  after: After;
  lingering: Lingering;
  /** Is told that a caller was cut off because it did not read its answer. */
  cut: () => void;
}

/** Statuses whose responses have no body (RFC 9110 §6.4.1). */
const bare = new Set([204, 304]);

/** Milliseconds in which a caller has to take the first 64 KB of an answer, and each 64 KB after them. */
const patience = { first: 30_000, each: 1000, bytes: 65_536 };

const timeFor = (bytes: number): number => patience.first + Math.floor(bytes / patience.bytes) * patience.each;

/** Resolves when a stream can take more data, or has ended. */
const drained = (to: Writable): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      to.off('drain', done).off('close', done);
      resolve();
    };
    to.on('drain', done).on('close', done);
  });

/** Writes a streamed body. If it breaks off, the connection is closed, so that the caller notices that the answer is incomplete. */
const writeStream = async (
  body: AsyncIterable<Uint8Array>,
  outgoing: ServerResponse,
  within: (bytes: number) => () => void,
): Promise<void> => {
  const source = Readable.from(body);
  // When the caller leaves, the source is ended, even while it sends nothing.
  outgoing.once('close', () => source.destroy());
  try {
    for await (const chunk of source) {
      if (outgoing.write(chunk)) continue;
      const stop = within(0);
      await drained(outgoing);
      stop();
      if (outgoing.destroyed) return;
    }
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
};

/** Writes an answer out. A caller that does not take it in time is cut off, so that it cannot hold what its answer occupies. */
export const writeAnswer = (
  { status, headers, body, sent }: VaultResponse,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { last, after, lingering, cut }: WriteOptions,
): void => {
  const { socket } = incoming;
  // If the body will not be read, close its source, such as the connection to a destination.
  const letGo = () => {
    if (isStream(body)) void body[Symbol.asyncIterator]().return?.();
    sent?.();
  };
  if (socket.destroyed) {
    letGo();
    return;
  }
  const early = !incoming.complete;
  const streams = isStream(body);
  const length = typeof body === 'string' ? Buffer.byteLength(body) : streams ? 0 : (body?.byteLength ?? 0);
  const known = !streams && (body !== undefined || !(bare.has(status) || incoming.method === 'HEAD'));
  /** Gives the caller the time for so many bytes; what is given back ends it. */
  const within = (bytes: number) =>
    after(timeFor(bytes), () => {
      cut();
      socket.destroy();
    });
  if (early) closeInStages(incoming, after, lingering);
  try {
    outgoing.writeHead(status, {
      ...(known && { 'content-length': length }),
      ...headers,
      ...((last || early) && { connection: 'close' }),
    });
  } catch (error) {
    letGo();
    throw error;
  }
  if (streams) {
    outgoing.once('close', () => sent?.());
    void writeStream(body, outgoing, within);
    return;
  }
  const stop = within(length);
  outgoing.once('close', () => {
    stop();
    sent?.();
  });
  // As many bytes as characters are ASCII, which is written without a second look at each.
  if (typeof body === 'string' && length === body.length) outgoing.end(body, 'latin1');
  else outgoing.end(body);
};
