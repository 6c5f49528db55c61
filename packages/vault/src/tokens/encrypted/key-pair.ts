import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** What stands before the 32 bytes of a private X25519 key in PKCS #8 (RFC 8410 §7). */
const prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Bytes of a key of X25519, private or public (RFC 7748 §5). */
export const keySize = 32;

/** A private key of its bytes, which are overwritten. */
export const privateKeyOf = (bytes: Uint8Array): KeyObject => {
  const der = Buffer.concat([prefix, bytes]);
  bytes.fill(0);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  return key;
};

/** The bytes of the public half of a key. */
export const publicBytesOf = (key: KeyObject): Uint8Array =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-keySize);

/** A public key as clients of this API expect it: between the lines of PEM stand its bytes, and no SPKI structure. */
export const pemOf = (bytes: Uint8Array): string =>
  `-----BEGIN PUBLIC KEY-----\n${Buffer.from(bytes).toString('base64')}\n-----END PUBLIC KEY-----\n`;
