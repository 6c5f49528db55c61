import type { KeyObject } from 'node:crypto';
import type { Random } from '../ids.ts';
import { KeyDestroyedError, RootKeyError } from './errors.ts';
import { hmac } from './hmac.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import { type MaskedKeys, openMaskedUnder, sealMaskedUnder } from './masked-forms.ts';
import type { EncryptionContext, TenantKeys } from './port.ts';
import { openUnder, rewrapUnder, sealUnder } from './seal.ts';

/** A version of a tenant's key-encryption key. */
export interface Kek {
  version: number;
  /** Milliseconds since the epoch: from then on it seals. Before that other processes may not know it yet. */
  activeAt: number;
  /** Nothing while it is wrapped under a root key that this process cannot use. */
  opened: OpenedKek | undefined;
}

interface OpenedKek {
  key: KeyObject;
  /** The keys derived from it for masked forms. */
  masked: MaskedKeys;
}

/** The unwrapped keys of one tenant. */
export interface TenantKeyMaterial {
  readonly tenantId: string;
  /** The newest first. Replaced when versions come and go, so that a request under way seals under what holds by then. */
  keks: readonly Kek[];
  readonly fingerprint: KeyObject;
  readonly blindIndex: KeyObject;
  readonly audit: KeyObject;
  /** Why the versions are gone, if not because they were destroyed. */
  unavailable?: Error;
}

export interface TenantKeysOptions {
  material: TenantKeyMaterial;
  random: Random;
  clock: () => number;
  /** Throws where a version of the key may have been destroyed meanwhile. */
  assertRecent(): void;
}

/** What the keys of one tenant can do. Only this tenant's values pass through them. */
export const tenantKeys = ({ material, random, clock, assertRecent }: TenantKeysOptions): TenantKeys => {
  const { tenantId } = material;

  const assertOwn = (context: Pick<EncryptionContext, 'tenantId'>) => {
    if (context.tenantId !== tenantId)
      throw new RangeError(`A value of tenant ${context.tenantId} met keys of ${tenantId}.`);
  };

  const open = ({ version, opened }: Kek): OpenedKek => {
    if (opened) return opened;
    throw new RootKeyError(
      'unavailable',
      `Version ${version} of the key of tenant ${tenantId} is wrapped under a root key that this process cannot use.`,
    );
  };

  const kek = (version: number): OpenedKek => {
    const found = material.keks.find((each) => each.version === version);
    if (found) return open(found);
    throw (
      material.unavailable ??
      new KeyDestroyedError(`Version ${version} of the key of tenant ${tenantId} is not there, or was destroyed.`)
    );
  };

  /** Never an older version than the one that others seal under: that one may be destroyed. */
  const sealing = (): OpenedKek & Pick<Kek, 'version'> => {
    const now = clock();
    const found = material.keks.find(({ activeAt }) => activeAt <= now) ?? material.keks.at(-1);
    if (found) return { version: found.version, ...open(found) };
    throw material.unavailable ?? new KeyDestroyedError(`The keys of tenant ${tenantId} have been destroyed.`);
  };

  return {
    seal: (context, plaintext) => {
      assertOwn(context);
      const { version, key } = sealing();
      assertRecent();
      return { kekVersion: version, ...sealUnder(key, random, context, plaintext) };
    },
    open: (context, { kekVersion, wrappedDek, box }) => {
      assertOwn(context);
      return openUnder(kek(kekVersion).key, context, wrappedDek, box);
    },
    rewrap: ({ kekVersion, wrappedDek }) => {
      const { version, key } = sealing();
      return { kekVersion: version, wrappedDek: rewrapUnder(kek(kekVersion).key, key, wrappedDek) };
    },
    sealMasked: (context, plaintext) => {
      assertOwn(context);
      const { version, masked } = sealing();
      assertRecent();
      return { kekVersion: version, box: sealMaskedUnder(masked, random, context, plaintext) };
    },
    openMasked: (context, { kekVersion, box }) => {
      assertOwn(context);
      return openMaskedUnder(kek(kekVersion).masked, context, box);
    },
    sealingVersion: () => sealing().version,
    fingerprint: (parts) => hmac(material.fingerprint, lengthPrefixed(parts)),
    blindIndex: (label) => hmac(material.blindIndex, label).subarray(0, 16),
    auditMac: (row) => hmac(material.audit, row),
  };
};
