import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { TamperedError } from './errors.ts';

const cipher = 'aes-256-gcm';

/** Bytes; the 96 bits of NIST SP 800-38D §8.2.2. */
export const ivSize = 12;
const tagSize = 16;

/** AES-256-GCM (NIST SP 800-38D): IV, ciphertext and tag in one box. The IV must never return under the same key. */
export const encrypt = (
  key: KeyObject,
  iv: Uint8Array,
  additionalData: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array => {
  const encryption = createCipheriv(cipher, key, iv, { authTagLength: tagSize });
  encryption.setAAD(additionalData);
  const box = new Uint8Array(ivSize + plaintext.byteLength + tagSize);
  box.set(iv);
  box.set(encryption.update(plaintext), ivSize);
  encryption.final();
  box.set(encryption.getAuthTag(), ivSize + plaintext.byteLength);
  return box;
};

/** The inverse. Throws `TamperedError` on any difference of key, box or additional data. */
export const decrypt = (key: KeyObject, additionalData: Uint8Array, box: Uint8Array): Uint8Array => {
  try {
    const decryption = createDecipheriv(cipher, key, box.subarray(0, ivSize), { authTagLength: tagSize });
    decryption.setAAD(additionalData);
    decryption.setAuthTag(box.subarray(-tagSize));
    const plaintext = decryption.update(box.subarray(ivSize, -tagSize));
    decryption.final();
    return plaintext;
  } catch {
    throw new TamperedError('A sealed value has been changed, or stands where it was not sealed.');
  }
};
