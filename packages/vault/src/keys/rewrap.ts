import { StoreError } from '../store/errors.ts';
import type { SqlValue, Statement, Store } from '../store/port.ts';
import { RootKeyError } from './errors.ts';
import { tenantBytes } from './key-store.ts';
import type { Keyring, SealedMasked, TenantKeys } from './port.ts';
import { maskedColumns, type SealedColumns, sealedColumns } from './sealed-columns.ts';

/** Values rewrapped in one write unless the caller wants fewer, so that writes of a running vault do not wait long. */
const usualBatch = 200;

/** Passes over a table. A process that had not heard of the newest version leaves values behind the first time, not twice. */
const passes = 3;

type Row = Readonly<Record<string, SqlValue>>;

/** How masked forms, which have no data key, are opened and sealed again. */
export interface MaskedForms {
  /** The columns of a row that this needs. */
  select: string;
  reseal(keys: TenantKeys, row: Row): SealedMasked;
}

export interface RewrapOptions {
  /** The data database. */
  store: Store;
  keyring: Keyring;
  tenantId: string;
  masked: MaskedForms;
  /** Values rewrapped in one write. Between two of them the thread is free for others. */
  batch?: number;
  /** Called before the first batch and after each: how many values of how many were looked after. */
  progress(done: number, total: number): void;
}

/** What became of a tenant's values. */
export interface Rewrapped {
  rewrapped: number;
  /** Values that do not open under the version they name: damaged, or that version is gone. `audit verify` says which. */
  failed: number;
}

/** Values of one kind, and what takes the place of what a row holds of them. */
interface Kind extends Pick<SealedColumns, 'table' | 'key' | 'kekVersion'> {
  /** The column beside the version that is replaced. */
  replaced: string;
  select: string;
  renew(keys: TenantKeys, row: Row): { kekVersion: number; bytes: Uint8Array };
}

const bytesIn = (row: Row, column: string): Uint8Array => {
  const value = row[column];
  if (value instanceof Uint8Array) return value;
  throw new RangeError(`The column ${column} holds no bytes.`);
};

const dataKeys = ({ table, key, kekVersion, wrappedDek }: SealedColumns): Kind => ({
  table,
  key,
  kekVersion,
  replaced: wrappedDek,
  select: wrappedDek,
  renew: (keys, row) => {
    const old = { kekVersion: Number(row.kek_version_read), wrappedDek: bytesIn(row, wrappedDek) };
    const fresh = keys.rewrap(old);
    return { kekVersion: fresh.kekVersion, bytes: fresh.wrappedDek };
  },
});

const maskedForms = ({ select, reseal }: MaskedForms): Kind => ({
  ...maskedColumns,
  replaced: maskedColumns.sealed,
  select,
  renew: (keys, row) => {
    const { kekVersion, box } = reseal(keys, row);
    return { kekVersion, bytes: box };
  },
});

const renewRow = (
  { table, key, kekVersion, replaced, renew }: Kind,
  tenant: Uint8Array,
  keys: TenantKeys,
  row: Row,
): Statement => {
  const fresh = renew(keys, row);
  return {
    // Compared with what was read: a value that was written meanwhile is newer than this one and wins.
    sql: `update ${table} set ${kekVersion} = ?, ${replaced} = ?
      where tenant_id = ? and ${key} = ? and ${kekVersion} = ? and ${replaced} = ?`,
    parameters: [
      fresh.kekVersion,
      fresh.bytes,
      tenant,
      row.row_key ?? null,
      row.kek_version_read ?? null,
      bytesIn(row, replaced),
    ],
  };
};

/**
 * Wraps the data keys of a tenant under the KEK version that seals now, and seals masked forms anew. Values themselves stay as they
 * are encrypted. What has the version already is passed over, so stopping at any moment loses nothing and the next run goes on; a
 * vault may serve meanwhile.
 */
export const rewrapTenant = async (options: RewrapOptions): Promise<Rewrapped> => {
  const { store, keyring, tenantId, masked, batch = usualBatch, progress } = options;
  const tenant = tenantBytes(tenantId);
  const keys = keyring.tenant(tenantId);
  const newest = keys.sealingVersion();
  const kinds = [...sealedColumns.map(dataKeys), maskedForms(masked)];
  let rewrapped = 0;
  let failed = 0;

  const left = async ({ table, kekVersion }: Kind): Promise<number> => {
    const [row] = await store.rows<{ n: number }>(
      `select count(*) as n from ${table} where tenant_id = ? and ${kekVersion} < ?`,
      [tenant, newest],
    );
    return row?.n ?? 0;
  };
  const counts = await Promise.all(kinds.map(left));
  const total = counts.reduce((sum, n) => sum + n, 0);
  progress(0, total);

  const pass = async (kind: Kind): Promise<void> => {
    const { table, key, kekVersion, select } = kind;
    failed = 0;
    let after: SqlValue | undefined;
    for (;;) {
      const rows = await store.rows<Row>(
        `select ${key} as row_key, ${kekVersion} as kek_version_read, ${select} from ${table}
          where tenant_id = ? and ${kekVersion} < ?${after === undefined ? '' : ` and ${key} > ?`}
          order by ${key} limit ${batch}`,
        [tenant, newest, ...(after === undefined ? [] : [after])],
      );
      if (rows.length === 0) return;
      // This may take long, and a version that was made and settled meanwhile may have had the one used here destroyed.
      await keyring.refresh();
      const write: Statement[] = [];
      for (const row of rows) {
        try {
          write.push(renewRow(kind, tenant, keys, row));
        } catch (error) {
          // The vault was sealed or stood still meanwhile: that says nothing about the value.
          if (error instanceof RootKeyError || error instanceof StoreError) throw error;
          failed += 1;
        }
      }
      if (write.length > 0) await store.commit(write);
      rewrapped += write.length;
      progress(Math.min(rewrapped + failed, total), total);
      after = rows.at(-1)?.row_key;
    }
  };

  let lost = 0;
  for (const kind of kinds) {
    for (let n = 1; n <= passes; n++) {
      await pass(kind);
      if ((await left(kind)) <= failed) break;
    }
    lost += failed;
  }
  return { rewrapped, failed: lost };
};
