import type { AuditSeal } from '../audit/seal.ts';
import { rootHash, type SealedRow, sealMac } from '../audit/seal.ts';
import { idColumn } from '../store/columns.ts';
import type { Finding, Verification } from './finding.ts';

interface SealRow {
  seal: number;
  first_row: number;
  last_row: number;
  row_count: number;
  root: Uint8Array;
  mac: Uint8Array;
  created_at: number;
}

/** Seals read at once. */
const page = 200;

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);

const asSeal = (tenantId: string, row: SealRow): AuditSeal => ({
  tenantId,
  seal: row.seal,
  firstRow: row.first_row,
  lastRow: row.last_row,
  rowCount: row.row_count,
  root: row.root,
  createdAt: row.created_at,
});

/**
 * Holds the rows of one tenant, given in order, against its seals up to the row `end`: each seal must continue the one before it
 * and cover the rows that are there.
 */
export const chainOf = ({ store, keyring, report }: Verification, tenantId: string, end: number) => {
  const keys = keyring.tenant(tenantId);
  let waiting: SealRow[] = [];
  let read = 0;
  let complete = false;
  let previous: { seal: number; mac: Uint8Array } | undefined;
  let checked = 0;
  let unsealed = 0;
  let under = { root: rootHash(), count: 0, forged: false };

  const current = async (): Promise<SealRow | undefined> => {
    if (waiting.length === 0 && !complete) {
      waiting = await store.rows<SealRow>(
        `select seal, first_row, last_row, row_count, root, mac, created_at from audit_seals
          where tenant_id = ? and seal > ? and last_row <= ? order by seal limit ${page}`,
        [idColumn(tenantId), read, end],
      );
      read = waiting.at(-1)?.seal ?? read;
      complete = waiting.length < page;
    }
    return waiting[0];
  };

  const wrong = (row: SealRow): Omit<Finding, 'tenantId' | 'seal'> | undefined => {
    const expected = (previous?.seal ?? 0) + 1;
    if (row.seal !== expected) {
      const gone = row.seal === expected + 1 ? `Seal ${expected}` : `Seals ${expected} to ${row.seal - 1}`;
      return { kind: 'seal-removed', message: `${gone} of the chain cannot be found.` };
    }
    if (!equal(row.mac, sealMac(keys, asSeal(tenantId, row), previous?.mac))) {
      return { kind: 'seal-changed', message: `Seal ${row.seal} was changed, or does not continue the one before it.` };
    }
    const { count, root, forged } = under;
    const rows = `rows ${row.first_row} to ${row.last_row}`;
    const missing = row.row_count - count;
    if (missing > 0) {
      return { kind: 'rows-removed', message: `${missing} of the ${row.row_count} rows under it are gone (${rows}).` };
    }
    if (missing < 0) {
      return { kind: 'rows-added', message: `There are ${-missing} rows more than it covers (${rows}).` };
    }
    // A row whose MAC was edited is told of already.
    if (forged || equal(root.digest(), row.root)) return undefined;
    return { kind: 'rows-reordered', message: `The rows under it are not in the order that was sealed (${rows}).` };
  };

  const finish = async (row: SealRow): Promise<void> => {
    const finding = wrong(row);
    if (finding) await report({ ...finding, tenantId, seal: row.seal });
    previous = row;
    checked += 1;
    under = { root: rootHash(), count: 0, forged: false };
    waiting.shift();
  };

  return {
    take: async (row: SealedRow, genuine: boolean): Promise<void> => {
      let seal = await current();
      while (seal && row.n > seal.last_row) {
        await finish(seal);
        seal = await current();
      }
      if (!seal) {
        unsealed += 1;
        return;
      }
      under.root.add(row);
      under.count += 1;
      under.forged ||= !genuine;
    },
    /** After the last row: how many seals there were, and rows that none covers yet. */
    end: async (): Promise<{ seals: number; unsealed: number }> => {
      for (let seal = await current(); seal; seal = await current()) await finish(seal);
      return { seals: checked, unsealed };
    },
  };
};
