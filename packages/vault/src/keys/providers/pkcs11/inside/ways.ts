import { createSecretKey, randomBytes } from 'node:crypto';
import { keySize } from '../../../key-store.ts';
import { lengthPrefixed } from '../../../length-prefixed.ts';
import { type WrapContext, wrapperUnder } from '../../../root-key.ts';
import { attribute, keyType, mechanism, mechanismFlag, objectClass } from './constants.ts';
import type { Cryptoki, Handle, Template } from './cryptoki.ts';

/** A key in a token, and the session that may use it. */
export interface TokenKey {
  cryptoki: Cryptoki;
  session: Handle;
  key: Handle;
}

/** A way in which a token can wrap a key. */
export interface Way {
  /** The first byte of what it wrapped. It stands for this way and its layout for good. */
  tag: number;
  algorithm: string;
  mechanism: number;
  /** How long what it wrapped can be, without the tag. */
  sizes: readonly number[];
  /** What the module has to be able to do with the mechanism, and what the key has to allow. */
  needs: { flags: number; attributes: readonly number[] };
  wrap(at: TokenKey, context: WrapContext, bytes: Uint8Array): Promise<Uint8Array>;
  /** Throws when it was not wrapped by this key for this context; modules differ in how they say so. */
  unwrap(at: TokenKey, context: WrapContext, wrapped: Uint8Array): Promise<Uint8Array>;
}

const associatedData = ({ ownerId, purpose, version }: WrapContext): Uint8Array =>
  lengthPrefixed(['tessera.pkcs11.1', ownerId, purpose, String(version)]);

const gcm = { ivSize: 12, tagBits: 128 } as const;

/** AES-GCM, which binds the context as associated data: IV, ciphertext, tag. */
const byGcm: Way = {
  tag: 1,
  algorithm: 'AES-256-GCM',
  mechanism: mechanism.aesGcm,
  sizes: [gcm.ivSize + keySize + gcm.tagBits / 8],
  needs: {
    flags: mechanismFlag.encrypt | mechanismFlag.decrypt,
    attributes: [attribute.encrypt, attribute.decrypt],
  },
  wrap: async ({ cryptoki, session, key }, context, bytes) => {
    const iv = new Uint8Array(randomBytes(gcm.ivSize));
    const parameters = { iv, associatedData: associatedData(context), tagBits: gcm.tagBits };
    const box = cryptoki.encrypt(session, key, mechanism.aesGcm, parameters, bytes);
    return Buffer.concat([iv, box]);
  },
  unwrap: async ({ cryptoki, session, key }, context, wrapped) => {
    const parameters = {
      iv: wrapped.slice(0, gcm.ivSize),
      ...{ associatedData: associatedData(context), tagBits: gcm.tagBits },
    };
    return cryptoki.decrypt(session, key, mechanism.aesGcm, parameters, wrapped.slice(gcm.ivSize));
  },
};

/** A key that is in the token for the moment in which it is wrapped or unwrapped, and can be read there. */
const passingKey: Template = [
  [attribute.class, objectClass.secretKey],
  [attribute.keyType, keyType.aes],
  [attribute.token, false],
  [attribute.sensitive, false],
  [attribute.extractable, true],
];

/** AES-KW of a key of 32 bytes. */
const wrappedSize = keySize + 8;

/**
 * AES key wrap, which takes no context: the token wraps a key that is drawn for this once, and under that this process wraps the key for its
 * context, as under a root key of its own. First the one, then the other.
 */
const byKeyWrap = (own: Pick<Way, 'tag' | 'algorithm' | 'mechanism' | 'sizes'>): Way => ({
  ...own,
  needs: { flags: mechanismFlag.wrap | mechanismFlag.unwrap, attributes: [attribute.wrap, attribute.unwrap] },
  wrap: async ({ cryptoki, session, key }, context, bytes) => {
    const between = new Uint8Array(randomBytes(keySize));
    const object = cryptoki.createObject(session, [...passingKey, [attribute.value, between]]);
    try {
      const wrapped = cryptoki.wrapKey(session, key, own.mechanism, object);
      return Buffer.concat([wrapped, await wrapperUnder(createSecretKey(between)).wrap(context, bytes)]);
    } finally {
      between.fill(0);
      cryptoki.destroyObject(session, object);
    }
  },
  unwrap: async ({ cryptoki, session, key }, context, wrapped) => {
    const outer = wrapped.slice(0, -wrappedSize);
    const object = cryptoki.unwrapKey(session, key, own.mechanism, outer, passingKey);
    try {
      const between = cryptoki.bytes(session, object, attribute.value, keySize);
      const wrapper = wrapperUnder(createSecretKey(between));
      between.fill(0);
      return await wrapper.unwrap(context, wrapped.slice(-wrappedSize));
    } finally {
      cryptoki.destroyObject(session, object);
    }
  },
});

/** The ways, the best one first. */
export const ways: readonly Way[] = [
  byGcm,
  byKeyWrap({ tag: 2, algorithm: 'AES-256-KW', mechanism: mechanism.aesKeyWrap, sizes: [2 * wrappedSize] }),
  // Modules read this mechanism as RFC 5649, which adds nothing to a whole number of blocks, or as AES-KW of blocks that are always filled up.
  byKeyWrap({
    ...{ tag: 3, algorithm: 'AES-256-KWP', mechanism: mechanism.aesKeyWrapPad },
    sizes: [2 * wrappedSize, 2 * wrappedSize + 8],
  }),
];
