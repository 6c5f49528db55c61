/** A place in a list of tokens, newest first: behind the token with this creation and id. */
export interface Cursor {
  createdAt: number;
  id: Uint8Array;
}

const length = 24;

/** The cursor as callers hold it. It names nothing that the list has not shown, and leads nowhere that the caller may not read. */
export const writeCursor = ({ createdAt, id }: Cursor): string => {
  const bytes = Buffer.alloc(length);
  bytes.writeBigUInt64BE(BigInt(createdAt));
  bytes.set(id, 8);
  return bytes.toString('base64url');
};

/** `undefined` for a text that `writeCursor` did not make. */
export const readCursor = (text: string): Cursor | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== length || bytes.toString('base64url') !== text) return undefined;
  const createdAt = bytes.readBigUInt64BE();
  if (createdAt > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return { createdAt: Number(createdAt), id: new Uint8Array(bytes.subarray(8)) };
};
