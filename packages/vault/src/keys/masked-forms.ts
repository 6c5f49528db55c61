import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Random } from '../ids.ts';
import { decrypt, encrypt, ivSize } from './aes-gcm.ts';
import { TamperedError } from './errors.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import type { MaskedContext } from './port.ts';

/**
 * Masked forms are sealed under keys that are derived from a KEK, so that opening one unwraps no data key. With random IVs, a key may
 * seal 2^32 messages (NIST SP 800-38D §8.3). Each version of a KEK has 16 such keys and each message draws one of them, which makes
 * 2^36: more than a tenant writes in two years at a thousand a second, and a new version begins to count anew.
 */
export const keysOfVersion = 16;

/** Names the layout of box and context. Another layout gets another name, and the two never open as each other. */
const format = 'tessera.masked.1';

/** The keys of one version of a KEK, each derived when it is first used. They are held and dropped together with the KEK. */
export type MaskedKeys = (n: number) => KeyObject;

export const maskedKeysOf = (kek: KeyObject, tenantId: string, version: number): MaskedKeys => {
  const derived: (KeyObject | undefined)[] = [];
  return (n) => {
    const known = derived[n];
    if (known) return known;
    const purpose = lengthPrefixed([format, tenantId, String(version), String(n)]);
    const bytes = new Uint8Array(hkdfSync('sha256', kek, new Uint8Array(), purpose, 32));
    const key = createSecretKey(bytes);
    bytes.fill(0);
    derived[n] = key;
    return key;
  };
};

const additionalData = ({ tenantId, tokenId, type, version, mask, value }: MaskedContext) =>
  lengthPrefixed([format, tenantId, tokenId, type, String(version), mask, value]);

/** The number of the key (1 byte), then IV, ciphertext and tag. */
export const sealMaskedUnder = (
  keys: MaskedKeys,
  random: Random,
  context: MaskedContext,
  plaintext: Uint8Array,
): Uint8Array => {
  const drawn = random(1 + ivSize);
  const n = (drawn[0] ?? 0) % keysOfVersion;
  const sealed = encrypt(keys(n), drawn.subarray(1), additionalData(context), plaintext);
  const box = new Uint8Array(1 + sealed.byteLength);
  box[0] = n;
  box.set(sealed, 1);
  return box;
};

/** The inverse. Throws `TamperedError`, which names the token and nothing else, on any difference. */
export const openMaskedUnder = (keys: MaskedKeys, context: MaskedContext, box: Uint8Array): Uint8Array => {
  try {
    const n = box[0] ?? keysOfVersion;
    if (n >= keysOfVersion) throw new RangeError();
    return decrypt(keys(n), additionalData(context), box.subarray(1));
  } catch {
    const { tenantId, tokenId } = context;
    throw new TamperedError(`The masked form of token ${tokenId} of tenant ${tenantId} is not what was stored there.`);
  }
};
