import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/*
 * JWE by ECDH-ES written by hand (RFC 7516, RFC 7518 §4.6, RFC 8037 §3.2), to compare with the library that the vault and the client use.
 */

const lengthAndBytes = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Concat KDF with SHA-256 for keys of at most 256 bits: one round (NIST SP 800-56A §5.8.1, RFC 7518 §4.6.2). */
export const concatKdf = (z: Uint8Array, algorithm: string, bits: number, apu = '', apv = ''): Buffer =>
  createHash('sha256')
    .update(word(1))
    .update(z)
    .update(lengthAndBytes(Buffer.from(algorithm)))
    .update(lengthAndBytes(Buffer.from(apu)))
    .update(lengthAndBytes(Buffer.from(apv)))
    .update(word(bits))
    .digest()
    .subarray(0, bits / 8);

const encode = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');

export const publicKeyOf = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'X25519', x: encode(bytes) } });

export const privateKeyOf = (d: Uint8Array, x: Uint8Array): KeyObject =>
  createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'X25519', d: encode(d), x: encode(x) } });

/** The bytes between the lines of PEM. */
export const bytesOfPem = (pem: string): Buffer => Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');

export interface Sealing {
  kid: string;
  publicKey: Uint8Array;
  text: string;
  /** Entries of the header in place of the usual ones; `undefined` leaves one out. */
  header?: Readonly<Record<string, unknown>>;
  /** The key pair of the sender, and the initialization vector, where they are not drawn. */
  ephemeral?: KeyObject;
  iv?: Uint8Array;
}

/** A JWE as published mobile clients of this API write it. */
export const sealJwe = ({ kid, publicKey, text, header = {}, ephemeral, iv = randomBytes(12) }: Sealing): string => {
  const sender = ephemeral ?? generateKeyPairSync('x25519').privateKey;
  const { x } = createPublicKey(sender).export({ format: 'jwk' });
  const first = encode(
    JSON.stringify({ alg: 'ECDH-ES', enc: 'A256GCM', kid, epk: { kty: 'OKP', crv: 'X25519', x }, ...header }),
  );
  const z = diffieHellman({ privateKey: sender, publicKey: publicKeyOf(publicKey) });
  const cipher = createCipheriv('aes-256-gcm', concatKdf(z, 'A256GCM', 256), iv).setAAD(Buffer.from(first, 'ascii'));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [first, '', encode(iv), encode(sealed), encode(cipher.getAuthTag())].join('.');
};

/** The text of such a JWE. */
export const openJwe = (jwe: string, privateKey: KeyObject): string => {
  const [first = '', , iv = '', sealed = '', tag = ''] = jwe.split('.');
  const { epk } = JSON.parse(Buffer.from(first, 'base64url').toString('utf8')) as { epk: { x: string } };
  const z = diffieHellman({ privateKey, publicKey: publicKeyOf(Buffer.from(epk.x, 'base64url')) });
  const decipher = createDecipheriv('aes-256-gcm', concatKdf(z, 'A256GCM', 256), Buffer.from(iv, 'base64url'))
    .setAAD(Buffer.from(first, 'ascii'))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return decipher.update(Buffer.from(sealed, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
};
