/** A request as the vault reads it. A `Request` is one; the server makes them of what Node gives it, which costs far less. */
export interface VaultRequest {
  readonly method: string;
  /** Absolute, and a URL. */
  readonly url: string;
  readonly headers: { get(name: string): string | null } & Iterable<[string, string]>;
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Aborted when the caller has gone before the answer was written. */
  readonly signal: AbortSignal;
}

/** An answer as a record, to be written out by whoever holds the connection. */
export interface VaultResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Nothing where the status allows no body, or the method was HEAD. */
  readonly body: string | Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array> | undefined;
  /** Is called by whoever writes the answer out, once it has left or its caller is gone: what it occupied is free. */
  readonly sent?: () => void;
}

/** Whether a body comes bit by bit. */
export const isStream = (body: VaultResponse['body']): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && Symbol.asyncIterator in body;

/** Statuses whose answers have no body (Fetch §2.2.3). */
const bodiless = new Set([204, 205, 304]);

const streamOf = (body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await chunks.return?.();
    },
  });
};

/** The answer in the form of the fetch standard. */
export const asResponse = ({ status, headers, body, sent }: VaultResponse): Response => {
  // Whoever holds the `Response` holds its body, too.
  sent?.();
  if (bodiless.has(status)) return new Response(null, { status, headers });
  return new Response(isStream(body) ? streamOf(body) : (body ?? null), { status, headers });
};
