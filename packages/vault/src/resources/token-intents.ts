import type { contract, Handlers } from '@tessera/contract';
import { actorOf } from '../access/origin.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { assertMayIntend, createIntent, readIntent } from '../tokens/intents/create-intent.ts';
import { endIntent, findIntent, type TokenIntent } from '../tokens/intents/intent.ts';

const notFound = () => new ApiError('not-found', 'There is no token intent with this id, or it has ended.');

export const tokenIntents = (services: Services): Handlers<typeof contract.tokenIntents, Context> => {
  const find = async (caller: Context['caller'], operation: 'read' | 'delete', id: string): Promise<TokenIntent> => {
    const intent = await findIntent(services, caller.tenantId, id);
    if (!intent) throw notFound();
    assertMayIntend(caller, operation, intent.type);
    return intent;
  };

  return {
    create: async ({ body, ...context }) => await createIntent(services, context, body),

    retrieve: async ({ params, ...context }) =>
      await readIntent(services, context, await find(context.caller, 'read', params.id)),

    delete: async ({ params, caller, commit }) => {
      const { id, tenantId } = await find(caller, 'delete', params.id);
      const end = { tenantId, id, actor: actorOf(caller), operation: 'delete' } as const;
      if ((await commit(endIntent(services, end))) !== undefined) throw notFound();
    },
  };
};
