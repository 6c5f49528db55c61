import type { contract, Handlers, Wire } from '@tessera/contract';
import { entityTypes } from '../audit/entity-types.ts';
import { listOfTrace, withTimeOfTrace } from '../audit/find-trace.ts';
import { type LogPlace, listLogs, logCondition } from '../audit/logs.ts';
import type { Context } from '../context.ts';
import { idFromText, idToText } from '../ids.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { Reads } from '../store/port.ts';
import { readTime } from '../times.ts';
import type { Cursor } from '../tokens/search/cursor.ts';
import { boundCursor, countUpTo, pageView, slice } from './pagination.ts';

const timeOf = (text: string | undefined) => (text === undefined ? undefined : readTime(text));

/** Entries before a page that is found by its number: each of them is passed by on the way to it. */
const deepest = 2_000_000;

/** The number of an entry in the place where cursors have an id. */
const numbered = (n: number): Uint8Array => {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(BigInt(n), 8);
  return bytes;
};

/** The place that a cursor leads to. */
const placeOf = ({ createdAt, id }: Cursor): LogPlace => ({ createdAt, n: Number(Buffer.from(id).readBigUInt64BE(8)) });

/** The id under which entries stand: that of a token is another one than callers know, where its request made one. */
const entityIdOf = async (store: Reads, tenantId: string, id: string): Promise<string> => {
  const uuid = idFromText(id);
  if (uuid) return idToText(uuid);
  if (id.includes('\0')) return id;
  const [token] = await store.rows<{ id: Uint8Array }>('select id from tokens where tenant_id = ? and alias = ?', [
    idColumn(tenantId),
    id,
  ]);
  return token ? idToText(token.id) : id;
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
    const reads = services.store.scans(effort);
    const filter = withTimeOfTrace({
      entityType: query.entity_type,
      entityId: query.entity_id === undefined ? undefined : await entityIdOf(reads, tenantId, query.entity_id),
      from: timeOf(query.start_date),
      before: timeOf(query.end_date),
      trace: query.trace_id,
    });
    const cursors = boundCursor(services.keyring, caller, ['logs', filter]);
    const place = query.start === undefined ? undefined : placeOf(cursors.read(query.start));
    const details = query.details === 'true';
    const page = place ? { ...query, page: 1 } : query;
    const answer = (total: number, { entries, next }: Awaited<ReturnType<typeof listLogs>>) =>
      pageView(page, total, entries, next && cursors.write({ createdAt: next.createdAt, id: numbered(next.n) }));
    if (filter.trace !== undefined) {
      if (!place && query.page > 1) return pageView(page, 0, []);
      const window = { start: place, limit: query.size, details };
      const found = await listOfTrace({ reads, effort }, tenantId, filter, filter.trace, window);
      if (place || found.next) header('BT-TOTAL', 'at-least');
      return answer(found.entries.length, found);
    }
    let atLeast = false;
    const told = (name: string, value: string): void => {
      atLeast = true;
      header(name, value);
    };
    const total = await countUpTo({ store: reads, header: told }, 'audit', logCondition(tenantId, filter));
    const { offset } = slice(query);
    if (!place && !atLeast && offset >= total) return pageView(page, total, []);
    if (!place && offset > deepest) throw tooDeep();
    const start = place ? { place } : { entries: offset };
    return answer(total, await listLogs({ reads, effort }, tenantId, filter, { start, limit: query.size, details }));
  },

  listEntityTypes: () =>
    Object.entries(entityTypes).map(([value, name]) => ({ display_name: name, value: value as Wire['EntityType'] })),
});
