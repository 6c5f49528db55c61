import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM as key services use it: IV, ciphertext, tag. */
export const gcmSeal = (key: Uint8Array, plaintext: Uint8Array, data: Uint8Array, iv = randomBytes(12)): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(data);
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
};

/** The inverse; nothing when key, data or box are not the ones that were sealed. */
export const gcmOpen = (key: Uint8Array, box: Uint8Array, data: Uint8Array): Buffer | undefined => {
  try {
    const opening = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12), { authTagLength: 16 }).setAAD(data);
    opening.setAuthTag(box.subarray(-16));
    return Buffer.concat([opening.update(box.subarray(12, -16)), opening.final()]);
  } catch {
    return undefined;
  }
};
