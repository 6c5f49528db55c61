import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { hmac } from './hmac.ts';
import { unwrapKey, wrapKey } from './key-wrap.ts';
import { lengthPrefixed } from './length-prefixed.ts';

/** 256 bits. */
export const rootKeySize = 32;

/** What a wrapped key is for. A wrapped key opens for nothing else: rows of the key database cannot stand in for each other. */
export interface WrapContext {
  /** A tenant, or the vault itself. */
  ownerId: string;
  purpose: string;
  version: number;
}

/** A key that was wrapped, and what for. */
export interface Wrapped {
  context: WrapContext;
  bytes: Uint8Array;
}

/** Wraps and unwraps keys of 32 bytes. */
export interface KeyWrapper {
  wrap(context: WrapContext, key: Uint8Array): Promise<Uint8Array>;
  /** Throws `TamperedError` when it was not wrapped by this key for this context. */
  unwrap(context: WrapContext, wrapped: Uint8Array): Promise<Uint8Array>;
}

/** What may be said of a root key: never the key, and no secret that opens the way to it. */
export interface RootKeyDescription {
  /** The URI that names it, without secrets. */
  uri: string;
  /** Where the key is while the vault works. */
  heldBy: 'this process' | 'a key service' | 'a hardware token';
  /** How it wraps. */
  algorithm: string;
}

/** Where a root key is, for people: its URI, and what holds it where that is not the vault itself. */
export const whereKept = ({ uri, heldBy }: RootKeyDescription): string =>
  heldBy === 'this process' ? uri : `${uri}, in ${heldBy}`;

/**
 * A root key, wherever it is. It may live in a service that never gives it out, so every call may take time and fail: with `RootKeyError`,
 * of code `unavailable` when nothing answered and of code `refused` when the answer was no.
 */
export interface RootKeyProvider extends KeyWrapper {
  describe(): RootKeyDescription;
  /** Resolves while the key can be used: where something that it wrapped is given, to open that. */
  health(wrapped?: Wrapped): Promise<void>;
  /**
   * 16 bytes that tell root keys apart and say nothing else about them. Vaults that were made before there were providers keep them beside
   * keys that are wrapped under the root key directly; only a key in this process has them.
   */
  checkValue?(): Uint8Array;
}

/** Wraps under a key that this process holds: AES-KW (RFC 3394). AES-KW binds nothing but the key, so each context has a key of its own. */
export const wrapperUnder = (root: KeyObject): KeyWrapper => {
  const wrappingKey = ({ ownerId, purpose, version }: WrapContext) => {
    const parts = lengthPrefixed(['tessera.wrap.1', ownerId, purpose, String(version)]);
    // HKDF (RFC 5869).
    const derived = new Uint8Array(hkdfSync('sha256', root, new Uint8Array(), parts, rootKeySize));
    const key = createSecretKey(derived);
    derived.fill(0);
    return key;
  };
  return {
    wrap: async (context, key) => wrapKey(wrappingKey(context), key),
    unwrap: async (context, wrapped) => unwrapKey(wrappingKey(context), wrapped),
  };
};

/** A root key held in this process, from the place that `uri` names. */
export const rootKeyOf = (root: KeyObject, uri: string): RootKeyProvider => ({
  ...wrapperUnder(root),
  describe: () => ({ uri, heldBy: 'this process', algorithm: 'AES-256-KW' }),
  health: async () => undefined,
  checkValue: () => hmac(root, 'tessera.root-key-check.1').subarray(0, 16),
});

/** The same of its bytes, which it takes over and wipes. */
export const localRootKey = (bytes: Uint8Array, uri = 'memory:'): RootKeyProvider => {
  const root = createSecretKey(bytes);
  bytes.fill(0);
  return rootKeyOf(root, uri);
};
