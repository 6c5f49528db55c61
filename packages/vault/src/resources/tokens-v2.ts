import type { contract, Handlers } from '@tessera/contract';
import type { Context } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { type Looking, readTokens } from '../tokens/reader.ts';
import { readBoundCursor, writeBoundCursor } from '../tokens/search/bound-cursor.ts';
import { readCursor } from '../tokens/search/cursor.ts';
import { filterCondition, searchCondition, viewReading } from './token-listing.ts';

/** The page behind a cursor. Throws 400 for a cursor of another list or another API key. */
const cursorPage = async (
  services: Services,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  { list, ...looking }: Looking & { list: unknown },
  { start, size }: { start?: string | undefined; size: number },
) => {
  const keys = services.keyring.tenant(caller.tenantId);
  const where = { applicationId: caller.applicationId, list };
  const cursor = start === undefined ? undefined : readBoundCursor(keys, start, where);
  if (start !== undefined && !cursor) {
    throw invalid('start', 'Must be the pagination.next of a page of this list, read with this API key.');
  }
  const slice = { limit: size, offset: 0, cursor, uncounted: true };
  const { readings, after } = await readTokens(services, { caller, effort }, looking, slice);
  const next = after === undefined ? undefined : readCursor(after);
  return {
    pagination: { page_size: size, ...(next && { next: writeBoundCursor(keys, next, where) }) },
    data: readings.map((reading) => viewReading(reading, caller)),
  };
};

export const tokensV2 = (
  services: Services,
): Pick<Handlers<typeof contract.tokens, Context>, 'listV2' | 'searchV2'> => ({
  listV2: async ({ query: { start, size, ...filter }, ...context }) => {
    const list = { condition: filterCondition(filter), by: 'read' as const, list: filter };
    return await cursorPage(services, context, list, { start, size });
  },

  searchV2: async ({ body: { start, size, query = '' }, ...context }) => {
    const list = { condition: await searchCondition(services, context, query), by: 'search' as const, list: query };
    return await cursorPage(services, context, list, { start, size });
  },
});
