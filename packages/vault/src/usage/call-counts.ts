import { idColumn } from '../store/columns.ts';
import type { Reads, Statement, Store } from '../store/port.ts';

const hour = 60 * 60 * 1000;

/** Hours that are shown, the current one included. */
const shown = 24;

/** Hours after which counts are forgotten. */
const kept = 48;

/** Counters that may wait to be written. While the store takes nothing for so long that there are more, the oldest are given up. */
const most = 10_000;

/** How the calls of a tenant were answered in an hour: all of them, those that were refused (4xx) and those that failed (5xx). */
interface Counts {
  answered: number;
  refused: number;
  failed: number;
}

interface Waiting extends Counts {
  tenantId: string;
  hour: number;
}

const upsert = (shard: number, { tenantId, hour: at, answered, refused, failed }: Waiting): Statement => ({
  sql: `insert into call_counts (tenant_id, hour, shard, answered, refused, failed) values (?, ?, ?, ?, ?, ?)
    on conflict (tenant_id, hour, shard) do update set answered = call_counts.answered + excluded.answered,
      refused = call_counts.refused + excluded.refused, failed = call_counts.failed + excluded.failed`,
  parameters: [idColumn(tenantId), at, shard, answered, refused, failed],
});

/** Counts calls in memory, and adds them to the store at the next `flush`. A crash loses what was counted since the last one. */
export const callCounts = ({ store, clock, shard }: { store: Store; clock: () => number; shard: number }) => {
  let waiting = new Map<string, Waiting>();
  let writing = Promise.resolve();

  const counterOf = (tenantId: string): Waiting => {
    const at = Math.floor(clock() / hour);
    const name = `${tenantId} ${at}`;
    const known = waiting.get(name);
    if (known) return known;
    const [oldest] = waiting.keys();
    if (oldest !== undefined && waiting.size >= most) waiting.delete(oldest);
    const made = { tenantId, hour: at, answered: 0, refused: 0, failed: 0 };
    waiting.set(name, made);
    return made;
  };
  const add = (tenantId: string, status: number): void => {
    const counter = counterOf(tenantId);
    counter.answered += 1;
    if (status >= 500) counter.failed += 1;
    else if (status >= 400) counter.refused += 1;
  };

  const write = async (): Promise<void> => {
    const taken = waiting;
    if (taken.size === 0) return;
    waiting = new Map();
    try {
      await store.commit([...taken.values()].map((each) => upsert(shard, each)));
    } catch (thrown) {
      // What was counted meanwhile is newer, so it stands behind what waits since before.
      for (const [name, each] of waiting) {
        const before = taken.get(name) ?? { ...each, answered: 0, refused: 0, failed: 0 };
        taken.set(name, {
          ...each,
          answered: before.answered + each.answered,
          refused: before.refused + each.refused,
          failed: before.failed + each.failed,
        });
      }
      waiting = taken;
      throw thrown;
    }
  };

  return {
    /** A call of a tenant was answered just now. */
    add,
    /** Resolves once everything that was added before is written. */
    flush: (): Promise<void> => {
      writing = writing.catch(() => {}).then(write);
      return writing;
    },
  };
};

export type CallCounts = ReturnType<typeof callCounts>;

/** How the calls of a tenant were answered in each hour of the last day, the oldest first; hours without a call are left out. */
export const callsByHour = async (
  reads: Reads,
  tenantId: string,
  now: number,
): Promise<(Counts & { start: number })[]> => {
  const rows = await reads.rows<Counts & { hour: number }>(
    `select hour, sum(answered) as answered, sum(refused) as refused, sum(failed) as failed from call_counts
      where tenant_id = ? and hour > ? group by hour order by hour`,
    [idColumn(tenantId), Math.floor(now / hour) - shown],
  );
  return rows.map(({ hour: at, answered, refused, failed }) => ({ start: at * hour, answered, refused, failed }));
};

/** Removes counts that nobody is shown any more. */
export const forgetCallCounts = (now: number): Statement => ({
  sql: 'delete from call_counts where hour < ?',
  parameters: [Math.floor(now / hour) - kept],
});
