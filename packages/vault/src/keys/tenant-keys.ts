import type { KeyObject } from 'node:crypto';
import type { Random } from '../ids.ts';
import { KeyDestroyedError } from './errors.ts';
import { hmac } from './hmac.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import type { Place, TenantKeys } from './port.ts';
import { openUnder, sealUnder } from './seal.ts';

/** The unwrapped keys of one tenant. */
export interface TenantKeyMaterial {
  tenantId: string;
  /** Key-encryption keys by version; the highest seals. */
  keks: ReadonlyMap<number, KeyObject>;
  fingerprint: KeyObject;
  blindIndex: KeyObject;
  audit: KeyObject;
}

/** What the keys of one tenant can do. Only this tenant's values pass through them. */
export const tenantKeys = (material: TenantKeyMaterial, random: Random): TenantKeys => {
  const { tenantId, keks } = material;
  const newest = Math.max(...keks.keys());

  const kek = (version: number, place: Place): KeyObject => {
    if (place.tenantId !== tenantId)
      throw new RangeError(`A value of tenant ${place.tenantId} met keys of ${tenantId}.`);
    const key = keks.get(version);
    if (key) return key;
    throw new KeyDestroyedError(`Version ${version} of the key of tenant ${tenantId} has been destroyed.`);
  };

  return {
    seal: (place, plaintext) => ({ kekVersion: newest, ...sealUnder(kek(newest, place), random, place, plaintext) }),
    open: (place, { kekVersion, wrappedDek, box }) => openUnder(kek(kekVersion, place), place, wrappedDek, box),
    fingerprint: (parts) => hmac(material.fingerprint, lengthPrefixed(parts)),
    blindIndex: (label) => hmac(material.blindIndex, label).subarray(0, 16),
    auditMac: (row) => hmac(material.audit, row),
  };
};
