import { MalformedError } from './reading.ts';

/** Bytes of a message at most: an answer or the bodies of some requests, however they are escaped. */
const maxMessageBytes = 8 * 1024 * 1024;

/** Values and names of properties in a message at most. Long texts are read fast; many small values are not. */
const maxParts = 20_000;

/** A message as bytes: its length in four bytes, then JSON. */
export const encodeMessage = (message: unknown): Buffer => {
  const json = Buffer.from(JSON.stringify(message), 'utf8');
  const bytes = Buffer.allocUnsafe(4 + json.length);
  bytes.writeUInt32LE(json.length);
  json.copy(bytes, 4);
  return bytes;
};

const quote = 0x22;
const backslash = 0x5c;
/** What stands before a part: `[`, `{`, `,` and `:`. */
const beforePart = new Set([0x5b, 0x7b, 0x2c, 0x3a]);

/** Throws for JSON of more parts than a message has. It looks at each byte once, which is far cheaper than building the parts. */
const assertFewParts = (json: Uint8Array): void => {
  let parts = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (byte === quote) inText = !inText;
    else if (inText) {
      if (byte === backslash) at += 1;
    } else if (beforePart.has(byte)) parts += 1;
    if (parts > maxParts) throw new MalformedError(`A message has more than ${maxParts} parts.`);
  }
};

export interface Framing {
  maxBytes: number;
  assertParts(json: Uint8Array): void;
}

/** How the vault reads a process. Tests take a bound away, to show what it holds. */
export const strangersFraming: Framing = { maxBytes: maxMessageBytes, assertParts: assertFewParts };

/** How a process reads the vault, which is no stranger to it: contexts are as large as the tokens in them. */
export const ownFraming: Framing = { maxBytes: 256 * 1024 * 1024, assertParts: () => undefined };

/**
 * Takes messages out of a stream of bytes. Both sides wait for an answer before they speak again, so that nothing ever follows a
 * message. Throws `MalformedError`, or `SyntaxError` for what is not JSON.
 */
export const messageReader = (take: (message: unknown) => void, { maxBytes, assertParts }: Framing) => {
  const head = Buffer.alloc(4);
  let headRead = 0;
  let body: Buffer | undefined;
  let bodyRead = 0;
  return (chunk: Buffer): void => {
    let at = 0;
    if (!body) {
      at = chunk.copy(head, headRead, 0, 4 - headRead);
      headRead += at;
      if (headRead < 4) return;
      const size = head.readUInt32LE();
      if (size > maxBytes) throw new MalformedError(`A message has more than ${maxBytes} bytes.`);
      body = Buffer.allocUnsafe(size);
    }
    const copied = chunk.copy(body, bodyRead, at);
    bodyRead += copied;
    if (at + copied < chunk.length) throw new MalformedError('Bytes follow a message that nobody asked for.');
    if (bodyRead < body.length) return;
    const json = body;
    body = undefined;
    headRead = 0;
    bodyRead = 0;
    assertParts(json);
    take(JSON.parse(json.toString('utf8')));
  };
};
