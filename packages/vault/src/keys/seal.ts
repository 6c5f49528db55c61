import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Random } from '../ids.ts';
import { decrypt, encrypt, ivSize } from './aes-gcm.ts';
import { TamperedError } from './errors.ts';
import { unwrapKey, wrapKey } from './key-wrap.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import type { EncryptionContext } from './port.ts';

const dekSize = 32;

/** Names the layout of box and context. Another layout gets another name, and the two never open as each other. */
const format = 'tessera.sealed.1';

const additionalData = ({ tenantId, tokenId, type, version, field, expiresAt }: EncryptionContext) =>
  lengthPrefixed([
    format,
    tenantId,
    tokenId,
    type,
    String(version),
    field,
    ...(expiresAt === undefined ? [] : [String(expiresAt)]),
  ]);

const dekOf = (bytes: Uint8Array): KeyObject => {
  const dek = createSecretKey(bytes);
  bytes.fill(0);
  return dek;
};

/** A value under a fresh data key. That key seals nothing else, so a random IV cannot meet itself under it. */
export const sealUnder = (kek: KeyObject, random: Random, context: EncryptionContext, plaintext: Uint8Array) => {
  const bytes = random(dekSize);
  const wrappedDek = wrapKey(kek, bytes);
  return { wrappedDek, box: encrypt(dekOf(bytes), random(ivSize), additionalData(context), plaintext) };
};

/** The inverse. Throws `TamperedError`, which names the context and nothing else, on any difference. */
export const openUnder = (
  kek: KeyObject,
  context: EncryptionContext,
  wrappedDek: Uint8Array,
  box: Uint8Array,
): Uint8Array => {
  try {
    return decrypt(dekOf(unwrapKey(kek, wrappedDek)), additionalData(context), box);
  } catch {
    const { tenantId, tokenId, field } = context;
    throw new TamperedError(`The ${field} of token ${tokenId} of tenant ${tenantId} is not what was stored there.`);
  }
};

/** A data key under another KEK. Throws `TamperedError` when it was not wrapped under the first. */
export const rewrapUnder = (from: KeyObject, to: KeyObject, wrappedDek: Uint8Array): Uint8Array => {
  const dek = unwrapKey(from, wrappedDek);
  const rewrapped = wrapKey(to, dek);
  dek.fill(0);
  return rewrapped;
};
