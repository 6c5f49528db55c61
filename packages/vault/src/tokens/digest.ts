import { rowDigest } from '../audit/row-digest.ts';
import type { SqlValue } from '../store/port.ts';

/**
 * Columns that change without a change of the token: wrapped keys and masked forms when they are rewrapped, verification codes
 * when their time comes, the month when it is read. Keys, codes and masked forms open only in their own place, so nothing is lost by
 * leaving them out.
 */
const apart = new Set([
  'kek_version',
  'wrapped_dek',
  'cvc_kek_version',
  'cvc_wrapped_dek',
  'cvc_sealed',
  'cvc_expires_at',
  'masked_kek_version',
  'masked_sealed',
  'active_month',
]);

/** The digest of a token's row: ciphertext, privacy, mask, expiry and whatever else decides who sees what. */
export const tokenRowDigest = (row: Readonly<Record<string, SqlValue>>): Uint8Array => rowDigest(row, apart);
