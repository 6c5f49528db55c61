import { CompactEncrypt, importJWK } from 'jose';
import type { CreateTokenIntent, TokenType } from './token-models.ts';

/**
 * Data that is encrypted for the vault: its type, and a JWE. It stands in place of `data` in a token or a token intent to create, and in a
 * document for `tokenize`.
 *
 * @example
 * ```ts
 * import type { EncryptedData } from '@tessera/client/encrypt';
 *
 * const store = (body: EncryptedData) => bt.tokens.create(body);
 * ```
 */
export interface EncryptedData<T extends TokenType = TokenType> {
  type: T;
  encrypted: string;
}

/**
 * What to encrypt, and for which key: `keyId` and `publicKeyPem` of `bt.keys.create`.
 *
 * @example
 * ```ts
 * import type { EncryptRequest } from '@tessera/client/encrypt';
 *
 * const { keyId, publicKeyPem } = await bt.keys.create({});
 * const request: EncryptRequest = { tokenRequests: { ssn: { type: 'social_security_number', data: '123-45-6789' } }, keyId, publicKeyPem };
 * ```
 */
export interface EncryptRequest<
  R extends CreateTokenIntent | Readonly<Record<string, CreateTokenIntent>> =
    | CreateTokenIntent
    | Readonly<Record<string, CreateTokenIntent>>,
> {
  /** Type and data of one token, or of several by names of yours. */
  tokenRequests: R;
  keyId: string;
  publicKeyPem: string;
}

/**
 * What `encrypt` makes of a request: the same with JWEs in place of the data.
 *
 * @example
 * ```ts
 * import type { Encrypted } from '@tessera/client/encrypt';
 *
 * const typesOf = ({ pan, ssn }: Encrypted<{ pan: { type: 'card_number'; data: string }; ssn: { type: 'social_security_number'; data: string } }>) =>
 *   [pan.type, ssn.type];
 * ```
 */
export type Encrypted<R> = R extends { type: infer T extends TokenType; data: unknown }
  ? EncryptedData<T>
  : { [Name in keyof R]: R[Name] extends { type: infer T extends TokenType } ? EncryptedData<T> : never };

/** What stands before the bytes of an X25519 key in SPKI (RFC 8410 §4). */
const spki = '302a300506032b656e032100';

const hexOf = (text: string): string =>
  Array.from(text, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** The bytes of a public key, as base64url: those between the lines of PEM, with or without an SPKI structure. */
const publicX = (pem: string): string => {
  const inside = /^\s*-----BEGIN PUBLIC KEY-----([\s\w+/=]+)-----END PUBLIC KEY-----\s*$/.exec(pem)?.[1] ?? '';
  let bytes = '';
  try {
    bytes = atob(inside.replace(/\s/g, ''));
  } catch {
    // Told below.
  }
  const raw = bytes.length === 44 && hexOf(bytes.slice(0, 12)) === spki ? bytes.slice(12) : bytes;
  if (raw.length !== 32)
    throw new TypeError('`publicKeyPem` must be a public X25519 key in PEM, as `bt.keys.create` gives it.');
  return btoa(raw).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const encryptOne = async <T extends TokenType>(
  { type, data }: CreateTokenIntent<T>,
  keyId: string,
  key: Awaited<ReturnType<typeof importJWK>>,
): Promise<EncryptedData<T>> => {
  const text = JSON.stringify(data) as string | undefined;
  if (text === undefined) throw new TypeError('`data` must be a value that can be written as JSON.');
  const encrypted = await new CompactEncrypt(new TextEncoder().encode(text))
    // The vault then makes a token of no other type of it.
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId, token_type: type })
    .encrypt(key);
  return { type, encrypted };
};

const isOne = (requests: EncryptRequest['tokenRequests']): requests is CreateTokenIntent =>
  typeof (requests as { type?: unknown }).type === 'string';

/**
 * Encrypts the data of tokens for the vault: JWE with ECDH-ES over X25519 and A256GCM. Whoever carries the result, such as a server of
 * yours, cannot read it; only the vault can, until the key expires. What else tokens have, such as metadata, is not encrypted: add it
 * when you create the token.
 *
 * Uses Web Crypto with X25519: Chrome 133, Firefox 130, Safari 17, Node 20, and later.
 *
 * @throws TypeError when the key is no X25519 key, or data cannot be written as JSON.
 * @example
 * ```ts
 * import { encrypt } from '@tessera/client/encrypt';
 *
 * const { keyId, publicKeyPem } = await bt.keys.create({});
 * const data = { number: '4242424242424242', expiration_month: 12, expiration_year: 2030 };
 * const encrypted = await encrypt({ tokenRequests: { type: 'card', data }, keyId, publicKeyPem });
 * const token = await bt.tokens.create({ ...encrypted, metadata: { customer: '42' } });
 * token.type; // 'card'
 * ```
 */
export async function encrypt<R extends EncryptRequest['tokenRequests']>({
  tokenRequests,
  keyId,
  publicKeyPem,
}: EncryptRequest<R>): Promise<Encrypted<R>> {
  const key = await importJWK({ kty: 'OKP', crv: 'X25519', x: publicX(publicKeyPem) }, 'ECDH-ES');
  if (isOne(tokenRequests)) return (await encryptOne(tokenRequests, keyId, key)) as Encrypted<R>;
  const named = Object.entries(tokenRequests as Record<string, CreateTokenIntent>);
  const entries = named.map(async ([name, request]) => [name, await encryptOne(request, keyId, key)] as const);
  return Object.fromEntries(await Promise.all(entries)) as Encrypted<R>;
}
