import type { Wire } from '@tessera/contract';
import type { Privacy } from '../access/privacy.ts';
import { idColumn } from '../store/columns.ts';
import type { Statement } from '../store/port.ts';

/**
 * Updates the counters for a token that was added (1) or removed (-1); include it in the write that changes the token's row.
 * Raising the impact level removes the token from one counter and adds it to another. Only the sum of a counter's rows counts: one
 * row may be negative.
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
