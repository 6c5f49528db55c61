import { setImmediate as otherWork } from 'node:timers/promises';
import { idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { idColumn } from '../store/columns.ts';
import type { SqlValue, Statement, Store } from '../store/port.ts';
import { type AuditSeal, rootHash, type SealedRow, sealMac } from './seal.ts';

/** Rows sealed in one write. */
const most = 5000;

/** Rows read at once. Thousands of them would live long enough to make work for the garbage collector. */
const piece = 250;

/** Rows of one tenant that one seal will cover. */
interface Run extends Pick<AuditSeal, 'firstRow' | 'lastRow' | 'rowCount'> {
  root: ReturnType<typeof rootHash>;
}

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

  /** The next seal of a tenant, over rows behind `start`, unless another process has sealed them since `start` was read. */
  const sealRun = async (tenantId: string, start: number, { root, ...rows }: Run) => {
    const previous = await headOf(tenantId);
    if (previous && previous.last_row > start) return undefined;
    const seal: AuditSeal = {
      tenantId,
      seal: (previous?.seal ?? 0) + 1,
      ...rows,
      root: root.digest(),
      createdAt: clock(),
    };
    const mac = sealMac(keyring.tenant(tenantId), seal, previous?.mac);
    return { statement: insertSeal(seal, mac), head: { tenantId, seal: seal.seal, mac } };
  };

  /** Up to `most` rows behind `start`, by tenant. Others are answered between two pieces. */
  const readRuns = async (start: number, end: number) => {
    const runs = new Map<string, Run>();
    let read = 0;
    let last = start;
    for (let more = true; more && read < most; ) {
      const parameters: SqlValue[] = [last, end, piece];
      const rows = await store.rows<SealedRow & { tenant_id: Uint8Array }>(
        'select n, tenant_id, mac from audit where n > ? and n <= ? order by n limit ?',
        parameters,
      );
      for (const row of rows) {
        const tenantId = idToText(row.tenant_id);
        const run = runs.get(tenantId) ?? { root: rootHash(), firstRow: row.n, lastRow: row.n, rowCount: 0 };
        run.root.add(row);
        run.lastRow = row.n;
        run.rowCount += 1;
        runs.set(tenantId, run);
        last = row.n;
      }
      read += rows.length;
      more = rows.length === piece;
      if (more) await otherWork();
    }
    return { runs, read };
  };

  /** Seals up to `most` rows behind those that are sealed; gives how many it read. */
  const sealBatch = async (end: number): Promise<number> => {
    const start = await number('select max(last_row) as n from audit_seals');
    const { runs, read } = await readRuns(start, end);
    // Another process may have made the tenant since this one looked at the keys. What is passed over now is never sealed, so where the keys
    // cannot be read, which other work tells of, it is left to a process that can.
    const isKnown =
      [...runs.keys()].every(keyring.has) ||
      (await keyring.refresh().then(
        () => true,
        () => false,
      ));
    if (!isKnown) return 0;
    const made: NonNullable<Awaited<ReturnType<typeof sealRun>>>[] = [];
    for (const [tenantId, run] of runs) {
      // The rows of a tenant without keys are on their way out.
      if (!keyring.has(tenantId)) continue;
      const seal = await sealRun(tenantId, start, run);
      if (!seal) return 0;
      made.push(seal);
    }
    if (made.length === 0) return 0;
    const failed = await store.commit(made.map(({ statement }) => statement));
    if (failed === overtaken) return 0;
    for (const { head } of made) heads.set(head.tenantId, head);
    return read;
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
