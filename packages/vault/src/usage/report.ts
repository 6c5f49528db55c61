import type { Wire } from '@tessera/contract';
import { idColumn } from '../store/columns.ts';
import type { Asker, Reads, Store } from '../store/port.ts';
import { wireTime } from '../times.ts';
import type { ActiveTokens } from './active-tokens.ts';
import { monthOf } from './month.ts';

interface Row {
  type: Wire['TokenType'];
  count: number;
  last_created_at: number | null;
}

/** Sums counters and finds the newest token of each kind at the end of an index. Reads no other tokens. */
const countsByType = `
  select type, sum(n) as count, max(newest) as last_created_at from (
    select c.type, c.n, (
      select max(t.created_at) from tokens t
        where t.tenant_id = c.tenant_id and t.classification = c.classification
          and t.impact_level = c.impact_level and t.type = c.type
    ) as newest
    from token_counts c where c.tenant_id = ?
  ) as kinds group by type order by type`;

/** How many tokens of each type a tenant has, and how many of all of them were active in the current month of UTC. */
export const countTokens = async (scans: Reads, tenantId: string, now: number) => {
  const tenant = idColumn(tenantId);
  const rows = await scans.rows<Row>(countsByType, [tenant]);
  const [month] = await scans.rows<{ n: number | null }>(
    'select sum(n) as n from active_counts where tenant_id = ? and month = ?',
    [tenant, monthOf(now)],
  );
  return { rows, activeThisMonth: month?.n ?? 0 };
};

/** What a report needs. */
interface UsageSources {
  store: Store;
  clock: () => number;
  active: ActiveTokens;
  /** The number of active tokens per month that the report shows as included. */
  includedMonthlyActiveTokens: number;
}

/** How many tokens a tenant has, and how many of them were active in the current month of UTC. */
export const usageReport = async (
  { store, clock, active, includedMonthlyActiveTokens }: UsageSources,
  tenantId: string,
  asker: Asker,
): Promise<Wire['TenantUsageReport']> => {
  await active.flush();
  const { rows, activeThisMonth } = await countTokens(store.scans(asker), tenantId, clock());
  const metrics = rows.map(({ type, count, last_created_at: last }): [Wire['TokenType'], Wire['TokenMetrics']] => [
    type,
    { count, ...(last !== null && { last_created_at: wireTime(last) }) },
  ]);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return {
    token_report: {
      metrics_by_type: Object.fromEntries(metrics),
      included_monthly_active_tokens: includedMonthlyActiveTokens,
      monthly_active_tokens: activeThisMonth,
      total_tokens: total,
    },
    total_tokens: total,
  };
};
