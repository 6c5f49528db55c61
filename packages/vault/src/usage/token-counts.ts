import type { Wire } from '@tessera/contract';
import type { Privacy } from '../access/privacy.ts';
import { idColumn } from '../store/columns.ts';
import type { Statement } from '../store/port.ts';

/**
 * What the counters learn of a token that comes (1) or goes (-1); belongs into the write of its row. A token whose impact level is
 * raised goes from one and comes to another. Counters are read as sums: a single row may well be below zero.
 */
export const countToken = (
  { shard }: { shard: number },
  { tenantId, type, privacy }: { tenantId: string; type: Wire['TokenType']; privacy: Privacy },
  by: 1 | -1,
): Statement => ({
  sql: `insert into token_counts (tenant_id, classification, impact_level, type, shard, n) values (?, ?, ?, ?, ?, ?)
    on conflict (tenant_id, classification, impact_level, type, shard) do update set n = token_counts.n + excluded.n`,
  parameters: [idColumn(tenantId), privacy.classification, privacy.impactLevel, type, shard, by],
});
