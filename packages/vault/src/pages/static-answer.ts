import { createHash } from 'node:crypto';
import type { VaultRequest, VaultResponse } from '../http/messages.ts';
import { ApiError } from '../problem.ts';
import { type Coding, codingFor, codings } from './content-coding.ts';

/** A file or document that the vault serves unchanged. */
export interface StaticPage {
  readonly text: string | Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  /** Other headers of requests, beside `accept-encoding`, by which answers at its address differ. */
  readonly vary?: readonly string[];
}

/** One form of a page: as it is, or compressed. */
interface Variant {
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whether `If-None-Match` names this form (weak comparison, RFC 9110 §13.1.2). */
const isKnown = (ifNoneMatch: string | null, etag: string): boolean =>
  (ifNoneMatch ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag);

/**
 * Answers requests for a page. Each form of it has an ETag of its own, because a cache must not combine parts or reuse the tag of one
 * for another (RFC 9110 §8.8.3.3). A form is compressed at its first request, so that starting the vault does not wait for it. Throws 405 for
 * methods that do not read.
 */
export const staticAnswer = ({ text, headers, vary = [] }: StaticPage) => {
  const plain = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const digest = createHash('sha256').update(plain).update(JSON.stringify(headers)).digest('base64').slice(0, 27);
  const made = new Map<Coding | undefined, Variant>();
  const variant = (coding: Coding | undefined): Variant => {
    const known = made.get(coding);
    if (known) return known;
    const fresh =
      coding === undefined
        ? { etag: `"${digest}"`, body: plain, headers: {} }
        : { etag: `"${digest}-${coding}"`, body: codings[coding](plain), headers: { 'content-encoding': coding } };
    made.set(coding, fresh);
    return fresh;
  };

  return ({ method, headers: asked }: VaultRequest): VaultResponse => {
    if (method !== 'GET' && method !== 'HEAD') {
      throw new ApiError('method-not-allowed', 'This path answers to GET and HEAD.', {
        headers: { Allow: 'GET, HEAD' },
      });
    }
    const { etag, body, headers: own } = variant(codingFor(asked.get('accept-encoding')));
    const common = { ...headers, etag, vary: ['accept-encoding', ...vary].join(', ') };
    if (isKnown(asked.get('if-none-match'), etag)) return { status: 304, headers: common, body: undefined };
    return {
      status: 200,
      headers: { ...common, ...own, 'content-length': String(body.byteLength) },
      body: method === 'HEAD' ? undefined : body,
    };
  };
};
