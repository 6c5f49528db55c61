import { ApiError } from '../problem.ts';
import { escapeXml, formPieces, jsonPieces, type Piece, textPieces } from './pieces.ts';

/** A body in which tokens may stand. */
export interface Body {
  pieces: readonly Piece[];
  /** What a value goes through before it stands between other text. */
  encode?: (text: string) => string;
}

type Read = (text: string) => Body;

const asJson: Read = (text) => {
  const pieces = jsonPieces(text);
  if (pieces) return { pieces };
  throw new ApiError('proxy-request', 'The body is not JSON, which its content type says it is.');
};

const looksLikeJson = /^\s*[[{]/;

/** Tools that are told no content type send JSON under that of a form, or under none. */
const perhapsJson =
  (otherwise: (text: string) => Piece[]): Read =>
  (text) => ({ pieces: (looksLikeJson.test(text) ? jsonPieces(text) : undefined) ?? otherwise(text) });

/** How bodies are read by their media type, the first that fits. Others (multipart, images, archives) pass untouched. */
const readers: readonly [type: RegExp, read: Read][] = [
  [/^application\/(?:json|[\w.-]+\+json)$/, asJson],
  [/^application\/x-www-form-urlencoded$/, perhapsJson(formPieces)],
  [/^$/, perhapsJson(textPieces)],
  [
    /^(?:(?:application|text)\/xml|[\w.-]+\/[\w.-]+\+xml|text\/html)$/,
    (text) => ({ pieces: textPieces(text), encode: escapeXml }),
  ],
  [/^(?:text\/[\w.+-]+|application\/(?:graphql|javascript))$/, (text) => ({ pieces: textPieces(text) })],
];

const charset = /;\s*charset\s*=\s*"?([\w-]+)/i;

const unreadable = (reason: string) =>
  new ApiError('unsupported-media-type', `Tokens cannot be replaced in this body: ${reason}.`, {
    headers: { 'Accept-Encoding': 'identity' },
  });

/** No reference has fewer than two braces, however they are written. */
const mayRefer = /\{|%7b|\\u007b/i;

/** The braces of a reference in a charset that keeps ASCII, or that writes each of its characters with zero bytes around it. */
const holdsBraces = (bytes: Uint8Array): boolean =>
  /\{\0*\{|%7b|\\u007b/i.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));

/**
 * The text of a body in which tokens may stand; `undefined` for one in another charset that names none. Throws 415 where a
 * reference would, or could, go on to the destination as it stands.
 */
const textOf = (bytes: Uint8Array, contentType: string, contentEncoding: string | null): string | undefined => {
  if (bytes.byteLength === 0) return undefined;
  if (!/^\s*(?:identity)?\s*$/i.test(contentEncoding ?? ''))
    throw unreadable('it is compressed; send it without Content-Encoding');
  const encoding = charset.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  try {
    if (['utf-8', 'utf8', 'us-ascii'].includes(encoding))
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Bytes that are no UTF-8 are treated as those of another charset.
  }
  if (holdsBraces(bytes)) throw unreadable('it is not in UTF-8');
  return undefined;
};

/** How a body of a type is read in which tokens may stand; nothing for one that passes untouched. */
const readerOf = (contentType: string): Read | undefined =>
  readers.find(([pattern]) => pattern.test(contentType.split(';')[0]?.trim().toLowerCase() ?? ''))?.[1];

/** Whether tokens may stand in a body of a type. */
export const isSearched = (contentType: string | null): boolean => readerOf(contentType ?? '') !== undefined;

/** Reads a body in which tokens stand; `undefined` for one that is forwarded unchanged. Throws `ApiError` 400 or 415. */
export const readTemplates = (
  bytes: Uint8Array,
  { contentType, contentEncoding }: { contentType: string | null; contentEncoding: string | null },
): Body | undefined => {
  const type = contentType ?? '';
  const read = readerOf(type);
  const text = read && textOf(bytes, type, contentEncoding);
  return text === undefined || !mayRefer.test(text) ? undefined : read?.(text);
};
