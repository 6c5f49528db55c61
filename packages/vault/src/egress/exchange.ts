import type { IncomingMessage } from 'node:http';
import { framing, isStreamed, type StreamedBody, writeStreamed } from './body.ts';
import type { Connection } from './connection.ts';
import type { Destination } from './destination.ts';
import { EgressError } from './egress-error.ts';
import type { EgressGuards } from './egress-guards.ts';
import { endToEnd } from './headers.ts';

/** What goes over a connection, checked and complete. */
export interface Outgoing {
  method: string;
  headers: readonly (readonly [string, string])[];
  body: Uint8Array | StreamedBody;
}

/** An answer whose head has come. Its body ends with an `EgressError` when it is too large, too slow or cut off. */
export interface Incoming {
  status: number;
  /** Names in lower case, without those of the connection. */
  headers: [name: string, value: string][];
  body: AsyncIterable<Uint8Array>;
}

/** Is told when an exchange is over, with the answer where it came whole. Says whether the connection is kept. */
export type Over = (answer: IncomingMessage | undefined) => boolean;

interface ExchangeOptions {
  most: number;
  signal: AbortSignal;
  over: Over;
  guards: EgressGuards;
}

const broken = (host: string) => new EgressError('answer', `${host} did not give a complete HTTP answer.`);

const tooLarge = (host: string, most: number) =>
  new EgressError('too-large', `The answer of ${host} is larger than ${most} bytes.`);

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as [string, string]] : []));

/** Node hands the head over, or says why there is none; nothing is followed or unpacked. */
const head = (
  connection: Connection,
  { host, port, path }: Destination,
  { method, headers, body }: Outgoing,
  signal: AbortSignal,
  over: Over,
  guards: EgressGuards,
) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const authority = `${host.includes(':') ? `[${host}]` : host}${port === 443 ? '' : `:${port}`}`;
    const options = {
      method,
      path,
      maxHeaderSize: 32_768,
      headers: [['host', authority], ...headers, ...framing(method, body), ['connection', 'keep-alive']].flat(),
    };
    const sent = connection.begin(options, signal, over);
    let answered = false;
    // Every request closes; an error is made only for those without an answer, because its stack takes time.
    const fail = () => {
      if (!answered) reject(broken(host));
    };
    sent.on('error', fail).on('close', fail);
    sent.on('response', (answer) => {
      answered = true;
      resolve(answer);
    });
    sent.on('upgrade', (_, upgraded) => {
      upgraded.destroy();
      fail();
    });
    if (!isStreamed(body)) {
      sent.end(body);
      return;
    }
    writeStreamed(sent, body, guards).catch((error: unknown) => {
      reject(error);
      connection.close();
    });
  });

async function* capped(answer: IncomingMessage, host: string, most: number, signal: AbortSignal) {
  let left = most;
  try {
    for await (const chunk of answer) {
      if (!(chunk instanceof Uint8Array)) throw broken(host);
      left -= chunk.byteLength;
      if (left < 0) throw tooLarge(host, most);
      yield chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof EgressError ? error : broken(host);
  } finally {
    answer.destroy();
  }
}

/** A body that lets go of its connection at once when nobody wants more of it, also while it waits for the destination. */
const bodyOf = (answer: IncomingMessage, chunks: AsyncGenerator<Uint8Array>): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => ({
    next: () => chunks.next(),
    return: async () => {
      answer.destroy();
      return { done: true, value: undefined };
    },
  }),
});

/**
 * One request and its answer over a connection. `over` is told when both are over, with the answer where it came whole, and says whether
 * the connection is kept. `most` caps the body of the answer in bytes. The request is written once, and never again. Throws `EgressError` of kind `answer`, `request` or `too-large`, the
 * reason of the signal, or what a streamed body throws.
 */
export const exchange = async (
  connection: Connection,
  destination: Destination,
  outgoing: Outgoing,
  { most, signal, over, guards }: ExchangeOptions,
): Promise<Incoming> => {
  const answer = await head(connection, destination, outgoing, signal, over, guards).catch((error: unknown) => {
    connection.close();
    signal.throwIfAborted();
    throw error;
  });
  // A body that nobody reads any more must not raise an error that nobody hears.
  answer.on('error', () => undefined);
  const status = answer.statusCode ?? 0;
  // Of the codings of a connection Node undoes chunks and no others, and who gets the rest would not be told of them.
  const coding = answer.headers['transfer-encoding'] ?? 'chunked';
  if (!guards.isStatus(status) || coding.toLowerCase() !== 'chunked') {
    connection.close();
    throw broken(destination.host);
  }
  // An answer without a body may say how long that would be, but for 204: a server in front of the vault might wait for it (RFC 9110 §8.6).
  const length = status === 204 ? undefined : answer.headers['content-length'];
  const hasBody = outgoing.method !== 'HEAD' && status !== 304;
  if (hasBody && Number(length ?? 0) > most) {
    connection.close();
    throw tooLarge(destination.host, most);
  }
  return {
    status,
    headers: [
      ...endToEnd(pairs(answer.rawHeaders)),
      ...(length === undefined ? [] : [['content-length', length] as [string, string]]),
    ],
    body: bodyOf(answer, capped(answer, destination.host, most, signal)),
  };
};
