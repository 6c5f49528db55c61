import { createHmac, type KeyObject } from 'node:crypto';

/**
 * HMAC-SHA-256 (RFC 2104): 32 bytes. Text counts as UTF-8. Asked for as a text, because each buffer that Node's crypto gives takes memory
 * outside of the engine's, which costs as much as the HMAC.
 */
export const hmac = (key: KeyObject, data: Uint8Array | string): Uint8Array =>
  Buffer.from(createHmac('sha256', key).update(data).digest('binary'), 'latin1');
