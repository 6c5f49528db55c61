import { idToText } from '../ids.ts';
import { tenantBytes } from '../keys/key-store.ts';
import type { SqlValue } from '../store/port.ts';
import { type TokenRow, tokenFromRow } from '../tokens/rows.ts';
import { compareToken, examineToken, opens } from './examine-token.ts';
import type { Verification } from './finding.ts';
import { lastWrites } from './token-writes.ts';

/** Tokens read at once. */
const page = 500;

/** Holds every token of the tenants against the last write that the audit tells of, and opens it. Gives how many there were. */
export const verifyTokens = async (verification: Verification, tenantIds: readonly string[]): Promise<number> => {
  const { store, keyring, progress, only } = verification;
  const [counted] = await store.rows<{ n: number }>(
    `select count(*) as n from tokens${only === undefined ? '' : ' where tenant_id = ?'}`,
    only === undefined ? [] : [tenantBytes(only)],
  );
  let done = 0;

  const verifyPage = async (tenantId: string, rows: readonly TokenRow[]): Promise<void> => {
    const ids = rows.map((row) => tokenFromRow(row).id);
    const writes = await lastWrites(store, tenantId, ids);
    for (const [index, row] of rows.entries()) {
      const id = ids[index] ?? '';
      const suspicious = compareToken(id, row, writes.get(id)) !== undefined || !opens(verification, row);
      if (suspicious) await examineToken(verification, tenantId, id);
    }
  };

  const verifyTenant = async (tenant: Uint8Array): Promise<void> => {
    let after: Uint8Array | undefined;
    for (;;) {
      const parameters: SqlValue[] = after ? [tenant, after, page] : [tenant, page];
      const rows = await store.rows<TokenRow>(
        `select * from tokens where tenant_id = ?${after ? ' and id > ?' : ''} order by id limit ?`,
        parameters,
      );
      await verifyPage(idToText(tenant), rows);
      done += rows.length;
      progress('tokens', done, counted?.n ?? 0);
      after = rows.at(-1)?.id;
      if (rows.length < page) return;
    }
  };

  for (const tenantId of tenantIds) {
    if (keyring.has(tenantId)) await verifyTenant(tenantBytes(tenantId));
  }
  return done;
};
