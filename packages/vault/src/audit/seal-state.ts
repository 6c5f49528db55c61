import { idColumn } from '../store/columns.ts';
import type { Reads } from '../store/port.ts';

/** Entries of all tenants, behind the last sealed one, among which one of the tenant is looked for. */
const most = 10_000;

/** The newest seal of a tenant, and when its oldest entry was made that no seal covers. Times are milliseconds. */
export interface SealState {
  seal: number | undefined;
  sealedAt: number | undefined;
  unsealedSince: number | undefined;
}

export const sealStateOf = async (reads: Reads, tenantId: string): Promise<SealState> => {
  const tenant = idColumn(tenantId);
  const [last] = await reads.rows<{ seal: number; created_at: number }>(
    'select seal, created_at from audit_seals where tenant_id = ? order by seal desc limit 1',
    [tenant],
  );
  // A batch of seals covers all tenants up to its end.
  const [waiting] = await reads.rows<{ created_at: number }>(
    `select created_at from (
        select n, tenant_id, created_at from audit
          where n > (select coalesce(max(last_row), 0) from audit_seals) order by n limit ${most}
      ) as behind where tenant_id = ? order by n limit 1`,
    [tenant],
  );
  return { seal: last?.seal, sealedAt: last?.created_at, unsealedSince: waiting?.created_at };
};
