import type { Egress } from '../egress/egress.ts';
import type { Body, FetchRequest, FetchResponse } from '../sandbox/inside/protocol.ts';

/** Bytes that a formula may send and get in one exchange; both have to fit into its memory several times over. */
const bytes = 1024 * 1024;

const sent = ({ text, base64 }: Body): Uint8Array | string => text ?? Buffer.from(base64 ?? '', 'base64');

const received = (all: Buffer): Body => {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(all) };
  } catch {
    return { base64: all.toString('base64') };
  }
};

/** Does what code asks of `fetch`, through the one way out of the vault. Fails in words that the code may see. */
export const outgoing =
  (egress: Pick<Egress, 'fetch'>, tenantId: string) =>
  async ({ url, method, headers, body }: FetchRequest, signal: AbortSignal): Promise<FetchResponse> => {
    const answer = await egress.fetch({
      tenantId,
      url,
      method,
      headers,
      ...(body && { body: sent(body) }),
      signal,
      limits: { requestBytes: bytes, answerBytes: bytes },
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body) chunks.push(chunk);
    return { status: answer.status, headers: answer.headers, body: received(Buffer.concat(chunks)) };
  };
