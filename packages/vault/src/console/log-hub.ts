import { type LogRow, logColumns, viewLog } from '../audit/logs.ts';
import { idToText } from '../ids.ts';
import { errorFields, type Log } from '../log/log.ts';
import { ApiError } from '../problem.ts';
import { idColumn } from '../store/columns.ts';
import type { Store } from '../store/port.ts';
import type { After } from '../timers.ts';
import { type LogReader, logReader } from './log-reader.ts';

/** Milliseconds between looks at the audit, and between signs of life, at which it is also asked whether the reader may go on. */
const every = { look: 1000, beat: 15_000 };

/** Rows of all tenants that one look takes. Where more were written, the others are passed over, and readers are told. */
const batch = 2000;

/** Entries that a reader who comes back is given; one who missed more is told so. */
const mostMissed = 500;

/** Readers that one operator may have at the same time, and all of them together. */
const mostReaders = { own: 3, all: 200 };

interface Wish {
  tenantId: string;
  operatorId: string;
  /** The number of the last entry that the reader has seen. */
  since: number | undefined;
  /** Whether the reader may still read this. */
  alive(): Promise<boolean>;
}

interface Entry extends Wish {
  reader: LogReader;
}

/** The time from the first reader to the last. What was begun in one that is over tells nobody of the next. */
interface Round {
  /** Readers have been told of the rows up to this one, or were there later. */
  last: number;
  isOver: boolean;
  /** What ends the timers, by what they run. */
  stops: Map<(round: Round) => Promise<void>, () => void>;
}

type AuditRow = LogRow & { tenant_id: Uint8Array };

/** What the hub asks the store for. */
export type HubStore = Pick<Store, 'rows' | 'settle'>;

/**
 * Follows the audit for all who read it live. However many those are, there is one look a second, and none while there is nobody.
 */
export const logHub = ({ store, after, log }: { store: HubStore; after: After; log: Log }) => {
  const entries = new Set<Entry>();
  let round: Round | undefined;

  const leave = (entry: Entry) => {
    entries.delete(entry);
    if (entries.size > 0 || !round) return;
    round.isOver = true;
    for (const stop of round.stops.values()) stop();
    round = undefined;
  };

  /** The number of the newest row. A database may show rows in another order than that of their numbers: after this, none with a lower one. */
  const newest = async (known?: number): Promise<number> => {
    const [row] = await store.rows<{ n: number | null }>('select max(n) as n from audit');
    const n = row?.n ?? 0;
    if (n !== known) await store.settle('audit');
    return n;
  };

  const look = async (current: Round): Promise<void> => {
    const end = await newest(current.last);
    if (end === current.last) return;
    const rows = await store.rows<AuditRow>(
      `select tenant_id, ${logColumns} from audit where n > ? and n <= ? order by n limit ${batch}`,
      [current.last, end],
    );
    if (current.isOver) return;
    for (const row of rows) {
      const tenantId = idToText(row.tenant_id);
      for (const entry of entries)
        if (entry.tenantId === tenantId) entry.reader.tell(row.n, viewLog(tenantId, true)(row));
    }
    current.last = end;
    if (rows.length === batch) for (const { reader } of entries) reader.gap();
  };

  const beat = async (current: Round): Promise<void> => {
    for (const entry of [...entries]) {
      const isAlive = await entry.alive();
      if (current.isOver) return;
      if (isAlive) entry.reader.beat();
      else entry.reader.end();
    }
  };

  const again = (current: Round, milliseconds: number, run: (current: Round) => Promise<void>): void => {
    const stop = after(milliseconds, () => {
      run(current)
        .catch((error: unknown) => log.error(errorFields(error), 'the log could not be followed'))
        .finally(() => !current.isOver && again(current, milliseconds, run));
    });
    current.stops.set(run, stop);
  };

  const begin = (last: number): Round => {
    const begun: Round = { last, isOver: false, stops: new Map() };
    again(begun, every.look, look);
    again(begun, every.beat, beat);
    return begun;
  };

  /** What a reader who comes back has missed, up to where the looks begin. */
  const catchUp = async ({ tenantId, since, reader }: Entry, end: number): Promise<void> => {
    if (since === undefined || since >= end) return;
    const rows = await store.rows<LogRow>(
      `select ${logColumns} from audit where tenant_id = ? and n > ? and n <= ? order by n desc limit ${mostMissed + 1}`,
      [idColumn(tenantId), since, end],
    );
    if (rows.length > mostMissed) return reader.gap();
    reader.before(rows.toReversed().map((row) => [row.n, viewLog(tenantId, true)(row)] as const));
  };

  return {
    /** Begins to tell a reader what is recorded from now on, after what was missed. Throws 422 where there are too many. */
    open: async (wish: Wish): Promise<AsyncIterable<Uint8Array>> => {
      const end = round?.last ?? (await newest());
      const own = [...entries].filter(({ operatorId }) => operatorId === wish.operatorId).length;
      if (own >= mostReaders.own || entries.size >= mostReaders.all) {
        throw new ApiError('limit-reached', 'The log is followed in as many windows as may. Close one of them.');
      }
      const entry: Entry = { ...wish, reader: logReader(() => leave(entry)) };
      entries.add(entry);
      round ??= begin(end);
      try {
        await catchUp(entry, round.last);
      } catch (error) {
        leave(entry);
        throw error;
      }
      return entry.reader.body;
    },
    close: () => {
      for (const { reader } of [...entries]) reader.close();
    },
  };
};

export type LogHub = ReturnType<typeof logHub>;
