import { createHash, type Hash, hash as hashOnce } from 'node:crypto';
import { lengthPrefixed } from '../keys/length-prefixed.ts';
import type { SqlValue } from '../store/port.ts';

/** Bytes that are written in hexadecimal at once: a sealed value may have a million, whose text would be kept whole in memory. */
const piece = 49_152;

const addLength = (hash: Hash, bytes: number): void => {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(bytes);
  hash.update(length);
};

const addText = (hash: Hash, text: string): void => {
  addLength(hash, Buffer.byteLength(text));
  hash.update(text);
};

const bytesMark = 'bytes ';

const addBytes = (hash: Hash, bytes: Buffer): void => {
  addLength(hash, bytesMark.length + 2 * bytes.byteLength);
  hash.update(bytesMark);
  for (let at = 0; at < bytes.byteLength; at += piece) hash.update(bytes.toString('hex', at, at + piece), 'latin1');
};

/** The text of a value, unless it is long. */
const shortText = (value: Exclude<SqlValue, null>): string | undefined => {
  if (!(value instanceof Uint8Array)) return `${typeof value === 'string' ? 'text' : 'number'} ${value}`;
  if (value.byteLength > piece) return undefined;
  return bytesMark + Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
};

/**
 * SHA-256 over the columns of a row but for those named in `apart`: the name of each and its value, each with its length before it, as
 * `lengthPrefixed` joins texts. Empty columns do not count, so a column added later leaves the digests of older rows as they are.
 */
export const rowDigest = (row: Readonly<Record<string, SqlValue>>, apart: ReadonlySet<string>): Uint8Array => {
  /** Begun at the first long value; most rows have none, and are hashed by one call. */
  let hash: Hash | undefined;
  /** Parts that are hashed together: a call into the hash costs more than the bytes of a short part. */
  let waiting: string[] = [];
  for (const name of Object.keys(row).sort()) {
    const value = row[name];
    if (value === null || value === undefined || apart.has(name)) continue;
    const text = shortText(value);
    waiting.push(name);
    if (text !== undefined && text.length <= piece) {
      waiting.push(text);
      continue;
    }
    hash = (hash ?? createHash('sha256')).update(lengthPrefixed(waiting));
    waiting = [];
    if (value instanceof Uint8Array) addBytes(hash, Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    else addText(hash, text ?? '');
  }
  const last = lengthPrefixed(waiting);
  return hash ? hash.update(last).digest() : Buffer.from(hashOnce('sha256', last, 'binary'), 'latin1');
};
