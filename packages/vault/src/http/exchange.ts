/** A request as the vault reads it. A `Request` is one; the server makes them of what Node gives it, which costs far less. */
export interface Asked {
  readonly method: string;
  /** Absolute, and a URL. */
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** An answer as a record, to be written out by whoever holds the connection. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Nothing where the status allows no body, or the method was HEAD. */
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** The answer in the form of the fetch standard. */
export const asResponse = ({ status, headers, body }: Answer): Response =>
  new Response(body ?? null, { status, headers });
