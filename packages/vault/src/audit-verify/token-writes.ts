import { idColumn } from '../store/columns.ts';
import type { SqlValue, Store } from '../store/port.ts';

/** What a row of a write says of a token, or of a record such as an application. */
export interface TokenWrite {
  n: number;
  entity_id: string;
  operation: string;
  version: number | null;
  digest: Uint8Array | null;
}

const questionMarks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** The last write of each of the entities before a row; without `before`, the last of all. */
export const lastWrites = async (
  store: Store,
  tenantId: string,
  entityIds: readonly string[],
  before?: number,
): Promise<Map<string, TokenWrite>> => {
  if (entityIds.length === 0) return new Map();
  const parameters: SqlValue[] = [idColumn(tenantId), ...entityIds];
  if (before !== undefined) parameters.push(before);
  const rows = await store.rows<TokenWrite>(
    `select n, entity_id, operation, version, digest from audit where n in (
      select max(n) from audit where tenant_id = ? and entity_id in (${questionMarks(entityIds)})
        and operation not in ('read', 'use') and operation <> 'expire'${before === undefined ? '' : ' and n < ?'} group by entity_id)`,
    parameters,
  );
  return new Map(rows.map((row) => [row.entity_id, row]));
};
