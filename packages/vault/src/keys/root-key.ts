import { createSecretKey, hkdfSync } from 'node:crypto';
import { hmac } from './hmac.ts';
import { unwrapKey, wrapKey } from './key-wrap.ts';
import { lengthPrefixed } from './length-prefixed.ts';

/** 256 bits. */
export const rootKeySize = 32;

/**
 * What wraps every other key. Asynchronous, because the key may live in a service or a module that never gives it out.
 * A wrapped key opens only for the purpose it was wrapped for: rows of the key database cannot stand in for each other.
 */
export interface RootKey {
  /** 16 bytes that tell root keys apart and say nothing else about them. */
  checkValue(): Promise<Uint8Array>;
  wrap(purpose: readonly string[], key: Uint8Array): Promise<Uint8Array>;
  /** Throws `TamperedError` when it was not wrapped by this key for this purpose. */
  unwrap(purpose: readonly string[], wrapped: Uint8Array): Promise<Uint8Array>;
}

/** A root key held in this process. Takes the bytes over and wipes them. */
export const localRootKey = (bytes: Uint8Array): RootKey => {
  const root = createSecretKey(bytes);
  bytes.fill(0);

  // AES-KW binds nothing but the key, so each purpose wraps under a key of its own (HKDF, RFC 5869).
  const wrappingKey = (purpose: readonly string[]) => {
    const derived = new Uint8Array(
      hkdfSync('sha256', root, new Uint8Array(), lengthPrefixed(['tessera.wrap.1', ...purpose]), rootKeySize),
    );
    const key = createSecretKey(derived);
    derived.fill(0);
    return key;
  };

  return {
    checkValue: async () => hmac(root, 'tessera.root-key-check.1').subarray(0, 16),
    wrap: async (purpose, key) => wrapKey(wrappingKey(purpose), key),
    unwrap: async (purpose, wrapped) => unwrapKey(wrappingKey(purpose), wrapped),
  };
};
