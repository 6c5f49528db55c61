import { idFromText, idToText } from '../ids.ts';
import type { Statement, Store } from '../store/port.ts';

/*
 * Every key is drawn at random and wrapped on its own, rather than derived from one tenant secret: a key that leaks says
 * nothing about its siblings, each can be destroyed alone, and a root key in a service needs to wrap and unwrap only.
 * Fingerprints, blind indexes, audit MACs and API key hashes hang on keys of their own that no KEK or root rotation
 * replaces, so what they were computed into stays valid.
 */
export const tenantPurposes = ['kek', 'fingerprint', 'blind-index', 'audit'] as const;
export type Purpose = (typeof tenantPurposes)[number] | 'api-key';

/** Stands for the vault itself where a tenant's id stands (RFC 9562 §5.9). */
export const vaultId = '00000000-0000-0000-0000-000000000000';

/** Bytes of every wrapped key. */
export const keySize = 32;

/** A key as the key database keeps it. `ownerId` is a tenant or `vaultId`; `activeAt` is when a KEK begins to seal. */
export interface StoredKey {
  ownerId: string;
  purpose: Purpose;
  version: number;
  rootVersion: number;
  wrapped: Uint8Array;
  activeAt: number;
  createdAt: number;
}

interface Row {
  tenant_id: Uint8Array;
  purpose: Purpose;
  version: number;
  root_version: number;
  wrapped: Uint8Array;
  active_at: number;
  created_at: number;
}

/** The 16 bytes of a tenant's id. Throws `RangeError` for any other text. */
export const tenantBytes = (id: string): Uint8Array => {
  const bytes = idFromText(id);
  if (bytes) return bytes;
  throw new RangeError(`${id} is not a tenant id.`);
};

export const storedKeys = async (store: Store): Promise<StoredKey[]> => {
  const rows = await store.rows<Row>(
    'select tenant_id, purpose, version, root_version, wrapped, active_at, created_at from wrapped_keys',
  );
  return rows.map((row) => ({
    ownerId: idToText(row.tenant_id),
    purpose: row.purpose,
    version: row.version,
    rootVersion: row.root_version,
    wrapped: row.wrapped,
    activeAt: row.active_at,
    createdAt: row.created_at,
  }));
};

/** What stands for "the root key was rotated or the tenant deleted meanwhile, or the version is taken" when a write comes back. */
export const overtaken = 'overtaken';

/** Keeps a key that was wrapped under a root key version, as long as that version is the newest, the key a new one and its tenant there. */
export const insertKey = ({ rootVersion, ...key }: StoredKey): Statement => ({
  sql: `insert into wrapped_keys (tenant_id, purpose, version, root_version, wrapped, active_at, created_at)
    select ?, ?, ?, version, ?, ?, ? from root_keys
    where version = ? and version = (select max(version) from root_keys)
      and not exists (select 1 from destroyed_tenants where tenant_id = ?) on conflict do nothing`,
  parameters: [
    tenantBytes(key.ownerId),
    key.purpose,
    key.version,
    key.wrapped,
    key.activeAt,
    key.createdAt,
    rootVersion,
    tenantBytes(key.ownerId),
  ],
  guard: { changes: 1, otherwise: overtaken },
});

/**
 * Tells every process that holds the keys to look again. Belongs into each write to the key database, and as its first statement:
 * of two processes on PostgreSQL the second then waits here, and sees in the statements that follow what the first has done.
 */
export const countChange: Statement = { sql: 'update key_changes set n = n + 1', parameters: [] };

/** Differs whenever the key database does. */
export const changeCount = async (store: Store): Promise<number> => {
  const [row] = await store.rows<{ n: number }>('select n from key_changes');
  return row?.n ?? 0;
};

/** When a tenant's keys were destroyed, in milliseconds since the epoch; `undefined` while they were not. */
export const tenantDestroyedAt = async (store: Store, tenantId: string): Promise<number | undefined> => {
  const [row] = await store.rows<{ destroyed_at: number }>(
    'select destroyed_at from destroyed_tenants where tenant_id = ?',
    [tenantBytes(tenantId)],
  );
  return row?.destroyed_at;
};
