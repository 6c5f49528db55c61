import { createHash, type Hash } from 'node:crypto';
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

const addBytes = (hash: Hash, { buffer, byteOffset, byteLength }: Uint8Array): void => {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  addLength(hash, bytesMark.length + 2 * byteLength);
  hash.update(bytesMark);
  for (let at = 0; at < byteLength; at += piece) hash.update(bytes.toString('hex', at, at + piece), 'latin1');
};

/**
 * SHA-256 over the columns of a row but for those named in `apart`: the name of each and its value, each with its length before it, as
 * `lengthPrefixed` joins texts. Empty columns do not count, so a column added later leaves the digests of older rows as they are.
 */
export const rowDigest = (row: Readonly<Record<string, SqlValue>>, apart: ReadonlySet<string>): Uint8Array => {
  const hash = createHash('sha256');
  for (const name of Object.keys(row).sort()) {
    const value = row[name];
    if (value === null || value === undefined || apart.has(name)) continue;
    addText(hash, name);
    if (value instanceof Uint8Array) addBytes(hash, value);
    else addText(hash, `${typeof value === 'string' ? 'text' : 'number'} ${value}`);
  }
  return hash.digest();
};
