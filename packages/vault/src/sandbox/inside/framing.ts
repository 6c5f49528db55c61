/** Bytes of a message at most; more is taken for an attack on whoever reads it. */
export const maxMessageBytes = 16 * 1024 * 1024;

/** A message as bytes: its length in four bytes, then JSON. */
export const encodeMessage = (message: unknown): Buffer => {
  const json = Buffer.from(JSON.stringify(message), 'utf8');
  const bytes = Buffer.allocUnsafe(4 + json.length);
  bytes.writeUInt32LE(json.length);
  json.copy(bytes, 4);
  return bytes;
};

/** Takes messages out of a stream of bytes. Throws RangeError for one that is too long. */
export const messageReader = (take: (message: unknown) => void) => {
  let waiting: Buffer = Buffer.alloc(0);
  return (chunk: Buffer): void => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4) {
      const size = waiting.readUInt32LE();
      if (size > maxMessageBytes) throw new RangeError('A message is too long.');
      if (waiting.length < 4 + size) return;
      const json = waiting.toString('utf8', 4, 4 + size);
      waiting = waiting.subarray(4 + size);
      take(JSON.parse(json));
    }
  };
};
