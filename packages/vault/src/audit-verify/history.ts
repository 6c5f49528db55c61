import { idColumn } from '../store/columns.ts';
import type { Store } from '../store/port.ts';
import { examineToken, tokensById } from './examine-token.ts';
import type { Verification } from './finding.ts';
import type { StoredRow } from './stored-row.ts';
import { lastWrites, type TokenWrite } from './token-writes.ts';
import { isRecord } from './verify-records.ts';

/** What is wrong with a write that follows another, in words; `undefined` when nothing is. */
const objection = (write: TokenWrite, previous: TokenWrite | undefined): string | undefined => {
  const alive = previous !== undefined && previous.operation !== 'delete';
  if (write.operation === 'create') {
    if (alive) return 'makes a token that is there already';
    return write.version === 1 ? undefined : 'makes a token with a version other than 1';
  }
  if (!alive) return 'updates a token that is not there';
  const expected = (previous.version ?? 0) + 1;
  return write.version === expected ? undefined : `tells of version ${write.version} where ${expected} should follow`;
};

/** Whether the very same state was written before: a row that was copied to make it look current. */
const isReplay = async (store: Store, tenantId: string, { n, entity_id, digest }: TokenWrite): Promise<boolean> => {
  const rows = await store.rows(
    `select n from audit where tenant_id = ? and entity_id = ? and operation not in ('read', 'use') and digest = ? and n < ? limit 1`,
    [idColumn(tenantId), entity_id, digest, n],
  );
  return rows.length > 0;
};

/** Checks that consecutive rows of a tenant continue the histories of their tokens, and that tokens they make are there. */
export const verifyHistory = async (
  verification: Verification,
  tenantId: string,
  rows: readonly StoredRow[],
): Promise<void> => {
  const { store, report } = verification;
  const states = rows.filter(({ digest, entity_type }) => digest !== null && !isRecord(entity_type));
  const [first] = rows;
  if (states.length === 0 || !first) return;
  const previous = await lastWrites(store, tenantId, [...new Set(states.map((row) => row.entity_id))], first.n);
  for (const row of rows) {
    if (isRecord(row.entity_type)) continue;
    if (row.operation === 'read' || (row.digest === null && row.operation !== 'delete')) continue;
    const before = previous.get(row.entity_id);
    previous.set(row.entity_id, row);
    if (row.digest === null) continue;
    const copied = row.operation === 'create' && before !== undefined && (await isReplay(store, tenantId, row));
    const wrong = objection(row, before) ?? (copied ? 'repeats an older row' : undefined);
    if (wrong === undefined) continue;
    const message = `Row ${row.n} ${wrong} (token ${row.entity_id}).`;
    await report({ kind: 'history-broken', tenantId, row: row.n, tokenId: row.entity_id, message });
  }

  const made = states.filter(({ operation }) => operation === 'create').map((row) => row.entity_id);
  const there = await tokensById(store, tenantId, made);
  const ends = await lastWrites(
    store,
    tenantId,
    made.filter((id) => !there.has(id)),
  );
  for (const [tokenId, { operation }] of ends) {
    if (operation !== 'delete') await examineToken(verification, tenantId, tokenId);
  }
};
