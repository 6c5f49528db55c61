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

/** Characters of the longest text that is handed to the connection as it is. */
const longestText = 65_536;

/** If the body will not be read, closes its source, such as the connection to a destination. */
const letGo = ({ body, sent }: VaultResponse): void => {
  if (isStream(body)) void body[Symbol.asyncIterator]().return?.();
  sent?.();
};

/** Writes a body that is known whole. */
const writeWhole = (body: string | Uint8Array | undefined, length: number, outgoing: ServerResponse): void => {
  // As many bytes as characters are ASCII, which is written without a second look at each.
  const encoding = length === body?.length ? 'latin1' : 'utf8';
  if (typeof body !== 'string') outgoing.end(body);
  // Node copies a text twice until it is sent, and bytes not at all: with many slow readers that is most of what they occupy.
  else if (length > longestText) outgoing.end(Buffer.from(body, encoding));
  else outgoing.end(body, encoding);
};

/** Bytes that a body has; 0 for a stream. */
const lengthOf = (body: VaultResponse['body']): number => {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return body === undefined || isStream(body) ? 0 : body.byteLength;
};

/** Bytes of the longest body that may wait for the other answers of its turn. */
const longestWait = 16_384;

/** Whether an answer is written so fast that it may be written together with others. */
export const isShort = ({ body }: VaultResponse): boolean =>
  body === undefined || (typeof body === 'string' && body.length <= longestWait);

/** Header fields one after the other, names and values, which Node takes as they are. */
const fieldsOf = (
  { headers }: VaultResponse,
  { length, last }: { length: number | undefined; last: boolean },
): string[] => {
  const fields: string[] = [];
  // An answer that is passed on may say it itself.
  if (length !== undefined && !Object.hasOwn(headers, 'content-length')) fields.push('content-length', String(length));
  for (const name in headers) fields.push(name, headers[name] ?? '');
  if (last) fields.push('connection', 'close');
  return fields;
};

/**
 * Writes an answer out. A caller that does not take it in time is cut off, so that it cannot hold what its answer occupies.
 * No function that lives until then may refer to `answer`: it would keep the text of the body in memory beside its bytes.
 */
export const writeAnswer = (
  answer: VaultResponse,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { last, after, lingering, cut }: WriteOptions,
): void => {
  const { socket } = incoming;
  const { status, sent } = answer;
  if (socket.destroyed) {
    letGo(answer);
    return;
  }
  const early = !incoming.complete;
  const streams = isStream(answer.body);
  const length = lengthOf(answer.body);
  const known = !streams && (answer.body !== undefined || !(bare.has(status) || incoming.method === 'HEAD'));
  /** Gives the caller the time for so many bytes; what is given back ends it. */
  const within = (bytes: number) =>
    after(timeFor(bytes), () => {
      cut();
      socket.destroy();
    });
  if (early) closeInStages(incoming, after, lingering);
  try {
    outgoing.writeHead(status, fieldsOf(answer, { length: known ? length : undefined, last: last || early }));
  } catch (error) {
    letGo(answer);
    throw error;
  }
  if (isStream(answer.body)) {
    outgoing.once('close', () => sent?.());
    void writeStream(answer.body, outgoing, within);
    return;
  }
  writeWhole(answer.body, length, outgoing);
  // What the system has taken at once occupies nothing here and waits for nobody, so most answers need no timer.
  if (outgoing.writableLength === 0) {
    sent?.();
    return;
  }
  const stop = within(length);
  outgoing.once('close', () => {
    stop();
    sent?.();
  });
};
