import { idToText } from '../ids.ts';
import { columnId, idColumn, updateWhere } from '../store/columns.ts';
import { oneAfterTheOther } from '../store/one-after-the-other.ts';
import type { Reads, Statement } from '../store/port.ts';

/** Rewraps of all tenants that go on at the same time. */
export const mostRunning = 4;

/** Rewraps of a tenant that are listed. */
const mostListed = 20;

/** Milliseconds for which they are listed after their end. */
const keptLife = 30 * 24 * 60 * 60_000;

export type Outcome = 'done' | 'stopped' | 'failed';

/**
 * A rewrap that an operator has begun. It is kept so that any process can show it, stop it, and go on with it when the one that did it has
 * ended. Ids are UUID text, times milliseconds.
 */
export interface Rewrap {
  id: string;
  tenantId: string;
  startedBy: string;
  startedAt: number;
  /** The console that does it; nobody between two. */
  runner: string | undefined;
  /** When that one was there last. */
  seenAt: number;
  done: number;
  /** Nothing before the values were counted. */
  total: number | undefined;
  failed: number;
  endedAt: number | undefined;
  outcome: Outcome | undefined;
}

interface Row {
  id: Uint8Array;
  tenant_id: Uint8Array;
  started_by: Uint8Array;
  started_at: number;
  runner: Uint8Array | null;
  seen_at: number;
  done: number;
  total: number | null;
  failed: number;
  ended_at: number | null;
  outcome: Outcome | null;
}

const rewrapOf = (row: Row): Rewrap => ({
  ...{ id: idToText(row.id), tenantId: idToText(row.tenant_id), startedBy: idToText(row.started_by) },
  ...{ startedAt: row.started_at, runner: columnId(row.runner), seenAt: row.seen_at },
  ...{ done: row.done, total: row.total ?? undefined, failed: row.failed },
  ...{ endedAt: row.ended_at ?? undefined, outcome: row.outcome ?? undefined },
});

const read = async (reads: Reads, rest: string, parameters: Parameters<Reads['rows']>[1]): Promise<Rewrap[]> =>
  (
    await reads.rows<Row>(
      `select id, tenant_id, started_by, started_at, runner, seen_at, done, total, failed, ended_at, outcome
        from key_rewraps where ${rest}`,
      parameters,
    )
  ).map(rewrapOf);

/** Those of a tenant, the newest first. */
export const rewrapsOf = (reads: Reads, tenantId: string): Promise<Rewrap[]> =>
  read(reads, `tenant_id = ? order by started_at desc, id desc limit ${mostListed}`, [idColumn(tenantId)]);

/** The one of a tenant that has not ended. */
export const runningRewrap = async (reads: Reads, tenantId: string): Promise<Rewrap | undefined> =>
  (await read(reads, 'tenant_id = ? and ended_at is null', [idColumn(tenantId)]))[0];

/** Those that have not ended and that nobody was seen to do since a time, the oldest first. */
export const leftRewraps = (reads: Reads, since: number): Promise<Rewrap[]> =>
  read(reads, `ended_at is null and seen_at <= ? order by started_at, id limit ${mostRunning}`, [since]);

/** What stands for "not now" when a write comes back: one of this tenant goes on, or as many as may. */
export const notNow = 'not-now';

/** Keeps a new one, unless one of its tenant goes on, or as many as may. */
export const insertRewrap = ({ id, tenantId, startedBy, startedAt, runner, seenAt }: Rewrap): Statement[] => [
  oneAfterTheOther,
  {
    sql: `insert into key_rewraps (id, tenant_id, started_by, started_at, runner, seen_at, done, failed)
      select ?, ?, ?, ?, ?, ?, 0, 0 where (select count(*) from key_rewraps where ended_at is null) < ${mostRunning}
      on conflict do nothing`,
    parameters: [idColumn(id), idColumn(tenantId), idColumn(startedBy), startedAt, idColumn(runner), seenAt],
    guard: { changes: 1, otherwise: notNow },
  },
];

/** What stands for "it has ended, or another process does it" when a write comes back. */
export const notOurs = 'not-ours';

const ours = ({ id, runner }: Pick<Rewrap, 'id' | 'runner'>) => ({ id: idColumn(id), runner: idColumn(runner) });

/** Notes something of one that goes on. Whatever is written together with it is kept only while this runner does it. */
export const noteRewrap = (
  rewrap: Pick<Rewrap, 'id' | 'runner'>,
  { seenAt, done, total }: Partial<Pick<Rewrap, 'seenAt' | 'done' | 'total'>>,
): Statement => {
  const columns = {
    ...(seenAt !== undefined && { seen_at: seenAt }),
    ...(done !== undefined && { done }),
    ...(total !== undefined && { total }),
  };
  const { sql, parameters } = updateWhere('key_rewraps', columns, ours(rewrap));
  return { sql: `${sql} and ended_at is null`, parameters, guard: { changes: 1, otherwise: notOurs } };
};

/** Hands one that nobody was seen to do to another runner. */
export const takeRewrap = ({ id, seenAt }: Rewrap, runner: string, now: number): Statement => ({
  sql: 'update key_rewraps set runner = ?, seen_at = ? where id = ? and seen_at = ? and ended_at is null',
  parameters: [idColumn(runner), now, idColumn(id), seenAt],
  guard: { changes: 1, otherwise: notOurs },
});

/** Lets another process go on at once with what this one does. */
export const releaseRewraps = (runner: string): Statement => ({
  sql: 'update key_rewraps set runner = null, seen_at = 0 where runner = ? and ended_at is null',
  parameters: [idColumn(runner)],
});

/** Ends one, whoever does it. */
export const endRewrap = (
  { id, tenantId }: Pick<Rewrap, 'id' | 'tenantId'>,
  { endedAt, outcome, failed = 0 }: { endedAt: number; outcome: Outcome; failed?: number },
): Statement => ({
  sql: `update key_rewraps set ended_at = ?, outcome = ?, failed = ?, runner = null
    where id = ? and tenant_id = ? and ended_at is null`,
  parameters: [endedAt, outcome, failed, idColumn(id), idColumn(tenantId)],
  guard: { changes: 1, otherwise: notOurs },
});

export const forgetRewraps = (now: number): Statement => ({
  sql: 'delete from key_rewraps where ended_at <= ?',
  parameters: [now - keptLife],
});
