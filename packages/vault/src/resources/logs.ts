import type { contract, Handlers, Wire } from '@tessera/contract';
import { entityTypes } from '../audit/entity-types.ts';
import { listLogs, logCondition } from '../audit/logs.ts';
import type { Context } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { readTime } from '../times.ts';
import { countUpTo, pageView, slice } from './pagination.ts';

const timeOf = (text: string | undefined) => (text === undefined ? undefined : readTime(text));

/** Entries before a page: each of them is passed by on the way to it. */
const deepest = 100_000;

/** Reading the logs adds no entry to them, because each page would shift the next one. The access log records who read them. */
export const logs = ({ store, reads }: Services): Handlers<typeof contract.logs, Context> => ({
  list: async ({ query, caller: { tenantId }, effort, header }) => {
    await reads.flush();
    const condition = logCondition(tenantId, {
      entityType: query.entity_type,
      entityId: query.entity_id,
      from: timeOf(query.start_date),
      before: timeOf(query.end_date),
    });
    const scans = store.scans(effort);
    let atLeast = false;
    const told = (name: string, value: string): void => {
      atLeast = true;
      header(name, value);
    };
    const total = await countUpTo({ store: scans, header: told }, 'audit', condition);
    const { offset } = slice(query);
    if (!atLeast && offset >= total) return pageView(query, total, []);
    if (offset >= deepest) {
      throw invalid('page', `Pages end after ${deepest} entries. Ask for older ones with end_date.`);
    }
    return pageView(query, total, await listLogs(scans, tenantId, condition, slice(query)));
  },

  listEntityTypes: () =>
    Object.entries(entityTypes).map(([value, name]) => ({ display_name: name, value: value as Wire['EntityType'] })),
});
