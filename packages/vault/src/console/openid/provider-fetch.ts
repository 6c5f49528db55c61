import type { Egress } from '../../egress/egress.ts';

/** Milliseconds and bytes for one question to the provider. Its keys with certificates take some ten thousand bytes. */
const limits = { connect: 5000, answer: 8000, total: 10_000, requestBytes: 65_536, answerBytes: 524_288 };

/** Connections to the provider belong to no tenant. */
const nobody = 'openid';

/** Answers of these have no body (Fetch §2.2.3). */
const bodiless = new Set([204, 205, 304]);

const wholeOf = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> => {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
};

interface Asked {
  method: string;
  headers: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** A `fetch` for the client of the provider, through the guard of all requests to the outside. Redirects are answers like any other. */
export const providerFetch =
  (egress: Pick<Egress, 'fetch'>) =>
  async (url: string, { method, headers, body, signal }: Asked): Promise<Response> => {
    const answer = await egress.fetch({
      ...{ tenantId: nobody, url, method, headers: Object.entries(headers), limits },
      ...(body !== undefined && body !== null && { body: String(body) }),
      ...(signal && { signal }),
    });
    const whole = await wholeOf(answer.body);
    return new Response(bodiless.has(answer.status) ? null : whole, {
      status: answer.status,
      headers: answer.headers,
    });
  };
