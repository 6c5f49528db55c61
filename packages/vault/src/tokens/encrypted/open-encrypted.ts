import type { KeyObject } from 'node:crypto';
import type { Context } from '../../context.ts';
import { isObject, type Json } from '../../expressions/json.ts';
import { JsonFault, jsonBounds, jsonCheck } from '../../http/json.ts';
import { ApiError } from '../../problem.ts';
import type { Services } from '../../services.ts';
import type { TokenTypeName } from '../token-types.ts';
import { findClientKey, openClientKey } from './client-key.ts';

/** Steps of opening a small payload: of the agreement on its key, and of what the platform does around it. */
const agreementCost = 400_000;

/** Steps for each character: of decoding, decrypting, checking and parsing it. */
const characterCost = 50;

/** Characters of the header, which holds four short entries. */
const longestHeader = 2048;

/** The five parts of a JWE (RFC 7516 §7.1). */
const compact = /^([\w-]+)\.([\w-]*)\.([\w-]*)\.([\w-]*)\.([\w-]*)$/;

/** What the rules below look at. */
interface Parts {
  header: { [name: string]: Json };
  encryptedKey: string;
}

const isX25519 = (epk: Json | undefined): boolean =>
  epk !== undefined && isObject(epk) && epk.kty === 'OKP' && epk.crv === 'X25519' && typeof epk.x === 'string';

/**
 * What is wrong with a payload that means to be opened in another way, in the order in which it is told. One way is enough: each
 * further algorithm would be one more that has to withstand whoever chooses the header.
 */
const rules: readonly (readonly [isBroken: (parts: Parts) => boolean, message: string])[] = [
  [({ header }) => header.alg !== 'ECDH-ES', 'The alg in its header must be ECDH-ES.'],
  [({ header }) => header.enc !== 'A256GCM', 'The enc in its header must be A256GCM.'],
  [({ header }) => header.zip !== undefined, 'It must not be compressed: leave zip out of its header.'],
  [({ header }) => header.crit !== undefined, 'Its header must not have crit: the vault knows no extensions.'],
  [({ encryptedKey }) => encryptedKey !== '', 'Its second part must be empty: with ECDH-ES, no key is sent.'],
  [({ header }) => !isX25519(header.epk), 'The epk in its header must be a key of type OKP on the curve X25519.'],
  [
    ({ header }) => typeof header.kid !== 'string',
    'The kid in its header must be the id of the key it is encrypted for.',
  ],
];

/**
 * Whoever encrypts may name the type of token in the header, which nobody can change afterwards. Frames always do: a page could otherwise
 * have a card made a token of text, which more keys may read.
 */
const isOfType = (header: Parts['header'], type: TokenTypeName): boolean =>
  header.token_type === undefined || header.token_type === type;

const decoded = (part: string): Json | undefined => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
  } catch {
    return undefined;
  }
};

/** Takes a payload apart, or says why it is none. */
const read = (payload: string): Parts | string => {
  const [, first = '', encryptedKey = ''] = compact.exec(payload) ?? [];
  const header = first !== '' && first.length <= longestHeader ? decoded(first) : undefined;
  if (header === undefined || !isObject(header)) {
    return 'Must be a JWE in its compact form (RFC 7516 §7.1): five parts in base64url with dots between them, the first one a JSON header.';
  }
  const parts = { header, encryptedKey };
  return rules.find(([isBroken]) => isBroken(parts))?.[1] ?? parts;
};

const options = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] };

/** The text of a payload for a key; `undefined` when it was changed, is for another key, or holds no text. */
const decrypt = async (payload: string, key: KeyObject): Promise<string | undefined> => {
  // Loaded with the first payload: most vaults are never sent one, and it takes megabytes of memory.
  const { compactDecrypt } = await import('jose');
  try {
    const { plaintext } = await compactDecrypt(payload, key, options);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext);
    plaintext.fill(0);
    return text;
  } catch {
    return undefined;
  }
};

const parsed = (text: string): Json | JsonFault => {
  try {
    const check = jsonCheck(text, jsonBounds);
    while (!check(text.length));
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
};

/** What a caller sends in place of data, and the type that it says the data is of. */
export interface Encrypted {
  type: TokenTypeName;
  encrypted: string;
}

/**
 * The data that a caller encrypted for one of its tenant's keys. Throws 400 that says what is wrong: of a key that has expired, was deleted
 * or belongs to another tenant, it says the same.
 */
export const openEncrypted = async (
  services: Services,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  { type, encrypted: payload }: Encrypted,
  at: readonly string[],
): Promise<Json> => {
  const refuse = (message: string) =>
    new ApiError('encrypted-data', 'Encrypt the data anew, for a key of this tenant that has not expired.', {
      errors: { [at.join('.')]: [message] },
    });
  await effort.reserve(agreementCost + payload.length * characterCost);
  const parts = read(payload);
  if (typeof parts === 'string') throw refuse(parts);
  if (!isOfType(parts.header, type))
    throw refuse(
      'It was encrypted for a token of another type: send it with the type that token_type in its header names.',
    );
  const key = await findClientKey(services, caller.tenantId, String(parts.header.kid));
  if (!key) throw refuse('There is no key with the id in its header, or it has expired or was deleted.');
  const text = await decrypt(payload, openClientKey(services.keyring.tenant(caller.tenantId), key));
  if (text === undefined)
    throw refuse('It was changed on its way, or is encrypted for another key than its header says.');
  const data = parsed(text);
  if (data instanceof JsonFault) throw refuse(`What it holds is not usable JSON. ${data.message}`);
  if (data === null) throw refuse('It holds null, which is no data.');
  return data;
};
