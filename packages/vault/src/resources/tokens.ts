import type { contract, Handlers } from '@tessera/contract';
import type { Context } from '../context.ts';
import { written } from '../http/written-json.ts';
import type { Services } from '../services.ts';
import { associate, createAssociation, deleteAssociation, isChildOf } from '../tokens/associations.ts';
import { draftToken } from '../tokens/create.ts';
import { readWritten } from '../tokens/read-written.ts';
import { asDecrypted, findVisible, readToken } from '../tokens/reader.ts';
import { removeToken } from '../tokens/remove.ts';
import { allOf } from '../tokens/search/condition.ts';
import { storeToken } from '../tokens/store-tokens.ts';
import { updateToken } from '../tokens/update.ts';
import { viewStored, viewToken, viewUnread } from '../tokens/view.ts';
import { filterCondition, listPage, searchCondition, tokenPage, viewReading } from './token-listing.ts';
import { tokensV2 } from './tokens-v2.ts';

export const tokens = (services: Services): Handlers<typeof contract.tokens, Context> => ({
  create: async ({ body, ...context }) => {
    const draft = await draftToken(services, context, body);
    return await storeToken(services, context, draft, (stored) => viewStored(stored, context.caller));
  },

  list: async ({ query, ...context }) => await listPage(services, context, filterCondition(query), query),

  search: async ({ body, ...context }) => {
    const condition = await searchCondition(services, context, body.query ?? '');
    return await tokenPage(services, context, { condition, by: 'search' }, body, viewReading);
  },

  // Nothing is left out of the call, which has more than is needed: a copy of it takes as long as its key.
  retrieve: async (call) => {
    const { id } = call.params;
    const text = await readWritten(services, call, id);
    return text === undefined ? viewReading(await readToken(services, call, id), call.caller) : written(text);
  },

  update: async ({ params, body, ...context }) =>
    await updateToken(services, context, params.id, body, ({ token, shown, withheld }) =>
      withheld ? viewUnread(token, context.caller) : viewToken(token, context.caller, shown),
    ),

  delete: async ({ params, ...context }) => await removeToken(services, context, params.id),

  createAssociation: async ({ params, ...context }) => await createAssociation(services, context, params),

  deleteAssociation: async ({ params, ...context }) => await deleteAssociation(services, context, params),

  createChild: async ({ params, body, ...context }) => {
    const { caller } = context;
    const findParent = () => findVisible(services, context, params.parent_id);
    const parent = await findParent();
    const draft = await draftToken(services, context, body);
    return await storeToken(services, context, draft, (stored) => viewStored(stored, caller), {
      also: (stored) => stored.flatMap(({ token, matched }) => associate(parent, token, { repeat: matched })),
      // This fails only if the parent was deleted meanwhile.
      refused: async () => {
        await findParent();
      },
    });
  },

  listChildren: async ({ params, query, ...context }) => {
    const parent = await findVisible(services, context, params.parent_id);
    const condition = allOf([isChildOf(parent), filterCondition(query)]);
    return await listPage(services, context, condition, query);
  },

  listDecrypted: async ({ query, ...context }) =>
    await tokenPage(
      services,
      context,
      { condition: filterCondition(query), by: 'read', decide: asDecrypted },
      query,
      viewReading,
    ),

  retrieveDecrypted: async ({ params, ...context }) =>
    viewReading(await readToken(services, context, params.id, undefined, asDecrypted), context.caller),

  ...tokensV2(services),
});
