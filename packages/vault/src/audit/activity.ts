import { idColumn } from '../store/columns.ts';
import type { Reads } from '../store/port.ts';
import type { AuditEvent } from './audit.ts';

const hour = 60 * 60 * 1000;

/** Hours that are counted, the current one included. */
const shown = 24;

/** Entries that are counted at most, the newest. */
const most = 100_000;

/** What was done in an hour that begins at `start`, by kind. */
export interface HourOfActivity {
  start: number;
  operations: Partial<Record<AuditEvent['operation'], number>>;
}

/**
 * What was done with a tenant's data in the last day, by hour. Of a busy tenant the newest entries are counted alone; `from` is when the
 * oldest of them was made.
 */
export const activityOf = async (
  scans: Reads,
  tenantId: string,
  now: number,
  limit = most,
): Promise<{ from: number; hours: HourOfActivity[] }> => {
  const from = (Math.floor(now / hour) - shown + 1) * hour;
  const rows = await scans.rows<{ hour: number; operation: AuditEvent['operation']; n: number; oldest: number }>(
    `select created_at / ${hour} as hour, operation, count(*) as n, min(created_at) as oldest from (
        select created_at, operation from audit where tenant_id = ? and created_at >= ?
          order by created_at desc, n desc limit ${limit}
      ) as newest group by created_at / ${hour}, operation order by hour`,
    [idColumn(tenantId), from],
  );
  const counted = rows.reduce((sum, { n }) => sum + n, 0);
  const hours = Map.groupBy(rows, (row) => row.hour);
  return {
    from: counted < limit ? from : Math.min(...rows.map(({ oldest }) => oldest)),
    hours: [...hours].map(([at, own]) => ({
      start: at * hour,
      operations: Object.fromEntries(own.map(({ operation, n }) => [operation, n])),
    })),
  };
};
