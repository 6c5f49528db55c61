import { createHash } from 'node:crypto';
import { lengthPrefixed } from '../keys/length-prefixed.ts';
import type { SqlValue } from '../store/port.ts';

const text = (value: Exclude<SqlValue, null>): string =>
  value instanceof Uint8Array
    ? `bytes ${Buffer.from(value).toString('hex')}`
    : `${typeof value === 'string' ? 'text' : 'number'} ${value}`;

/**
 * SHA-256 over the columns of a row but for those named in `apart`. Empty columns do not count, so a column added later leaves the
 * digests of older rows as they are.
 */
export const rowDigest = (row: Readonly<Record<string, SqlValue>>, apart: ReadonlySet<string>): Uint8Array => {
  const parts = Object.keys(row)
    .sort()
    .flatMap((name) => {
      const value = row[name];
      return value === null || value === undefined || apart.has(name) ? [] : [name, text(value)];
    });
  return createHash('sha256').update(lengthPrefixed(parts)).digest();
};
