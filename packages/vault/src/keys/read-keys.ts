import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Store } from '../store/port.ts';
import type { VersionedRoot } from './current-root.ts';
import { type StoredKey, storedKeys } from './key-store.ts';
import { maskedKeysOf } from './masked-forms.ts';
import type { WrapContext } from './root-key.ts';
import type { TenantKeyMaterial } from './tenant-keys.ts';

/** Unwrapped keys by what they were wrapped for. */
export type Held = ReadonlyMap<string, KeyObject>;

/** Root keys are not rotated twice in a second; more attempts would hide a damaged database. */
const attempts = 3;

export const nameOf = ({ ownerId, purpose, version }: WrapContext): string => `${ownerId} ${purpose} ${version}`;

/** Reads the key database and unwraps what is not held yet. `root` gives the root key in use, and is asked only where it is needed. */
export const readKeys = async (store: Store, root: () => Promise<VersionedRoot>, held: Held): Promise<Held> => {
  for (let attempt = 1; ; attempt++) {
    const rows = await storedKeys(store);
    const missing = rows.filter((row) => !held.has(nameOf(row)));
    const current = missing.length > 0 ? await root() : undefined;
    // A rotation of the root key fell between the two reads; what is stored by now belongs together.
    if (attempt < attempts && !missing.every(({ rootVersion }) => rootVersion === current?.version)) continue;
    const fresh = new Map<string, KeyObject>();
    for (const row of missing) {
      const bytes = await current?.keys.unwrap(row, row.wrapped);
      if (!bytes) continue;
      fresh.set(nameOf(row), createSecretKey(bytes));
      bytes.fill(0);
    }
    return keysOf(rows, held, fresh);
  }
};

/** Those of the keys at hand that are stored. */
export const keysOf = (rows: readonly StoredKey[], ...held: readonly Held[]): Held =>
  new Map(
    rows.flatMap((row) => {
      const name = nameOf(row);
      const key = held.map((keys) => keys.get(name)).find((each) => each !== undefined);
      return key ? [[name, key]] : [];
    }),
  );

/** The keys of a tenant, as far as they are at hand; nothing if those are missing that are never replaced. */
export const materialOf = (tenantId: string, rows: readonly StoredKey[], keys: Held): TenantKeyMaterial | undefined => {
  const only = (purpose: StoredKey['purpose']) => keys.get(nameOf({ ownerId: tenantId, purpose, version: 1 }));
  const [fingerprint, blindIndex, audit] = [only('fingerprint'), only('blind-index'), only('audit')];
  const keks = rows
    .filter(({ purpose }) => purpose === 'kek')
    .map((row) => {
      const key = keys.get(nameOf(row));
      const { version, activeAt } = row;
      return { version, activeAt, opened: key && { key, masked: maskedKeysOf(key, tenantId, version) } };
    })
    .sort((a, b) => b.version - a.version);
  return fingerprint && blindIndex && audit && keks.length > 0
    ? { tenantId, keks, fingerprint, blindIndex, audit }
    : undefined;
};
