import type { contract, Handlers } from '@tessera/contract';
import type { Context } from '../http/context.ts';
import { allOf } from '../search/condition.ts';
import { associate, createAssociation, deleteAssociation, isChildOf } from '../tokens/associations.ts';
import { draftToken } from '../tokens/create.ts';
import { asDecrypted, findVisible, readToken } from '../tokens/reader.ts';
import { removeToken } from '../tokens/remove.ts';
import { storeToken } from '../tokens/store-tokens.ts';
import { updateToken } from '../tokens/update.ts';
import { viewStored, viewToken } from '../tokens/view.ts';
import type { World } from '../world.ts';
import { filterCondition, searchCondition, tokenPage, viewReading } from './token-pages.ts';

const asRead = { view: viewReading };

export const tokens = (world: World): Handlers<typeof contract.tokens, Context> => ({
  create: async ({ body, ...context }) => {
    const { caller } = context;
    return await storeToken(world, context, draftToken(world, caller, body), (stored) => viewStored(stored, caller));
  },

  list: async ({ query, ...context }) => await tokenPage(world, context, filterCondition(query), query, asRead),

  search: async ({ body, ...context }) =>
    await tokenPage(world, context, searchCondition(world, context.caller, body.query ?? ''), body, asRead),

  retrieve: async ({ params, caller }) => viewReading(await readToken(world, caller, params.id), caller),

  update: async ({ params, body, ...context }) =>
    await updateToken(world, context, params.id, body, ({ token, shown }) => viewToken(token, context.caller, shown)),

  delete: async ({ params, ...context }) => await removeToken(world, context, params.id),

  createAssociation: async ({ params, ...context }) => await createAssociation(world, context, params),

  deleteAssociation: async ({ params, ...context }) => await deleteAssociation(world, context, params),

  createChild: async ({ params, body, ...context }) => {
    const { caller } = context;
    const findParent = () => findVisible(world, caller, params.parent_id);
    const parent = await findParent();
    const draft = draftToken(world, caller, body);
    return await storeToken(world, context, draft, (stored) => viewStored(stored, caller), {
      also: (stored) => stored.flatMap(({ token, matched }) => associate(parent, token, { repeat: matched })),
      // Only a parent that was deleted meanwhile stands in the way.
      refused: async () => {
        await findParent();
      },
    });
  },

  listChildren: async ({ params, query, ...context }) => {
    const parent = await findVisible(world, context.caller, params.parent_id);
    return await tokenPage(world, context, allOf([isChildOf(parent), filterCondition(query)]), query, asRead);
  },

  listDecrypted: async ({ query, ...context }) =>
    await tokenPage(world, context, filterCondition(query), query, { ...asRead, decide: asDecrypted }),

  retrieveDecrypted: async ({ params, caller }) =>
    viewReading(await readToken(world, caller, params.id, undefined, asDecrypted), caller),
});
