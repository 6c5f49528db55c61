import { idToText } from '../ids.ts';
import { tenantBytes } from '../keys/key-store.ts';
import { chainOf } from './chain.ts';
import type { Verification } from './finding.ts';
import { verifyHistory } from './history.ts';
import { isGenuine, type StoredRow } from './stored-row.ts';

/** Rows read at once. */
const page = 1000;

/** Rows of all tenants among which those of one are looked for at once. */
const stride = 50_000;

const columns =
  'n, tenant_id, actor_id, actor_type, entity_type, entity_id, operation, created_at, version, digest, destination, reason, origin, trace, changes, mac';

/** Whose row it was before it was moved, if the keys of another tenant know it. */
const ownerOf = (row: StoredRow, { keyring }: Verification, tenantIds: readonly string[]): string | undefined =>
  tenantIds.find((tenantId) => keyring.has(tenantId) && isGenuine(row, tenantId, keyring.tenant(tenantId)));

const describe = (row: StoredRow): string =>
  `${row.operation} of ${row.entity_type} ${row.entity_id} at ${new Date(row.created_at).toISOString()}`;

/** What was looked at. */
export interface RowsVerified {
  rows: number;
  seals: number;
  /** Rows that the next seal will cover. */
  unsealed: number;
}

/**
 * Checks every audit row, the chain of seals over them, and the histories of tokens that they tell. Runs beside a vault that writes:
 * what comes later than the start is left to the next time.
 */
export const verifyRows = async (verification: Verification, tenantIds: readonly string[]): Promise<RowsVerified> => {
  const { store, keyring, report, progress, only } = verification;
  const narrowed = only === undefined ? '' : ' and tenant_id = ?';
  const narrowing = only === undefined ? [] : [tenantBytes(only)];
  const [bounds] = await store.rows<{ sealed: number | null; last: number | null; rows: number }>(
    `select (select max(last_row) from audit_seals) as sealed, max(n) as last, count(*) as "rows" from audit where true${narrowed}`,
    narrowing,
  );
  const { sealed, rows: total } = bounds ?? { sealed: null, rows: 0 };
  const last = bounds?.last ?? 0;
  const chains = new Map(
    tenantIds
      .filter((tenantId) => keyring.has(tenantId))
      .map((tenantId) => [tenantId, chainOf(verification, tenantId, sealed ?? 0)]),
  );
  let rows = 0;

  const verifyRow = async (row: StoredRow): Promise<void> => {
    const tenantId = idToText(row.tenant_id);
    const chain = chains.get(tenantId);
    if (!chain) return;
    const genuine = isGenuine(row, tenantId, keyring.tenant(tenantId));
    await chain.take(row, genuine);
    if (genuine) return;
    const owner = ownerOf(row, verification, tenantIds);
    const how = owner === undefined ? 'was edited or made up' : `belongs to tenant ${owner}, and was moved`;
    const message = `Row ${row.n} (${describe(row)}) ${how}.`;
    await report({ kind: 'row-changed', tenantId, row: row.n, message });
  };

  for (let after = 0; after < last; ) {
    // Rows of one tenant may be few among those of others: no statement passes by more than so many.
    const end = only === undefined ? last : Math.min(after + stride, last);
    const found = await store.rows<StoredRow>(
      `select ${columns} from audit where n > ? and n <= ?${narrowed} order by n limit ${page}`,
      [after, end, ...narrowing],
    );
    for (const row of found) await verifyRow(row);
    for (const [tenantId, own] of Map.groupBy(found, (row) => idToText(row.tenant_id))) {
      if (chains.has(tenantId)) await verifyHistory(verification, tenantId, own);
    }
    rows += found.length;
    progress('audit rows', rows, total);
    after = found.length < page ? end : (found.at(-1)?.n ?? end);
  }

  const ends = await Promise.all([...chains.values()].map((chain) => chain.end()));
  return {
    rows,
    seals: ends.reduce((sum, { seals }) => sum + seals, 0),
    unsealed: ends.reduce((sum, { unsealed }) => sum + unsealed, 0),
  };
};
