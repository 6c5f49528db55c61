import { ApiError } from '../problem.ts';
import { JsonFault, jsonBounds, jsonCheck } from './json.ts';
import type { VaultRequest } from './messages.ts';

/** The largest request body, in bytes. A larger one is answered with 413. */
export const maxBody = 1024 * 1024;

/**
 * Characters that are checked at once. Code that the engine has not compiled yet needs a fifth of a microsecond for each, which no count of
 * steps can know: so each piece of a long body has a turn of its own.
 */
const piece = 16_384;

/** Bytes of a body that are read at once: as many as Node takes from a connection. */
const readAtOnce = 65_536;

/** Steps for each byte that is read, and for each character: of checking it, and of parsing it. */
const costs = { read: 2, check: 10, parse: 20 };

/** Resolves when work of so many steps may begin; with `alone`, in a turn of its own. */
type Work = (steps: number, alone: boolean) => Promise<void>;

const tooLarge = (most: number) => new ApiError('body-too-large', `A request body may have at most ${most} bytes.`);

/** The parts of a request body as they arrive. Throws `ApiError` 400 or 413. */
export async function* partsOf(request: VaultRequest, most = maxBody): AsyncGenerator<Uint8Array> {
  // Answers an honest sender before it sends the body. The bytes are counted as well, because the header can lie.
  if (Number(request.headers.get('Content-Length')) > most) throw tooLarge(most);
  // Node undoes chunks and nothing else, so a proxied body in another coding would arrive without a word of it.
  if ((request.headers.get('Transfer-Encoding') ?? 'chunked').toLowerCase() !== 'chunked')
    throw new ApiError('malformed-request', 'The body has a transfer coding other than chunked. Send it without.');
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > most) throw tooLarge(most);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError('malformed-request', 'The request body ended early.');
  }
}

/** Reads a whole request body. Throws `ApiError` 400 or 413. */
export const readBytes = async (request: VaultRequest): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const part of partsOf(request)) parts.push(part);
  return Buffer.concat(parts);
};

/**
 * Reads a body as text; `undefined` when it is not UTF-8. Each part is decoded as it arrives: joining and decoding a megabyte at once
 * takes fifty times longer, and others wait meanwhile. After `readAtOnce` bytes it waits for a turn, and the
 * connection is not read any further until then. Otherwise many bodies that arrive together would be read in one go. Throws `ApiError` 400
 * or 413.
 */
const readText = async (request: VaultRequest, work: Work, most?: number): Promise<string | undefined> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isText = true;
  const decode = (part?: Uint8Array): string => {
    try {
      return decoder.decode(part, { stream: part !== undefined });
    } catch {
      isText = false;
      return '';
    }
  };
  let text = '';
  let sinceTurn = 0;
  for await (const part of partsOf(request, most)) {
    const due = sinceTurn >= readAtOnce;
    await work(part.byteLength * costs.read, due);
    sinceTurn = (due ? 0 : sinceTurn) + part.byteLength;
    if (isText) text += decode(part);
  }
  text += decode();
  return isText ? text : undefined;
};

const jsonType = /^application\/json\s*(;|$)/i;
const mergePatchType = /^application\/merge-patch\+json\s*(;|$)/i;
const charset = /;\s*charset\s*=\s*"?([\w-]+)/i;
const isUtf8 = (type: string): boolean =>
  ['utf-8', 'utf8', 'us-ascii'].includes(charset.exec(type)?.[1]?.toLowerCase() ?? 'utf-8');

/** Types under which programs send JSON that did not say what it is: cURL, and a published client of this API. */
const otherType = /^application\/(x-www-form-urlencoded|json-patch\+json)\s*(;|$)/i;

const assertJson = (request: VaultRequest, anyContentType: boolean): void => {
  if (!/^\s*(?:identity)?\s*$/i.test(request.headers.get('Content-Encoding') ?? '')) {
    throw new ApiError('unsupported-media-type', 'Send the body without Content-Encoding: the vault unpacks nothing.', {
      headers: { 'Accept-Encoding': 'identity' },
    });
  }
  const type = request.headers.get('Content-Type') ?? '';
  if (anyContentType && (type === '' || otherType.test(type))) return;
  const patch = request.method === 'PATCH';
  if ((jsonType.test(type) || (patch && mergePatchType.test(type))) && isUtf8(type)) return;
  const accepted = `application/json${patch ? ' or application/merge-patch+json' : ''}`;
  throw new ApiError('unsupported-media-type', `Send the body as ${accepted}, in UTF-8.`, {
    headers: patch
      ? { 'Accept-Patch': 'application/json, application/merge-patch+json' }
      : { Accept: 'application/json' },
  });
};

interface JsonOptions {
  /** Takes JSON under the content type of forms and under none as well. */
  anyContentType?: boolean | undefined;
  /** Asked before each piece of work of a long body. */
  work?: Work;
  /** Bytes that the body may have, where that is less than usual: what nobody has been asked for need not be read. */
  most?: number | undefined;
}

/** Parses a body in turns, since others wait meanwhile. Throws `JsonFault`. */
const parseInTurns = async (text: string, work: Work): Promise<unknown> => {
  const check = jsonCheck(text, jsonBounds);
  for (let at = 0, done = false; !done; at += piece) {
    await work(Math.min(piece, Math.max(0, text.length - at)) * costs.check, at > 0);
    done = check(piece);
  }
  await work(text.length * costs.parse, text.length > piece);
  return JSON.parse(text);
};

/** The JSON body of a request, and its text. Throws `ApiError` 400, 413 or 415. */
export const readJson = async (
  request: VaultRequest,
  { anyContentType = false, work = async () => undefined, most }: JsonOptions = {},
): Promise<{ value: unknown; text: string }> => {
  const text = await readText(request, work, most);
  if (text === '') throw new ApiError('malformed-request', 'This request needs a JSON body.');
  assertJson(request, anyContentType);
  if (text === undefined) throw new ApiError('malformed-request', 'The request body is not valid UTF-8.');
  try {
    return { value: await parseInTurns(text, work), text };
  } catch (error) {
    if (error instanceof JsonFault)
      throw new ApiError('malformed-request', `The body is not usable JSON. ${error.message}`);
    throw error;
  }
};
