import type { contract, Handlers, Wire } from '@tessera/contract';
import { entityTypes } from '../audit/entity-types.ts';
import { type LogFilter, type LogPlace, listLogs, logCondition } from '../audit/logs.ts';
import type { Context } from '../context.ts';
import { ApiError, invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { readTime } from '../times.ts';
import { type ListOfCaller, readBoundCursor, writeBoundCursor } from '../tokens/search/bound-cursor.ts';
import { countUpTo, pageView, slice } from './pagination.ts';

const timeOf = (text: string | undefined) => (text === undefined ? undefined : readTime(text));

/** Entries before a page that is found by its number: each of them is passed by on the way to it. */
const deepest = 2_000_000;

/** The number of an entry in the place where cursors have an id. */
const numbered = (n: number): Uint8Array => {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(BigInt(n), 8);
  return bytes;
};

/** Cursors of the logs, each for one API key and one filter. */
const cursors = (
  { keyring }: Pick<Services, 'keyring'>,
  { tenantId, applicationId }: Context['caller'],
  list: LogFilter,
) => {
  const keys = keyring.tenant(tenantId);
  const where: ListOfCaller = { applicationId, list: ['logs', list] };
  return {
    read: (start: string): LogPlace => {
      const cursor = readBoundCursor(keys, start, where);
      if (!cursor)
        throw invalid('start', 'Must be the pagination.next of a page of this list, read with this API key.');
      return { createdAt: cursor.createdAt, n: Number(Buffer.from(cursor.id).readBigUInt64BE(8)) };
    },
    write: ({ createdAt, n }: LogPlace): string => writeBoundCursor(keys, { createdAt, id: numbered(n) }, where),
  };
};

const tooDeep = () =>
  new ApiError(
    'validation',
    `Pages by number end after ${deepest} entries. Go on with start, the pagination.next of a page.`,
    {
      errors: { page: [`Lies behind the first ${deepest} entries.`] },
    },
  );

/** Reading the logs adds no entry to them, because each page would shift the next one. The access log records who read them. */
export const logs = (services: Services): Handlers<typeof contract.logs, Context> => ({
  list: async ({ query, caller, effort, header }) => {
    const { tenantId } = caller;
    await services.reads.flush();
    const filter: LogFilter = {
      entityType: query.entity_type,
      entityId: query.entity_id,
      from: timeOf(query.start_date),
      before: timeOf(query.end_date),
    };
    const { read, write } = cursors(services, caller, filter);
    const place = query.start === undefined ? undefined : read(query.start);
    const reads = services.store.scans(effort);
    let atLeast = false;
    const told = (name: string, value: string): void => {
      atLeast = true;
      header(name, value);
    };
    const total = await countUpTo({ store: reads, header: told }, 'audit', logCondition(tenantId, filter));
    const { offset } = slice(query);
    const page = place ? { ...query, page: 1 } : query;
    if (!place && !atLeast && offset >= total) return pageView(page, total, []);
    if (!place && offset > deepest) throw tooDeep();
    const start = place ? { place } : { entries: offset };
    const { entries, next } = await listLogs({ reads, effort }, tenantId, filter, { start, limit: query.size });
    return pageView(page, total, entries, next && write(next));
  },

  listEntityTypes: () =>
    Object.entries(entityTypes).map(([value, name]) => ({ display_name: name, value: value as Wire['EntityType'] })),
});
