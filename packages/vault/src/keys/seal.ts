import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { Random } from '../ids.ts';
import { TamperedError } from './errors.ts';
import { unwrapKey, wrapKey } from './key-wrap.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import type { Place } from './port.ts';

const cipher = 'aes-256-gcm';
/** NIST SP 800-38D §5.2.1.1 and §8.2.2: 96 random bits. A DEK seals one value, so an IV cannot repeat under it. */
const ivSize = 12;
const tagSize = 16;
const dekSize = 32;

/** Names the layout of box and place. Another layout gets another name, and the two never open as each other. */
const format = 'tessera.sealed.1';

const additionalData = ({ tenantId, tokenId, type, version, field }: Place) =>
  lengthPrefixed([format, tenantId, tokenId, type, String(version), field]);

/** A value under a fresh DEK. */
export const sealUnder = (kek: KeyObject, random: Random, place: Place, plaintext: Uint8Array) => {
  const dek = random(dekSize);
  const iv = random(ivSize);
  const encrypt = createCipheriv(cipher, createSecretKey(dek), iv, { authTagLength: tagSize });
  encrypt.setAAD(additionalData(place));
  const box = new Uint8Array(ivSize + plaintext.byteLength + tagSize);
  box.set(iv);
  box.set(encrypt.update(plaintext), ivSize);
  encrypt.final();
  box.set(encrypt.getAuthTag(), ivSize + plaintext.byteLength);
  const wrappedDek = wrapKey(kek, dek);
  dek.fill(0);
  return { wrappedDek, box };
};

/** The inverse. Throws `TamperedError`, which names the place and nothing else, on any difference. */
export const openUnder = (kek: KeyObject, place: Place, wrappedDek: Uint8Array, box: Uint8Array): Uint8Array => {
  try {
    const dek = unwrapKey(kek, wrappedDek);
    const decrypt = createDecipheriv(cipher, createSecretKey(dek), box.subarray(0, ivSize), { authTagLength: tagSize });
    dek.fill(0);
    decrypt.setAAD(additionalData(place));
    decrypt.setAuthTag(box.subarray(-tagSize));
    const plaintext = decrypt.update(box.subarray(ivSize, -tagSize));
    decrypt.final();
    return plaintext;
  } catch {
    const { tenantId, tokenId, field } = place;
    throw new TamperedError(`The ${field} of token ${tokenId} of tenant ${tenantId} is not what was stored there.`);
  }
};
