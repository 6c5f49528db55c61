import { idColumn } from '../store/columns.ts';
import type { Statement, Write } from '../store/port.ts';
import type { Token } from '../tokens/token.ts';
import type { World } from '../world.ts';
import { monthOf } from './month.ts';

/** Counts one more token as active in a month. For a new token it belongs into the write of its row. */
export const countActive = ({ shard }: Pick<World, 'shard'>, tenantId: string, month: number): Statement => ({
  sql: `insert into active_counts (tenant_id, month, shard, n) values (?, ?, ?, 1)
    on conflict (tenant_id, month, shard) do update set n = active_counts.n + 1`,
  parameters: [idColumn(tenantId), month, shard],
});

type Active = Pick<Token, 'tenantId' | 'id' | 'activeMonth'>;

/** What stands for "this token is counted in this month already" when a write comes back. */
const counted = 'counted';

/** Tokens that wait at most; more of them are counted at once. */
const most = 1000;

/**
 * Notes which tokens were read or changed, and counts each once a month: the month stands in the row of the token, and whoever
 * moves it on counts. Counts are written at the next `flush`; a crash loses those of a second, which the next read makes up for.
 */
export const activeTokens = (world: Pick<World, 'store' | 'clock' | 'shard'>) => {
  const waiting = new Map<string, Write>();
  let writing = Promise.resolve();

  const count = ({ tenantId, id }: Active, month: number): Write => [
    {
      sql: 'update tokens set active_month = ? where tenant_id = ? and id = ? and active_month < ?',
      parameters: [month, idColumn(tenantId), idColumn(id), month],
      guard: { changes: 1, otherwise: counted },
    },
    countActive(world, tenantId, month),
  ];

  const write = async (): Promise<void> => {
    const writes = [...waiting].map(async ([name, statements]) => {
      await world.store.commit(statements);
      waiting.delete(name);
    });
    await Promise.all(writes);
  };

  /** Resolves once everything that was added before is counted. */
  const flush = (): Promise<void> => {
    writing = writing.catch(() => {}).then(write);
    return writing;
  };

  return {
    flush,
    /** Tokens that were read or changed just now. */
    add: async (tokens: readonly Active[]): Promise<void> => {
      const month = monthOf(world.clock());
      for (const token of tokens) {
        if (token.activeMonth < month) waiting.set(`${token.tenantId} ${token.id} ${month}`, count(token, month));
      }
      if (waiting.size > most) await flush();
    },
  };
};

export type ActiveTokens = ReturnType<typeof activeTokens>;
