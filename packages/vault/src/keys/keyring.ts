import { createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { idFromText, idToText, type Random } from '../ids.ts';
import type { Statement, Store } from '../store/port.ts';
import { KeyDestroyedError, RootKeyError } from './errors.ts';
import { hmac } from './hmac.ts';
import type { Keyring, TenantKeys } from './port.ts';
import type { RootKey } from './root-key.ts';
import { tenantKeys } from './tenant-keys.ts';

/*
 * Every key is drawn at random and wrapped on its own, rather than derived from one tenant secret: a key that leaks says
 * nothing about its siblings, each can be destroyed alone, and a root key in a service needs to wrap and unwrap only.
 * Fingerprints, blind indexes, audit MACs and API key hashes hang on keys of their own that no KEK or root rotation
 * replaces, so what they were computed into stays valid.
 */
type TenantPurpose = 'kek' | 'fingerprint' | 'blind-index' | 'audit';
type Purpose = TenantPurpose | 'api-key';

const tenantPurposes: readonly TenantPurpose[] = ['kek', 'fingerprint', 'blind-index', 'audit'];

/** Stands for the vault itself where a tenant's id stands (RFC 9562 §5.9). */
const vaultId = '00000000-0000-0000-0000-000000000000';

const keySize = 32;

export interface KeyringOptions {
  /** The key database. */
  store: Store;
  root: RootKey;
  random: Random;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

interface KeyRow {
  tenant_id: Uint8Array;
  purpose: Purpose;
  version: number;
  wrapped: Uint8Array;
}

const wrapPurpose = (ownerId: string, purpose: Purpose, version: number) => [ownerId, purpose, String(version)];

const idBytes = (id: string): Uint8Array => {
  const bytes = idFromText(id);
  if (bytes) return bytes;
  throw new RangeError(`${id} is not a tenant id.`);
};

/** A fresh key and the statement that keeps it. */
const newKey = async (options: KeyringOptions, ownerId: string, purpose: Purpose) => {
  const bytes = options.random(keySize);
  const version = 1;
  const wrapped = await options.root.wrap(wrapPurpose(ownerId, purpose, version), bytes);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  const statement: Statement = {
    sql: `insert into wrapped_keys (tenant_id, purpose, version, root_version, wrapped, created_at)
      values (?, ?, ?, (select max(version) from root_keys), ?, ?)`,
    parameters: [idBytes(ownerId), purpose, version, wrapped, options.clock()],
  };
  return { purpose, version, key, statement };
};

type KeysByPurpose = Map<Purpose, Map<number, KeyObject>>;

const only = (keys: KeysByPurpose, purpose: Purpose): KeyObject | undefined => keys.get(purpose)?.get(1);

const assemble = (tenantId: string, keys: KeysByPurpose, random: Random): TenantKeys | undefined => {
  const keks = keys.get('kek');
  const fingerprint = only(keys, 'fingerprint');
  const blindIndex = only(keys, 'blind-index');
  const audit = only(keys, 'audit');
  if (!keks || !fingerprint || !blindIndex || !audit) return undefined;
  return tenantKeys({ tenantId, keks, fingerprint, blindIndex, audit }, random);
};

const readKeys = async ({ store, root }: KeyringOptions): Promise<Map<string, KeysByPurpose>> => {
  const owners = new Map<string, KeysByPurpose>();
  for (const row of await store.rows<KeyRow>('select tenant_id, purpose, version, wrapped from wrapped_keys')) {
    const ownerId = idToText(row.tenant_id);
    const bytes = await root.unwrap(wrapPurpose(ownerId, row.purpose, row.version), row.wrapped);
    const keys = owners.get(ownerId) ?? new Map<Purpose, Map<number, KeyObject>>();
    const versions = keys.get(row.purpose) ?? new Map<number, KeyObject>();
    versions.set(row.version, createSecretKey(bytes));
    bytes.fill(0);
    owners.set(ownerId, keys.set(row.purpose, versions));
  }
  return owners;
};

const assertRootKey = async ({ store, root }: KeyringOptions): Promise<void> => {
  const [row] = await store.rows<{ check_value: Uint8Array }>(
    'select check_value from root_keys order by version desc limit 1',
  );
  const given = await root.checkValue();
  if (row && row.check_value.byteLength === given.byteLength && timingSafeEqual(row.check_value, given)) return;
  throw new RootKeyError(
    'wrong',
    'This is not the root key that the stored keys were wrapped under. Start with that one; nothing was changed.',
  );
};

/**
 * The keys of an initialised key database, unwrapped once and held as `KeyObject`s. Throws `RootKeyError` with code `wrong`
 * for another root key, `TamperedError` for a changed row.
 */
export const openKeyring = async (options: KeyringOptions): Promise<Keyring> => {
  await assertRootKey(options);
  const owners = await readKeys(options);
  const apiKey = only(owners.get(vaultId) ?? new Map(), 'api-key');
  if (!apiKey) throw new KeyDestroyedError('The key that API keys are recognised by is missing from the key database.');
  owners.delete(vaultId);

  const tenants = new Map<string, TenantKeys>();
  for (const [tenantId, keys] of owners) {
    const assembled = assemble(tenantId, keys, options.random);
    if (assembled) tenants.set(tenantId, assembled);
  }

  return {
    tenant: (tenantId) => {
      const keys = tenants.get(tenantId);
      if (keys) return keys;
      throw new KeyDestroyedError(`Tenant ${tenantId} has no keys, or they have been destroyed.`);
    },
    createTenant: async (tenantId) => {
      const made = await Promise.all(tenantPurposes.map((purpose) => newKey(options, tenantId, purpose)));
      await options.store.commit(made.map(({ statement }) => statement));
      const keys: KeysByPurpose = new Map(
        made.map(({ purpose, version, key }) => [purpose, new Map([[version, key]])]),
      );
      const assembled = assemble(tenantId, keys, options.random);
      if (assembled) tenants.set(tenantId, assembled);
    },
    hashApiKey: (key) => hmac(apiKey, key),
  };
};

/** Makes the first keys in an empty key database and opens it. */
export const createKeyring = async (options: KeyringOptions): Promise<Keyring> => {
  const record: Statement = {
    sql: 'insert into root_keys (version, check_value, created_at) values (1, ?, ?)',
    parameters: [await options.root.checkValue(), options.clock()],
  };
  const { statement } = await newKey(options, vaultId, 'api-key');
  await options.store.commit([record, statement]);
  return openKeyring(options);
};
