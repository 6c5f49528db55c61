import type { Context } from '../../context.ts';
import { isStreamed, type StreamedBody } from '../../egress/body.ts';
import type { EgressAnswer, EgressRequest } from '../../egress/egress.ts';
import { type HeaderList, outgoing } from '../../egress/headers.ts';
import type { Json } from '../../expressions/json.ts';
import { ApiError } from '../../problem.ts';
import type { Services } from '../../services.ts';
import { requestHeaders } from '../proxy-headers.ts';
import type { StoredProxy } from '../stored/proxies.ts';
import type { ProxySettings } from '../stored/settings.ts';
import { beyondVault } from '../target.ts';
import { failedAnswer, readAnswer } from './read-answer.ts';
import { tokensMade } from './tokens-made.ts';
import { transform } from './transform.ts';

interface Passing {
  headers: HeaderList;
  body: Uint8Array | string;
}

export interface PassageOptions {
  services: Services;
  context: Context;
  stored: StoredProxy | undefined;
  settings: ProxySettings;
  /** What the caller has encrypted for the vault. */
  encrypted: Json | undefined;
  call: { method: string; url: Pick<URL, 'pathname' | 'search'> };
}

/** Statuses of answers that have no body, whatever a transform gives back (RFC 9110 §6.4.1). */
const bare: ReadonlySet<number> = new Set([204, 304]);

/** Bytes that transforms may work on. */
const mostBytes = 1024 * 1024;

const textOf = ({ headers, body }: Passing): string => {
  if (typeof body === 'string') return body;
  const encoding = headers.find(([name]) => name === 'content-encoding')?.[1] ?? 'identity';
  try {
    if (encoding === 'identity') return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    // Bytes that are no UTF-8 are no text.
  }
  throw new ApiError(
    'unsupported-media-type',
    'The transforms of this proxy need a body of uncompressed text in UTF-8.',
  );
};

/**
 * The way of one call through the transforms of a stored proxy. A side that has none is passed as it is, and the body of an answer as a
 * stream.
 */
export const passage = ({ services, context, stored, settings, encrypted = null, call }: PassageOptions) => {
  const { requestTransforms, responseTransforms } = settings;
  const tokens = tokensMade(services, context);
  const path = call.url.pathname.slice('/proxy'.length);
  const query = beyondVault(call.url.search);
  const shared = stored && {
    ...{ services, context, proxy: stored, settings, encrypted, tokens },
    call: { method: call.method, path, query: query === '' ? '' : `?${query}` },
  };

  return {
    /** What goes to the destination. Throws `ApiError`; then nothing has left. */
    request: async (given: {
      headers: HeaderList;
      body: Passing['body'] | StreamedBody;
    }): Promise<Pick<EgressRequest, 'headers' | 'body' | 'limits'>> => {
      // A compressed answer could not be read, and a large one would have to be kept whole.
      const plain = responseTransforms.length > 0;
      const limits = plain ? { limits: { answerBytes: mostBytes } } : {};
      const asking = (headers: HeaderList): HeaderList =>
        plain ? [...headers.filter(([name]) => name !== 'accept-encoding'), ['accept-encoding', 'identity']] : headers;
      const { headers: before, body: sent } = given;
      // Nobody changes a body that goes on as it comes.
      const isOpaque = typeof sent !== 'string' && isStreamed(sent);
      if (!shared || requestTransforms.length === 0 || isOpaque)
        return { headers: asking(before), body: sent, ...limits };
      const text = textOf({ headers: before, body: sent });
      const { headers, body } = await transform({ ...shared, side: 'request' }, { headers: before, body: text });
      // What a transform wrote is checked like what a caller wrote.
      return { headers: asking(outgoing(requestHeaders(headers))), body, ...limits };
    },

    /** From here on somebody outside may know of tokens that were made. */
    leaves: tokens.keep,

    /** What reaches the caller. Throws `ApiError`; then nothing of the answer is to be shown. */
    answer: async (
      answer: EgressAnswer,
    ): Promise<Pick<EgressAnswer, 'headers'> & { body: EgressAnswer['body'] | string | undefined }> => {
      if (!shared || responseTransforms.length === 0) return answer;
      const { status } = answer;
      const read = await readAnswer(answer, context.effort).catch(failedAnswer(status));
      const { headers, body } = await transform({ ...shared, side: 'response' }, read, status).catch(
        failedAnswer(status),
      );
      tokens.keep();
      const others = headers
        .filter(([name]) => name !== 'content-length')
        .map(([name, value]): [string, string] => [name, value]);
      if (bare.has(status)) return { headers: others, body: undefined };
      return { headers: [...others, ['content-length', String(Buffer.byteLength(body))]], body };
    },

    undo: tokens.undo,
  };
};
