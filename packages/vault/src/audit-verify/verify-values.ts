import { tenantBytes } from '../keys/key-store.ts';
import { sealedColumns } from '../keys/sealed-columns.ts';
import type { SqlValue } from '../store/port.ts';
import type { Verification } from './finding.ts';

/** Values read at once. */
const page = 500;

interface Row {
  k: SqlValue;
  kek_version: number;
  wrapped_dek: Uint8Array;
}

/** Opens the data keys of everything that is sealed for a tenant beside its tokens. */
export const verifyValues = async ({ store, keyring, report }: Verification, tenantId: string): Promise<void> => {
  if (!keyring.has(tenantId)) return;
  const keys = keyring.tenant(tenantId);
  const opens = ({ kek_version: kekVersion, wrapped_dek: wrappedDek }: Row): boolean => {
    try {
      keys.rewrap({ kekVersion, wrappedDek });
      return true;
    } catch {
      return false;
    }
  };

  for (const { table, key, kekVersion, wrappedDek, what } of sealedColumns) {
    if (table === 'tokens') continue;
    let closed = 0;
    let rows: Row[] = [];
    do {
      const after: SqlValue[] = rows.length > 0 ? [rows.at(-1)?.k ?? null] : [];
      rows = await store.rows<Row>(
        `select ${key} as k, ${kekVersion} as kek_version, ${wrappedDek} as wrapped_dek from ${table}
          where tenant_id = ? and ${kekVersion} is not null${after.length > 0 ? ` and ${key} > ?` : ''}
          order by ${key} limit ${page}`,
        [tenantBytes(tenantId), ...after],
      );
      closed += rows.filter((row) => !opens(row)).length;
    } while (rows.length === page);
    if (closed === 0) continue;
    await report({ kind: 'value-unreadable', tenantId, message: `${closed} ${what} cannot be opened.` });
  }
};
