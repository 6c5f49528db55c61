import type { contract, Handlers, Reply } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { readWrittenPage } from '../tokens/read-written-page.ts';
import { type Looking, type Reader, readTokens } from '../tokens/reader.ts';
import { readCursor } from '../tokens/search/cursor.ts';
import { boundCursor } from './pagination.ts';
import { filterCondition, searchCondition, viewReading, writeReading, writtenPage } from './token-listing.ts';

type Page = Reply<typeof contract.tokens.listV2>;

interface Asked {
  start?: string | undefined;
  size: number;
}

/** The page behind a cursor, and how its answer says what follows. Throws 400 for a cursor of another list or another API key. */
const cursorPage = (services: Services, caller: Caller, list: unknown, { start, size }: Asked) => {
  const cursors = boundCursor(services.keyring, caller, list);
  const cursor = start === undefined ? undefined : cursors.read(start);
  return {
    slice: { limit: size, offset: 0, cursor, uncounted: true },
    pagination: (after: string | undefined) => {
      const next = after === undefined ? undefined : readCursor(after);
      return { page_size: size, ...(next && { next: cursors.write(next) }) };
    },
  };
};

/** The page of tokens that are looked for. */
const tokensOf = async (
  services: Services,
  { caller, effort, saw }: Reader,
  looking: Looking,
  list: unknown,
  asked: Asked,
) => {
  const { slice, pagination } = cursorPage(services, caller, list, asked);
  const { readings, after } = await readTokens(services, { caller, effort, saw }, looking, slice);
  return { pagination: pagination(after), data: readings.map((reading) => viewReading(reading, caller)) };
};

export const tokensV2 = (
  services: Services,
): Pick<Handlers<typeof contract.tokens, Context>, 'listV2' | 'searchV2'> => ({
  listV2: async ({ query: { start, size, ...filter }, ...context }) => {
    const { caller } = context;
    const condition = filterCondition(filter);
    const { slice, pagination } = cursorPage(services, caller, filter, { start, size });
    const found = await readWrittenPage(services, context, condition, slice, writeReading(caller));
    if (!found) return await tokensOf(services, context, { condition, by: 'read' }, filter, { start, size });
    return writtenPage<Page>(pagination(found.after), found.tokens);
  },

  searchV2: async ({ body: { start, size, query = '' }, ...context }) => {
    const condition = await searchCondition(services, context, query);
    return await tokensOf(services, context, { condition, by: 'search' }, query, { start, size });
  },
});
