import { type LogRow, logColumns, viewLog } from '../audit/logs.ts';
import { idToText } from '../ids.ts';
import { errorFields, type Log } from '../log/log.ts';
import { ApiError } from '../problem.ts';
import { idColumn } from '../store/columns.ts';
import type { Reads } from '../store/port.ts';
import type { After } from '../timers.ts';
import { type LogReader, logReader } from './log-reader.ts';

/** Milliseconds between looks at the audit, and between signs of life, at which it is also asked whether the reader may go on. */
const every = { look: 1000, beat: 15_000 };

/** Rows of all tenants that one look takes. Where more were written, all but the newest are passed over, and readers are told. */
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

type AuditRow = LogRow & { tenant_id: Uint8Array };

/**
 * Follows the audit for all who read it live. However many those are, there is one query a second, and none while there is nobody.
 */
export const logHub = ({ store, after, log }: { store: Reads; after: After; log: Log }) => {
  const entries = new Set<Entry>();
  let last: number | undefined;
  let stopLooking: (() => void) | undefined;
  let stopBeating: (() => void) | undefined;

  const leave = (entry: Entry) => {
    entries.delete(entry);
    if (entries.size > 0) return;
    stopLooking?.();
    stopBeating?.();
    stopLooking = stopBeating = undefined;
    last = undefined;
  };

  const newest = async (): Promise<number> => {
    const [row] = await store.rows<{ n: number | null }>('select max(n) as n from audit');
    return row?.n ?? 0;
  };

  const look = async (): Promise<void> => {
    if (last === undefined) return;
    const rows = await store.rows<AuditRow>(
      `select tenant_id, ${logColumns} from audit where n > ? order by n limit ${batch}`,
      [last],
    );
    for (const row of rows) {
      const tenantId = idToText(row.tenant_id);
      for (const entry of entries) if (entry.tenantId === tenantId) entry.reader.tell(row.n, viewLog(tenantId)(row));
    }
    last = rows.at(-1)?.n ?? last;
    if (rows.length < batch) return;
    last = await newest();
    for (const { reader } of entries) reader.gap();
  };

  const beat = async (): Promise<void> => {
    for (const entry of [...entries]) {
      if (await entry.alive()) entry.reader.beat();
      else entry.reader.end();
    }
  };

  const again = (milliseconds: number, run: () => Promise<void>, keep: (stop: () => void) => void) => {
    const next = () =>
      keep(
        after(milliseconds, () => {
          run()
            .catch((error: unknown) => log.error(errorFields(error), 'the log could not be followed'))
            .finally(() => entries.size > 0 && next());
        }),
      );
    next();
  };

  /** What a reader who comes back has missed, up to where the looks begin. */
  const catchUp = async ({ tenantId, since, reader }: Entry, end: number): Promise<void> => {
    if (since === undefined || since >= end) return;
    const rows = await store.rows<LogRow>(
      `select ${logColumns} from audit where tenant_id = ? and n > ? and n <= ? order by n desc limit ${mostMissed + 1}`,
      [idColumn(tenantId), since, end],
    );
    if (rows.length > mostMissed) return reader.gap();
    reader.before(rows.toReversed().map((row) => [row.n, viewLog(tenantId)(row)] as const));
  };

  return {
    /** Begins to tell a reader what is recorded from now on, after what was missed. Throws 422 where there are too many. */
    open: async (wish: Wish): Promise<AsyncIterable<Uint8Array>> => {
      const own = [...entries].filter(({ operatorId }) => operatorId === wish.operatorId).length;
      if (own >= mostReaders.own || entries.size >= mostReaders.all) {
        throw new ApiError('limit-reached', 'The log is followed in as many windows as may. Close one of them.');
      }
      const entry: Entry = { ...wish, reader: logReader(() => leave(entry)) };
      entries.add(entry);
      try {
        const end = last ?? (await newest());
        last ??= end;
        await catchUp(entry, end);
      } catch (error) {
        leave(entry);
        throw error;
      }
      if (!stopLooking) {
        again(every.look, look, (stop) => {
          stopLooking = stop;
        });
        again(every.beat, beat, (stop) => {
          stopBeating = stop;
        });
      }
      return entry.reader.body;
    },
    close: () => {
      for (const { reader } of [...entries]) reader.end();
    },
  };
};

export type LogHub = ReturnType<typeof logHub>;
