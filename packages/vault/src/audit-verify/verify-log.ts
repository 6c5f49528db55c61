import { rowMark } from '../audit/audit.ts';
import type { Head } from '../audit/sealer.ts';
import { idToText } from '../ids.ts';
import { idColumn } from '../store/columns.ts';
import type { Verification } from './finding.ts';

/** By tenant: how the log names an audit row (`rowMark`), with the trace id of the request that left it. */
type Marks = Map<string, Map<string, string>>;

/** A part of a log, with what it tells of. A log is taken piece by piece, however long it is. */
export interface LogPiece {
  heads: Head[];
  rows: Marks;
  /** When its first and its last line were written, in milliseconds since the epoch. */
  since: number;
  until: number;
}

/** Rows read at once. */
const page = 1000;

/** Marks that are looked for once more, everywhere, at once. */
const mostLeft = 50_000;

/** How long before its line a row was made, at most, and after it: where clocks were set. What is not found then is looked for everywhere. */
const around = { before: 10 * 60_000, after: 60_000 };

const verifyHead = async ({ store, report }: Verification, { tenantId, seal, mac }: Head): Promise<void> => {
  const rows = await store.rows<{ mac: Uint8Array }>('select mac from audit_seals where tenant_id = ? and seal = ?', [
    idColumn(tenantId),
    seal,
  ]);
  if (rows.some((row) => Buffer.from(row.mac).equals(mac))) return;
  const message = `Seal ${seal}, which the log tells of, is not in the chain: it was cut off there, or replaced.`;
  await report({ kind: 'head-missing', tenantId, seal, message });
};

/** Takes from the marks of a tenant those whose rows were made about the time of their lines. */
const dropNear = async (
  { store }: Verification,
  tenantId: string,
  marks: Map<string, string>,
  { since, until }: LogPiece,
): Promise<void> => {
  let place = [since - around.before, 0];
  for (let more = true; more && marks.size > 0; ) {
    const rows = await store.rows<{ created_at: number; n: number; mac: Uint8Array }>(
      `select created_at, n, mac from audit where tenant_id = ? and (created_at, n) > (?, ?) and created_at <= ?
        order by created_at, n limit ${page}`,
      [idColumn(tenantId), ...place, until + around.after],
    );
    for (const { mac } of rows) marks.delete(rowMark(mac));
    const last = rows.at(-1);
    if (last) place = [last.created_at, last.n];
    more = rows.length === page;
  }
};

/** Takes from the marks those whose rows are anywhere. */
const dropAll = async ({ store }: Verification, left: Marks): Promise<void> => {
  for (let place = 0, more = true; more; ) {
    const rows = await store.rows<{ n: number; tenant_id: Uint8Array; mac: Uint8Array }>(
      `select n, tenant_id, mac from audit where n > ? order by n limit ${page}`,
      [place],
    );
    for (const row of rows) left.get(idToText(row.tenant_id))?.delete(rowMark(row.mac));
    place = rows.at(-1)?.n ?? place;
    more = rows.length === page;
  }
};

/**
 * Finds seals and rows of acknowledged writes that a log tells of and that are not there. Gives how many rows are newer than its last line:
 * only the database itself speaks for them.
 */
export const verifyLog = async (
  verification: Verification,
  tenantIds: readonly string[],
  pieces: Iterable<LogPiece>,
): Promise<number> => {
  const { store, keyring, report } = verification;
  let until = 0;
  let left: Marks = new Map();
  let count = 0;

  const settle = async (): Promise<void> => {
    if (count > 0) await dropAll(verification, left);
    for (const [tenantId, marks] of left) {
      for (const trace of marks.values()) {
        const message = `The audit row of request ${trace}, which the log tells of, is not there: its write was lost or removed.`;
        await report({ kind: 'row-missing', tenantId, message });
      }
    }
    left = new Map();
    count = 0;
  };

  for (const piece of pieces) {
    until = Math.max(until, piece.until);
    for (const [tenantId, marks] of piece.rows) {
      await dropNear(verification, tenantId, marks, piece);
      left.set(tenantId, new Map([...(left.get(tenantId) ?? []), ...marks]));
      count += marks.size;
      if (count >= mostLeft) await settle();
    }
    for (const head of piece.heads) await verifyHead(verification, head);
  }
  await settle();

  let unproven = 0;
  for (const tenantId of tenantIds.filter(keyring.has)) {
    const [newer] = await store.rows<{ n: number }>(
      'select count(*) as n from audit where tenant_id = ? and created_at > ?',
      [idColumn(tenantId), until],
    );
    unproven += newer?.n ?? 0;
  }
  return unproven;
};
