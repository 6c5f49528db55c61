import { idToText } from '../ids.ts';
import type { Reads } from '../store/port.ts';
import { monthOf } from './month.ts';

/** How many tokens and applications each tenant has, and how many tokens were active in the current month of UTC. */
export const usageByTenant = async (reads: Reads, now: number) => {
  const counted = async (sql: string, parameters: number[] = []): Promise<Map<string, number>> => {
    const rows = await reads.rows<{ tenant_id: Uint8Array; n: number }>(`${sql} group by tenant_id`, parameters);
    return new Map(rows.map(({ tenant_id: id, n }) => [idToText(id), n]));
  };
  return {
    tokens: await counted('select tenant_id, sum(n) as n from token_counts'),
    active: await counted('select tenant_id, sum(n) as n from active_counts where month = ?', [monthOf(now)]),
    applications: await counted('select tenant_id, count(*) as n from applications'),
  };
};
