import type { contract, Handlers } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import type { Context } from '../http/context.ts';
import { prepareToken } from '../tokens/create.ts';
import { asDecrypted, type Reading, readToken, readTokens } from '../tokens/reader.ts';
import { removeToken } from '../tokens/remove.ts';
import { viewToken } from '../tokens/view.ts';
import type { World } from '../world.ts';
import { pageView, slice } from './pages.ts';

/** Redacted data is null where a token is read, and absent where it is made (design §5). */
const view = ({ token, data }: Reading, caller: Caller) => viewToken(token, caller, data ?? null);

const pageOf = (
  caller: Caller,
  page: { page: number; size: number },
  { total, readings }: { total: number; readings: readonly Reading[] },
) =>
  pageView(
    page,
    total,
    readings.map((reading) => view(reading, caller)),
  );

export const tokens = (world: World): Handlers<typeof contract.tokens, Context> => ({
  create: async ({ body, caller, commit }) => {
    const { token, shown, statements } = prepareToken(world, caller, body);
    const answer = viewToken(token, caller, shown);
    await commit(statements, { answer, tokens: [token.id] });
    world.metrics.tokenCreated(token.type);
    return answer;
  },

  list: async ({ query, caller }) => {
    const filter = { ids: query.id, types: query.type, metadata: query.metadata };
    return pageOf(caller, query, await readTokens(world, caller, filter, slice(query)));
  },

  retrieve: async ({ params, caller }) => view(await readToken(world, caller, params.id), caller),

  delete: async ({ params, ...context }) => await removeToken(world, context, params.id),

  listDecrypted: async ({ query, caller }) => {
    const filter = { ids: query.id, types: query.type };
    return pageOf(caller, query, await readTokens(world, caller, filter, slice(query), asDecrypted));
  },

  retrieveDecrypted: async ({ params, caller }) =>
    view(await readToken(world, caller, params.id, undefined, asDecrypted), caller),
});
