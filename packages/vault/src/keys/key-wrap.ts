import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { TamperedError } from './errors.ts';

const cipher = 'id-aes256-wrap';
/** RFC 3394 §2.2.3.1. */
const initialValue = new Uint8Array(8).fill(0xa6);

/** Two blocks of key and the integrity block (§2). */
const smallest = 24;

/** AES Key Wrap (RFC 3394) under a 256-bit key. 8 bytes longer than what it wraps, which is a multiple of 8 bytes. */
export const wrapKey = (under: KeyObject, key: Uint8Array): Uint8Array => {
  const wrap = createCipheriv(cipher, under, initialValue);
  const wrapped = wrap.update(key);
  wrap.final();
  return new Uint8Array(wrapped);
};

/** The inverse. Throws `TamperedError` when the integrity check of §2.2.3 fails: changed bytes or another key. */
export const unwrapKey = (under: KeyObject, wrapped: Uint8Array): Uint8Array => {
  try {
    // OpenSSL unwraps nothing to nothing, and an empty key would pass for one.
    if (wrapped.byteLength < smallest) throw new RangeError();
    const unwrap = createDecipheriv(cipher, under, initialValue);
    const key = unwrap.update(wrapped);
    unwrap.final();
    return key;
  } catch {
    throw new TamperedError('A wrapped key has been changed, or was wrapped under another key.');
  }
};
