import type { Agreements } from './dual-control/agreements.ts';

/** Where a sealed value stands. Bound into the seal, so that it opens nowhere else. Ids are UUID text. */
export interface EncryptionContext {
  tenantId: string;
  tokenId: string;
  type: string;
  version: number;
  field: 'data' | 'cvc' | 'configuration' | 'settings' | 'intent' | 'intent-cvc' | 'client-key';
  /** When the value has to be destroyed, in milliseconds since the epoch; only of values that may not be kept. */
  expiresAt?: number;
}

/** A value under its own data key (DEK), and that key under the tenant's key (KEK) of the version named. */
export interface Sealed {
  kekVersion: number;
  /** AES-KW of the DEK: 40 bytes. */
  wrappedDek: Uint8Array;
  /** IV (12 bytes), ciphertext, tag (16 bytes). */
  box: Uint8Array;
}

/** Where a masked form stands and what it was made from. Bound into its seal, so that it opens for nothing else. */
export interface MaskedContext {
  tenantId: string;
  tokenId: string;
  type: string;
  version: number;
  /** The mask that made it. */
  mask: string;
  /** Tells the value that it was made of from another one of the same version. */
  value: string;
}

/** A masked form under a key that is derived from the tenant's key (KEK) of the version named. */
export interface SealedMasked {
  kekVersion: number;
  /** The number of the derived key (1 byte), IV (12 bytes), ciphertext, tag (16 bytes). */
  box: Uint8Array;
}

/** What one tenant's keys can do. No method shows a key. */
export interface TenantKeys {
  /** Encrypts under a fresh DEK and the newest KEK that is active. */
  seal(context: EncryptionContext, plaintext: Uint8Array): Sealed;
  /** Throws `TamperedError` when box, wrapped key or context are not the ones that were sealed. */
  open(context: EncryptionContext, sealed: Sealed): Uint8Array;
  /** The data key of a sealed value under the version that seals now; the box stays as it is. */
  rewrap(sealed: Pick<Sealed, 'kekVersion' | 'wrappedDek'>): Pick<Sealed, 'kekVersion' | 'wrappedDek'>;
  /** Encrypts a masked form under the newest KEK that is active. */
  sealMasked(context: MaskedContext, plaintext: Uint8Array): SealedMasked;
  /** Throws `TamperedError` when box or context are not the ones that were sealed. */
  openMasked(context: MaskedContext, sealed: SealedMasked): Uint8Array;
  /** The KEK version that seals now. */
  sealingVersion(): number;
  /** 32 bytes, the same for equal parts under any KEK version. Parts are length-prefixed: ['ab', 'c'] is not ['a', 'bc']. */
  fingerprint(parts: readonly string[]): Uint8Array;
  /** 16 bytes by which tokens are searched (docs/architecture.md §3.8). */
  blindIndex(label: string): Uint8Array;
  /** 32 bytes. */
  auditMac(row: Uint8Array): Uint8Array;
}

/** What a process knows of the root key behind its keys. `reason` is written for the operator. */
export type RootKeyState =
  | { status: 'reachable' }
  /** Its provider does not answer, or refuses. What is open works until then, in milliseconds since the epoch. */
  | { status: 'unreachable'; until: number; reason: string }
  /** That lasted too long. All keys are forgotten, until the root key can be used again. */
  | { status: 'sealed'; reason: string };

/** Of a sealed vault, whatever needs a key throws `RootKeyError` with code `sealed`. */
export interface Keyring {
  /** Throws `KeyDestroyedError` when the tenant has no keys or no longer has them. */
  tenant(tenantId: string): TenantKeys;
  /** Whether this process holds keys of the tenant. */
  has(tenantId: string): boolean;
  /** Draws and keeps the keys of a new tenant; resolves once durable. */
  createTenant(tenantId: string): Promise<void>;
  /** Destroys all keys of a tenant: what they sealed is unreadable for good, in backups of the data too. Once is enough. */
  destroyTenant(tenantId: string): Promise<void>;
  /** When `destroyTenant` did so, in milliseconds since the epoch; `undefined` for a tenant that it was never asked about. */
  destroyedAt(tenantId: string): Promise<number | undefined>;
  /** Takes over what other processes did to the keys: new tenants and versions, destroyed ones. One small read when nothing. */
  refresh(): Promise<void>;
  /**
   * Of that, what needs no root key: forgets what was destroyed, and seals no more under what was replaced. So it does not wait for what
   * holds the root key.
   */
  dropDestroyed(): Promise<void>;
  /**
   * Whether neither has been done for so long that a version which this process still seals under may have been destroyed: it was stopped
   * for a while, with its machine perhaps. Until one of them is done, sealing throws `StoreError` with code `busy`.
   */
  isOutdated(): boolean;
  rootKey(): RootKeyState;
  /** Asks the provider of the root key whether the key can still be used. Never rejects; `rootKey` says what came of it. */
  proveRootKey(): Promise<void>;
  /** Forgets all keys at once, until the root key can be used and is asked for again. `reason` is for the operator. */
  seal(reason: string): void;
  readonly agreements: Agreements;
  /** 32 bytes: what is kept of an API key in place of the key itself. */
  hashApiKey(key: string): Uint8Array;
}
