/*
 * JWE in its compact form, by ECDH-ES over X25519 and A256GCM (RFC 7516, RFC 7518 §4.6, RFC 8037 §3.2), by what browsers have. A library
 * for every kind of JWE would be the largest file of a frame, and one more to review.
 */
/** Whom a text is encrypted for, and the type of token that it is the data of. */
export interface Recipient {
  readonly keyId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const base64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const curve = { name: 'X25519' };

/** The other information of the key derivation: the algorithm behind its length, two parties without a name, 256 bits. */
const otherInfo = [0, 0, 0, 7, ...utf8('A256GCM'), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];

/** The text with blanks behind it, which JSON may have: the length of what is encrypted would tell the page that of a value. */
const padded = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = utf8(text);
  const whole = new Uint8Array(Math.ceil(bytes.length / 256) * 256).fill(0x20);
  whole.set(bytes);
  return whole;
};

/** A key pair for one JWE. Rejects in a browser that does not know the curve. */
export const drawPair = async (): Promise<CryptoKeyPair> =>
  (await crypto.subtle.generateKey(curve, false, ['deriveBits'])) as CryptoKeyPair;

/** Encrypts JSON for a key of the vault. The header names the type, so that the vault makes a token of no other type of it. */
export const encryptJwe = async (
  json: string,
  pair: CryptoKeyPair,
  { keyId, publicKey, type }: Recipient,
): Promise<string> => {
  const { subtle } = crypto;
  const { x } = await subtle.exportKey('jwk', pair.publicKey);
  const epk = { kty: 'OKP', crv: 'X25519', x };
  const header = base64url(utf8(JSON.stringify({ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId, token_type: type, epk })));
  const theirs = await subtle.importKey('raw', publicKey, curve, false, []);
  const secret = new Uint8Array(await subtle.deriveBits({ ...curve, public: theirs }, pair.privateKey, 256));
  const digest = await subtle.digest('SHA-256', Uint8Array.of(0, 0, 0, 1, ...secret, ...otherInfo));
  const key = await subtle.importKey('raw', digest, 'AES-GCM', false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: 'AES-GCM', iv, additionalData: utf8(header) };
  const sealed = new Uint8Array(await subtle.encrypt(how, key, padded(json)));
  return [header, '', base64url(iv), base64url(sealed.subarray(0, -16)), base64url(sealed.subarray(-16))].join('.');
};
