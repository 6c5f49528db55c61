import type { Wire } from '@tessera/contract';
import type { Effort } from '../effort/effort.ts';
import { idFromText } from '../ids.ts';
import { invalidAll } from '../problem.ts';
import type { Reads } from '../store/port.ts';
import {
  type LogFilter,
  type LogPlace,
  type LogRow,
  logColumns,
  logCondition,
  placeBehind,
  stride,
  viewLog,
} from './logs.ts';

/** Steps for each entry whose trace id is compared, in the index. */
const perEntry = 150;

/** How long before and after its time a request that was given its id by the vault leaves entries: clocks differ, and code runs on. */
const around = { before: 60_000, after: 60 * 60_000 };

/** When the vault drew a trace id, if it did: those are UUIDs of version 7. */
const drawnAt = (trace: string): number | undefined => {
  const bytes = idFromText(trace);
  if (!bytes || (bytes[6] ?? 0) >>> 4 !== 7) return undefined;
  return Buffer.from(bytes).readUIntBE(0, 6);
};

/** The time in which entries of a trace id are looked for, where nobody has named one. */
export const withTimeOfTrace = (filter: LogFilter): LogFilter => {
  const { trace, from, before } = filter;
  const at = trace === undefined ? undefined : drawnAt(trace);
  if (at === undefined || from !== undefined || before !== undefined) return filter;
  return { ...filter, from: at - around.before, before: at + around.after };
};

const tooMany = () => {
  const message = 'More entries lie in this time than one request looks through. Name a shorter time.';
  return invalidAll({ start_date: [message], end_date: [message] });
};

/**
 * A page of the entries that one request left, newest first. No index leads to them: that would be one more to write with each entry. The
 * trace ids lie in the index of times, which is walked in strides.
 */
export const listOfTrace = async (
  { reads, effort }: { reads: Reads; effort: Pick<Effort, 'charge'> },
  tenantId: string,
  filter: LogFilter,
  trace: string,
  { start, limit, details }: { start: LogPlace | undefined; limit: number; details: boolean },
): Promise<{ entries: Wire['Log'][]; next: LogPlace | undefined }> => {
  const charge = (steps: number): void => {
    try {
      effort.charge(steps);
    } catch {
      throw tooMany();
    }
  };
  const conditionAt = (place: LogPlace | undefined) => logCondition(tenantId, filter, place);
  const found: LogRow[] = [];
  let place = start;
  do {
    const { sql, parameters, order } = conditionAt(place);
    charge(stride * perEntry);
    const end = await placeBehind({ reads, effort: { charge } }, conditionAt, stride, place);
    const [until, bounds]: [string, number[]] = end
      ? [' and created_at >= ? and (created_at > ? or n >= ?)', [end.createdAt, end.createdAt, end.n]]
      : ['', []];
    found.push(
      ...(await reads.rows<LogRow>(
        `select ${logColumns} from audit where ${sql}${until} and trace = ? order by ${order} limit ?`,
        [...parameters, ...bounds, trace, limit + 1 - found.length],
      )),
    );
    place = end;
  } while (place && found.length <= limit);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return {
    entries: rows.map(viewLog(tenantId, details)),
    next: last && { createdAt: last.created_at, n: last.n },
  };
};
