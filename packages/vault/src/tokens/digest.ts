import { createHash } from 'node:crypto';
import { lengthPrefixed } from '../keys/length-prefixed.ts';
import type { SqlValue } from '../store/port.ts';

/**
 * Columns that change without a change of the token: wrapped keys when they are rewrapped, verification codes when their time
 * comes, the month when it is read. Keys and codes open only in their own place, so nothing is lost by leaving them out.
 */
const apart = new Set([
  'kek_version',
  'wrapped_dek',
  'cvc_kek_version',
  'cvc_wrapped_dek',
  'cvc_sealed',
  'cvc_expires_at',
  'active_month',
]);

const text = (value: Exclude<SqlValue, null>): string =>
  value instanceof Uint8Array
    ? `bytes ${Buffer.from(value).toString('hex')}`
    : `${typeof value === 'string' ? 'text' : 'number'} ${value}`;

/**
 * SHA-256 over all other columns of a token's row: ciphertext, privacy, mask, expiry and whatever else decides who sees what. Empty
 * columns do not count, so a column added later leaves the digests of older rows as they are.
 */
export const rowDigest = (row: Readonly<Record<string, SqlValue>>): Uint8Array => {
  const parts = Object.keys(row)
    .sort()
    .flatMap((name) => {
      const value = row[name];
      return value === null || value === undefined || apart.has(name) ? [] : [name, text(value)];
    });
  return createHash('sha256').update(lengthPrefixed(parts)).digest();
};
