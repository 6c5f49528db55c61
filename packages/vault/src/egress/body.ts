import type { ClientRequest } from 'node:http';
import { EgressError } from './egress-error.ts';
import type { EgressGuards } from './egress-guards.ts';

/** A body that is sent while it comes in. What its parts throw ends the request, and is what the request fails with. */
export interface StreamedBody {
  parts: AsyncIterable<Uint8Array>;
  /** Bytes that it will have, where that is known. */
  length: number | undefined;
}

export const isStreamed = (body: Uint8Array | StreamedBody): body is StreamedBody => 'parts' in body;

/** The headers by which a destination knows where a body ends. */
export const framing = (method: string, body: Uint8Array | StreamedBody): [string, string][] => {
  if (isStreamed(body)) {
    return [body.length === undefined ? ['transfer-encoding', 'chunked'] : ['content-length', String(body.length)]];
  }
  const hasBody = body.byteLength > 0 || !['GET', 'HEAD', 'DELETE'].includes(method);
  return hasBody ? [['content-length', String(body.byteLength)]] : [];
};

/** Resolves when more can be written, or when nothing can be any more. */
const room = (sent: ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      sent.off('drain', go).off('close', go);
      resolve();
    };
    sent.on('drain', go).on('close', go);
  });

/**
 * Writes a body as it comes, no faster than it is taken. Stops without an error where the destination has closed the connection: that is
 * told by whoever waits for its answer. A body that ends early or goes on too long would make what follows it another request, so it
 * is never sent to its end.
 */
export const writeStreamed = async (
  sent: ClientRequest,
  { parts, length }: StreamedBody,
  { mayWrite }: Pick<EgressGuards, 'mayWrite'>,
): Promise<void> => {
  const assertLength = (isEnd: boolean): void => {
    if (mayWrite(written, length, isEnd)) return;
    throw new EgressError('request', 'The body does not have the length that was announced.');
  };
  let written = 0;
  for await (const part of parts) {
    written += part.byteLength;
    assertLength(false);
    if (sent.destroyed) return;
    if (!sent.write(part)) await room(sent);
  }
  assertLength(true);
  sent.end();
};
