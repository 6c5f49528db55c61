import { idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { idColumn } from '../store/columns.ts';
import type { SqlValue, Statement, Store } from '../store/port.ts';
import { type AuditSeal, rootHash, type SealedRow, sealMac } from './seal.ts';

/** Rows sealed in one write. */
const most = 5000;

/** What stands for "another process sealed these rows" when a write comes back. */
const overtaken = 'overtaken';

/** The newest seal of a tenant: written down elsewhere, it shows when the end of the chain was cut off. */
export interface Head {
  tenantId: string;
  seal: number;
  mac: Uint8Array;
}

const insertSeal = (seal: AuditSeal, mac: Uint8Array): Statement => ({
  sql: `insert into audit_seals (tenant_id, seal, first_row, last_row, row_count, root, mac, created_at)
    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  parameters: [
    idColumn(seal.tenantId),
    seal.seal,
    seal.firstRow,
    seal.lastRow,
    seal.rowCount,
    seal.root,
    mac,
    seal.createdAt,
  ],
  guard: { changes: 1, otherwise: overtaken },
});

/**
 * Seals audit rows in batches. Every process may run it: whoever comes second with a seal finds its number taken and leaves the
 * rows to the first. Each batch takes all rows of all tenants up to its end, so the last sealed row says where to go on.
 */
export const sealer = ({ store, keyring, clock }: { store: Store; keyring: Keyring; clock: () => number }) => {
  const heads = new Map<string, Head>();

  const number = async (sql: string): Promise<number> => {
    const [row] = await store.rows<{ n: number | null }>(sql);
    return row?.n ?? 0;
  };

  const headOf = async (tenantId: string) => {
    const [row] = await store.rows<{ seal: number; mac: Uint8Array; last_row: number }>(
      'select seal, mac, last_row from audit_seals where tenant_id = ? order by seal desc limit 1',
      [idColumn(tenantId)],
    );
    return row;
  };

  /** A seal over rows behind `start`, unless another process has sealed them since `start` was read. */
  const sealRows = async (tenantId: string, start: number, rows: readonly SealedRow[]) => {
    const root = rootHash();
    for (const row of rows) root.add(row);
    const previous = await headOf(tenantId);
    if (previous && previous.last_row > start) return undefined;
    const seal: AuditSeal = {
      tenantId,
      seal: (previous?.seal ?? 0) + 1,
      firstRow: rows[0]?.n ?? 0,
      lastRow: rows.at(-1)?.n ?? 0,
      rowCount: rows.length,
      root: root.digest(),
      createdAt: clock(),
    };
    const mac = sealMac(keyring.tenant(tenantId), seal, previous?.mac);
    return { statement: insertSeal(seal, mac), head: { tenantId, seal: seal.seal, mac } };
  };

  /** Seals up to `most` rows behind those that are sealed; gives how many it read. */
  const sealBatch = async (end: number): Promise<number> => {
    const start = await number('select max(last_row) as n from audit_seals');
    const parameters: SqlValue[] = [start, end, most];
    const rows = await store.rows<SealedRow & { tenant_id: Uint8Array }>(
      'select n, tenant_id, mac from audit where n > ? and n <= ? order by n limit ?',
      parameters,
    );
    const byTenant = Map.groupBy(rows, ({ tenant_id }) => idToText(tenant_id));
    const made: NonNullable<Awaited<ReturnType<typeof sealRows>>>[] = [];
    for (const [tenantId, own] of byTenant) {
      // The rows of a tenant without keys are on their way out.
      if (!keyring.has(tenantId)) continue;
      const seal = await sealRows(tenantId, start, own);
      if (!seal) return 0;
      made.push(seal);
    }
    if (made.length === 0) return 0;
    const failed = await store.commit(made.map(({ statement }) => statement));
    if (failed === overtaken) return 0;
    for (const { head } of made) heads.set(head.tenantId, head);
    return rows.length;
  };

  return {
    /** Seals every row that is there by now. */
    seal: async (): Promise<void> => {
      const end = await number('select max(n) as n from audit');
      if (end <= (await number('select max(last_row) as n from audit_seals'))) return;
      await store.settle('audit');
      for (;;) if ((await sealBatch(end)) < most) return;
    },
    /** The newest seals of tenants that got one since this was last asked. */
    newHeads: (): Head[] => {
      const found = [...heads.values()];
      heads.clear();
      return found;
    },
  };
};
