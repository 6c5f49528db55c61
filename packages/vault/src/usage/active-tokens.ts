import { idColumn } from '../store/columns.ts';
import type { Statement, Store, Write } from '../store/port.ts';
import { monthOf } from './month.ts';

/** Counts one more token as active in a month. For a new token, include it in the write that creates the row. */
export const countActive = ({ shard }: { shard: number }, tenantId: string, month: number): Statement => ({
  sql: `insert into active_counts (tenant_id, month, shard, n) values (?, ?, ?, 1)
    on conflict (tenant_id, month, shard) do update set n = active_counts.n + 1`,
  parameters: [idColumn(tenantId), month, shard],
});

/** A token that was read or changed. */
interface Active {
  tenantId: string;
  id: string;
  /** The month in which it was last counted as active, such as 202201. */
  activeMonth: number;
}

/** The outcome of a write when the token is already counted in this month. */
const counted = 'counted';

/** How many tokens may wait to be counted; beyond that they are counted at once. */
const most = 1000;

/**
 * Counts each token that was read or changed once a month. The row of a token holds the month in which it was last counted; the
 * process that updates it adds to the counter. Counts are written at the next `flush`. A crash loses those of the last second, and
 * the next read of such a token counts it.
 */
export const activeTokens = (services: { store: Store; clock: () => number; shard: number }) => {
  const waiting = new Map<string, Write>();
  let writing = Promise.resolve();

  const count = ({ tenantId, id }: Active, month: number): Write => [
    {
      sql: 'update tokens set active_month = ? where tenant_id = ? and id = ? and active_month < ?',
      parameters: [month, idColumn(tenantId), idColumn(id), month],
      guard: { changes: 1, otherwise: counted },
    },
    countActive(services, tenantId, month),
  ];

  const write = async (): Promise<void> => {
    const writes = [...waiting].map(async ([name, statements]) => {
      await services.store.commit(statements);
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
    /** Tokens that were read or changed just now. Gives what to wait for, if too many wait to be counted. */
    add: (tokens: readonly Active[]): Promise<void> | undefined => {
      const month = monthOf(services.clock());
      for (const token of tokens) {
        if (token.activeMonth < month) waiting.set(`${token.tenantId} ${token.id} ${month}`, count(token, month));
      }
      return waiting.size > most ? flush() : undefined;
    },
  };
};

export type ActiveTokens = ReturnType<typeof activeTokens>;
