import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Random } from '../ids.ts';
import type { Statement, Store } from '../store/port.ts';
import { currentRoot, type RootKeySource } from './current-root.ts';
import { KeyDestroyedError, RootKeyError } from './errors.ts';
import { hmac } from './hmac.ts';
import {
  changeCount,
  countChange,
  overtaken,
  type StoredKey,
  storedKeys,
  tenantBytes,
  tenantDestroyedAt,
  tenantPurposes,
  vaultId,
  wrapPurpose,
} from './key-store.ts';
import { maskedKeysOf } from './masked-forms.ts';
import { newKey } from './new-key.ts';
import type { Keyring, TenantKeys } from './port.ts';
import type { RootKey } from './root-key.ts';
import { type TenantKeyMaterial, tenantKeys } from './tenant-keys.ts';

export interface KeyringOptions {
  /** The key database. */
  store: Store;
  root: RootKey | RootKeySource;
  random: Random;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Unwrapped keys by what they were wrapped for. */
type Held = ReadonlyMap<string, KeyObject>;

/** Root keys are not rotated twice in a second; more attempts would hide a damaged database. */
const attempts = 3;

const nameOf = (key: Parameters<typeof wrapPurpose>[0]): string => wrapPurpose(key).join(' ');

/** Reads the key database and unwraps what is not held yet. */
const readKeys = async ({ store, root: source }: KeyringOptions, held: Held) => {
  for (let attempt = 1; ; attempt++) {
    const rows = await storedKeys(store);
    const missing = rows.filter((row) => !held.has(nameOf(row)));
    const root = missing.length > 0 ? await currentRoot(store, source) : undefined;
    // A rotation of the root key fell between the two reads; what is stored by now belongs together.
    if (attempt < attempts && !missing.every(({ rootVersion }) => rootVersion === root?.version)) continue;
    const fresh = new Map<string, KeyObject>();
    for (const row of missing) {
      const bytes = await root?.root.unwrap(wrapPurpose(row), row.wrapped);
      if (!bytes) continue;
      fresh.set(nameOf(row), createSecretKey(bytes));
      bytes.fill(0);
    }
    const keys = new Map<string, KeyObject>();
    for (const row of rows) {
      const key = held.get(nameOf(row)) ?? fresh.get(nameOf(row));
      if (key) keys.set(nameOf(row), key);
    }
    return { rows, keys };
  }
};

const materialOf = (tenantId: string, rows: readonly StoredKey[], keys: Held): TenantKeyMaterial | undefined => {
  const only = (purpose: StoredKey['purpose']) => keys.get(nameOf({ ownerId: tenantId, purpose, version: 1 }));
  const [fingerprint, blindIndex, audit] = [only('fingerprint'), only('blind-index'), only('audit')];
  const keks = rows
    .filter(({ purpose }) => purpose === 'kek')
    .flatMap((row) => {
      const key = keys.get(nameOf(row));
      const { version, activeAt } = row;
      return key ? [{ version, key, masked: maskedKeysOf(key, tenantId, version), activeAt }] : [];
    })
    .sort((a, b) => b.version - a.version);
  return fingerprint && blindIndex && audit && keks.length > 0
    ? { tenantId, keks, fingerprint, blindIndex, audit }
    : undefined;
};

/**
 * The keys of an initialised key database, unwrapped and held as `KeyObject`s. Throws `RootKeyError` with code `wrong` for
 * another root key, `TamperedError` for a changed row.
 */
export const openKeyring = async (options: KeyringOptions): Promise<Keyring> => {
  const { store, root, random, clock } = options;
  let held: Held = new Map();
  let seen: number | undefined;
  const tenants = new Map<string, { material: TenantKeyMaterial; keys: TenantKeys }>();

  const take = (tenantId: string, material: TenantKeyMaterial | undefined) => {
    const known = tenants.get(tenantId);
    // In place, because requests under way hold the object.
    if (known) known.material.keks = material?.keks ?? [];
    if (!material) tenants.delete(tenantId);
    else if (!known) tenants.set(tenantId, { material, keys: tenantKeys(material, random, clock) });
  };

  const readChanges = async () => {
    const count = await changeCount(store);
    if (count === seen) return;
    const { rows, keys } = await readKeys(options, held);
    held = keys;
    const owners = Map.groupBy(rows, ({ ownerId }) => ownerId);
    owners.delete(vaultId);
    for (const tenantId of tenants.keys()) if (!owners.has(tenantId)) take(tenantId, undefined);
    for (const [tenantId, own] of owners) take(tenantId, materialOf(tenantId, own, keys));
    seen = count;
  };

  let reading: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => {
    reading = reading.catch(() => undefined).then(readChanges);
    return reading;
  };

  await refresh();
  const apiKey = held.get(nameOf({ ownerId: vaultId, purpose: 'api-key', version: 1 }));
  if (!apiKey) throw new KeyDestroyedError('The key that API keys are recognised by is missing from the key database.');

  return {
    refresh,
    has: (tenantId) => tenants.has(tenantId),
    tenant: (tenantId) => {
      const known = tenants.get(tenantId);
      if (known) return known.keys;
      throw new KeyDestroyedError(`Tenant ${tenantId} has no keys, or they have been destroyed.`);
    },
    createTenant: async (tenantId) => {
      const current = await currentRoot(store, root);
      const now = clock();
      const about = { ownerId: tenantId, version: 1, activeAt: now, createdAt: now };
      const inserts = tenantPurposes.map((purpose) => newKey(current, random, { ...about, purpose }));
      const failed = await store.commit([countChange, ...(await Promise.all(inserts))]);
      if (failed === overtaken)
        throw new RootKeyError('wrong', 'The root key was rotated just now; nothing was changed. Try again.');
      await refresh();
    },
    destroyTenant: async (tenantId) => {
      const id = tenantBytes(tenantId);
      await store.commit([
        countChange,
        {
          sql: 'insert into destroyed_tenants (tenant_id, destroyed_at) values (?, ?) on conflict do nothing',
          parameters: [id, clock()],
        },
        { sql: 'delete from wrapped_keys where tenant_id = ?', parameters: [id] },
      ]);
      await refresh();
    },
    destroyedAt: (tenantId) => tenantDestroyedAt(store, tenantId),
    hashApiKey: (key) => hmac(apiKey, key),
  };
};

/** Makes the first keys in an empty key database and opens it. */
export const createKeyring = async (options: KeyringOptions): Promise<Keyring> => {
  const { store, root: source, random, clock } = options;
  const [root] = typeof source === 'function' ? source() : [source];
  if (!root) throw new RootKeyError('missing', 'There is no root key to wrap the first keys under.');
  const now = clock();
  const record: Statement = {
    sql: 'insert into root_keys (version, check_value, created_at) values (1, ?, ?)',
    parameters: [await root.checkValue(), now],
  };
  const about = { ownerId: vaultId, purpose: 'api-key', version: 1, activeAt: now, createdAt: now } as const;
  await store.commit([countChange, record, await newKey({ version: 1, root }, random, about)]);
  return openKeyring(options);
};
