import { idToText } from '../ids.ts';
import type { Isolate } from '../isolate.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { Statement } from '../store/port.ts';

/** Rows that end at a time of their own, each with an audit row about its end. */
export interface Expiring<Row extends { tenant_id: Uint8Array }> {
  /** What a failure is called in the log and in metrics. */
  work: string;
  /** Those whose time has come, at most `limit` of them, of all tenants but those named. */
  expired(limit: number, without: readonly string[]): Promise<Row[]>;
  /** Deletes rows of one tenant in one write. `false` when somebody else changed or deleted one of them first, with nothing done. */
  remove(rows: readonly Row[]): Promise<boolean>;
}

/** Rows deleted in one write; the next write takes the next ones. */
const batch = 200;

/**
 * Deletes what has expired, tenant by tenant: all in one write, or one by one when that fails, so that a damaged row keeps no other one
 * from being deleted. A tenant some of whose rows could not be deleted, or were changed by somebody else meanwhile, waits for the
 * next time and keeps no other tenant waiting. Rows of a tenant whose keys are destroyed are left to `purgeTenants`: without keys no
 * audit row can be written.
 */
export const sweepExpired = async <Row extends { tenant_id: Uint8Array }>(
  { keyring }: Pick<Services, 'keyring'>,
  isolate: Isolate,
  { work, expired, remove }: Expiring<Row>,
): Promise<void> => {
  const deleteOf = async (tenantId: string, rows: readonly Row[]): Promise<boolean> => {
    let finished = false;
    const together = async () => {
      finished = await remove(rows);
    };
    if (await isolate(work, together, tenantId)) return finished;
    for (const row of rows.length > 1 ? rows : []) await isolate(work, () => remove([row]), tenantId);
    return false;
  };
  const waiting: string[] = [];
  for (;;) {
    const rows = await expired(batch, waiting);
    for (const [tenantId, own] of Map.groupBy(rows, ({ tenant_id }) => idToText(tenant_id))) {
      const isDone = keyring.has(tenantId) && (await deleteOf(tenantId, own));
      if (!isDone) waiting.push(tenantId);
    }
    if (rows.length < batch) return;
  }
};

interface Ended {
  tenant_id: Uint8Array;
  id: Uint8Array;
}

/** Sweeps a table whose rows are removed by their ids alone. */
export const sweepEnded = (
  services: Pick<Services, 'keyring' | 'store' | 'clock'>,
  isolate: Isolate,
  table: 'token_intents' | 'client_keys',
  work: string,
  remove: (row: Ended) => readonly Statement[],
): Promise<void> =>
  sweepExpired<Ended>(services, isolate, {
    work,
    expired: async (limit, without) => {
      const others = without.length > 0 ? `and tenant_id not in (${without.map(() => '?').join(', ')})` : '';
      return await services.store.rows<Ended>(
        `select tenant_id, id from ${table} where expires_at <= ? ${others} limit ?`,
        [services.clock(), ...without.map(idColumn), limit],
      );
    },
    remove: async (rows) => (await services.store.commit(rows.flatMap(remove))) === undefined,
  });
