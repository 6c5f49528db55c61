import type { SqlValue, Statement, Store } from '../store/port.ts';
import { tenantBytes } from './key-store.ts';
import type { Keyring, TenantKeys } from './port.ts';
import { type SealedColumns, sealedColumns } from './sealed-columns.ts';

/** Values rewrapped in one write, so that writes of a running vault do not wait long. */
const batch = 200;

/** Passes over a table. A process that had not heard of the newest version leaves values behind the first time, not twice. */
const passes = 3;

export interface RewrapOptions {
  /** The data database. */
  store: Store;
  keyring: Keyring;
  tenantId: string;
  /** Called after each batch: how many values of how many were looked after. */
  progress(done: number, total: number): void;
}

/** What became of a tenant's values. */
export interface Rewrapped {
  rewrapped: number;
  /** Values whose data key does not open under the version they name: damaged, or that version is gone. `audit verify` says which. */
  failed: number;
}

interface Row {
  k: SqlValue;
  kek_version: number;
  wrapped_dek: Uint8Array;
}

const rewrapRow = (
  { table, key, kekVersion, wrappedDek }: SealedColumns,
  tenant: Uint8Array,
  keys: TenantKeys,
  row: Row,
): Statement => {
  const fresh = keys.rewrap({ kekVersion: row.kek_version, wrappedDek: row.wrapped_dek });
  return {
    // Compared with what was read: a value that was written meanwhile is newer than this one and wins.
    sql: `update ${table} set ${kekVersion} = ?, ${wrappedDek} = ?
      where tenant_id = ? and ${key} = ? and ${kekVersion} = ? and ${wrappedDek} = ?`,
    parameters: [fresh.kekVersion, fresh.wrappedDek, tenant, row.k, row.kek_version, row.wrapped_dek],
  };
};

/**
 * Wraps the data keys of a tenant under the KEK version that seals now. What is encrypted is not touched. Values that have it already
 * are passed over, so stopping at any moment loses nothing and the next run goes on; a vault may serve meanwhile.
 */
export const rewrapTenant = async ({ store, keyring, tenantId, progress }: RewrapOptions): Promise<Rewrapped> => {
  const tenant = tenantBytes(tenantId);
  const keys = keyring.tenant(tenantId);
  const newest = keys.sealingVersion();
  let rewrapped = 0;
  let failed = 0;

  const left = async ({ table, kekVersion }: SealedColumns): Promise<number> => {
    const [row] = await store.rows<{ n: number }>(
      `select count(*) as n from ${table} where tenant_id = ? and ${kekVersion} < ?`,
      [tenant, newest],
    );
    return row?.n ?? 0;
  };
  const counts = await Promise.all(sealedColumns.map(left));
  const total = counts.reduce((sum, n) => sum + n, 0);

  const pass = async (columns: SealedColumns): Promise<void> => {
    const { table, key, kekVersion, wrappedDek } = columns;
    failed = 0;
    let after: SqlValue | undefined;
    for (;;) {
      const rows = await store.rows<Row>(
        `select ${key} as k, ${kekVersion} as kek_version, ${wrappedDek} as wrapped_dek from ${table}
          where tenant_id = ? and ${kekVersion} < ?${after === undefined ? '' : ` and ${key} > ?`}
          order by ${key} limit ${batch}`,
        [tenant, newest, ...(after === undefined ? [] : [after])],
      );
      if (rows.length === 0) return;
      const write: Statement[] = [];
      for (const row of rows) {
        try {
          write.push(rewrapRow(columns, tenant, keys, row));
        } catch {
          failed += 1;
        }
      }
      if (write.length > 0) await store.commit(write);
      rewrapped += write.length;
      progress(Math.min(rewrapped + failed, total), total);
      after = rows.at(-1)?.k;
    }
  };

  let lost = 0;
  for (const columns of sealedColumns) {
    for (let n = 1; n <= passes; n++) {
      await pass(columns);
      if ((await left(columns)) <= failed) break;
    }
    lost += failed;
  }
  return { rewrapped, failed: lost };
};
