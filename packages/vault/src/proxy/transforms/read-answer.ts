import type { Effort } from '../../effort/effort.ts';
import type { EgressAnswer } from '../../egress/egress.ts';
import { destinationStatus } from '../../http/response.ts';
import { ApiError } from '../../problem.ts';
import { asApiError } from '../problems.ts';
import type { Message } from './message.ts';

/** Steps for each byte of an answer that is kept and decoded. */
const byteCost = 10;

/** The whole answer of a destination as text. Throws 502 for one that is none. */
export const readAnswer = async ({ headers, body }: EgressAnswer, effort: Effort): Promise<Message> => {
  const parts: Uint8Array[] = [];
  for await (const part of body) {
    effort.occupy(part.byteLength);
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  await effort.reserve(bytes.byteLength * byteCost);
  const encoding = headers.find(([name]) => name === 'content-encoding')?.[1] ?? 'identity';
  try {
    if (encoding === 'identity' || bytes.byteLength === 0) {
      return { headers, body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
    }
  } catch {
    // Bytes that are no UTF-8 are no text.
  }
  throw new ApiError('transform-failed', 'The answer of the destination is no uncompressed text in UTF-8.');
};

/** Adds to an error that the destination has answered, and how. */
export const failedAnswer =
  (status: number) =>
  (error: unknown): never => {
    const known = asApiError(error);
    if (!(known instanceof ApiError)) throw error;
    throw new ApiError(known.type, known.message, {
      ...(known.errors && { errors: known.errors }),
      headers: { ...known.headers, [destinationStatus]: String(status) },
    });
  };
