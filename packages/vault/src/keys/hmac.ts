import { createHmac, type KeyObject } from 'node:crypto';

/** HMAC-SHA-256 (RFC 2104): 32 bytes. Text counts as UTF-8. */
export const hmac = (key: KeyObject, data: Uint8Array | string): Uint8Array =>
  createHmac('sha256', key).update(data).digest();
