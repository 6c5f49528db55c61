import { idToText } from '../ids.ts';
import type { Reads, Store } from '../store/port.ts';
import { storedKeys, tenantBytes } from './key-store.ts';
import { maskedColumns, sealedColumns } from './sealed-columns.ts';

/** A version of a tenant's KEK. */
export interface KekVersion {
  tenantId: string;
  version: number;
  /**
   * - `pending`: nobody seals with it yet, so that every process gets to know it first
   * - `active`: seals
   * - `old`: opens what it sealed, until that is rewrapped
   */
  state: 'pending' | 'active' | 'old';
  /** Milliseconds since the epoch, like every time here. */
  createdAt: number;
  activeAt: number;
}

/** The KEK versions of each tenant, the newest first. */
export const kekVersions = async (keys: Store, now: number): Promise<Map<string, KekVersion[]>> => {
  const keks = (await storedKeys(keys)).filter(({ purpose }) => purpose === 'kek');
  return new Map(
    [...Map.groupBy(keks, ({ ownerId }) => ownerId)].map(([tenantId, own]) => {
      const sorted = own.toSorted((a, b) => b.version - a.version);
      // The same choice as that of the keys themselves (`tenant-keys.ts`).
      const active = sorted.find(({ activeAt }) => activeAt <= now) ?? sorted.at(-1);
      const versions = sorted.map(({ version, createdAt, activeAt }): KekVersion => {
        const newest = version - (active?.version ?? 0);
        return {
          tenantId,
          version,
          state: newest > 0 ? 'pending' : newest === 0 ? 'active' : 'old',
          createdAt,
          activeAt,
        };
      });
      return [tenantId, versions];
    }),
  );
};

/** How many values need a KEK version. */
export interface VersionUse {
  tenantId: string;
  version: number;
  what: string;
  values: number;
}

/** What is sealed under which version, of one tenant or all. Reads every row. */
export const versionUse = async (data: Reads, tenantId?: string): Promise<VersionUse[]> => {
  const narrowed = tenantId === undefined ? '' : ' and tenant_id = ?';
  const parameters = tenantId === undefined ? [] : [tenantBytes(tenantId)];
  const use: VersionUse[] = [];
  for (const { table, kekVersion, what } of [...sealedColumns, maskedColumns]) {
    const rows = await data.rows<{ tenant_id: Uint8Array; version: number; sealed: number }>(
      `select tenant_id, ${kekVersion} as version, count(*) as sealed from ${table}
        where ${kekVersion} is not null${narrowed} group by tenant_id, ${kekVersion}`,
      parameters,
    );
    use.push(
      ...rows.map(({ tenant_id, version, sealed }) => ({
        tenantId: idToText(tenant_id),
        version,
        what,
        values: sealed,
      })),
    );
  }
  return use;
};
