/** A request as the vault reads it. A `Request` fits; the server builds this record from Node's request, which is much cheaper. */
export interface VaultRequest {
  readonly method: string;
  /** An absolute URL; empty if what the caller sent makes none. */
  readonly url: string;
  readonly headers: { get(name: string): string | null } & Iterable<[string, string]>;
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Aborted when the caller has gone before the answer was written. */
  readonly signal: AbortSignal;
}

/** A response as a record, written out by the owner of the connection. */
export interface VaultResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent if the status allows no body, or the method was HEAD. */
  readonly body: string | Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array> | undefined;
  /** Called once the response has been sent or its caller has gone, to release what the response occupied. */
  readonly sent?: () => void;
}

/** Whether a body is streamed. */
export const isStream = (body: VaultResponse['body']): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && Symbol.asyncIterator in body;

/** Statuses whose responses have no body (Fetch §2.2.3). */
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

/** The response in the form of the fetch standard. */
export const asResponse = ({ status, headers, body, sent }: VaultResponse): Response => {
  // The owner of the `Response` also owns its body.
  sent?.();
  if (bodiless.has(status)) return new Response(null, { status, headers });
  return new Response(isStream(body) ? streamOf(body) : (body ?? null), { status, headers });
};
