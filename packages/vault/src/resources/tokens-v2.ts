import type { contract, Handlers } from '@tessera/contract';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { type Looking, readTokens } from '../tokens/reader.ts';
import { readCursor } from '../tokens/search/cursor.ts';
import { boundCursor } from './pagination.ts';
import { filterCondition, searchCondition, viewReading } from './token-listing.ts';

/** The page behind a cursor. Throws 400 for a cursor of another list or another API key. */
const cursorPage = async (
  services: Services,
  { caller, effort }: Pick<Context, 'caller' | 'effort'>,
  { list, ...looking }: Looking & { list: unknown },
  { start, size }: { start?: string | undefined; size: number },
) => {
  const cursors = boundCursor(services.keyring, caller, list);
  const cursor = start === undefined ? undefined : cursors.read(start);
  const slice = { limit: size, offset: 0, cursor, uncounted: true };
  const { readings, after } = await readTokens(services, { caller, effort }, looking, slice);
  const next = after === undefined ? undefined : readCursor(after);
  return {
    pagination: { page_size: size, ...(next && { next: cursors.write(next) }) },
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
