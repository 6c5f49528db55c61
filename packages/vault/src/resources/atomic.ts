import type { Caller } from '../access/authenticate.ts';
import { restrict } from '../access/privacy.ts';
import type { Json } from '../expressions/json.ts';
import type { Context } from '../http/context.ts';
import { prepareToken } from '../tokens/create.ts';
import { readToken, readTokens } from '../tokens/reader.ts';
import { findForChange, removeToken } from '../tokens/remove.ts';
import type { Token } from '../tokens/token.ts';
import { changeData, writeChange } from '../tokens/update.ts';
import { auditFields, fingerprintFor, isMasked, maskedForm } from '../tokens/view.ts';
import type { World } from '../world.ts';
import { pageView, slice } from './pages.ts';

/** What atomic objects show of the token they are, beside its data. */
const atomicView = (token: Token, caller: Caller) => ({
  id: token.id,
  tenant_id: token.tenantId,
  ...fingerprintFor(caller, token),
  ...(token.metadata && { metadata: token.metadata }),
  ...auditFields(token),
});

type Fields = { readonly [name: string]: Json | undefined };

/** The part of a body that was sent: properties the contract knows and the caller left out are no change. */
const sent = (fields: Fields): { [name: string]: Json } =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

type Call<More> = Context & More;

/**
 * The handlers of atomic objects: tokens of one type by an older endpoint, their data under the name of the type (API reference,
 * Atomic Banks and Atomic Cards). `show` gives what the data looks like there; a token's own mask may have any form, and what does
 * not look like the object is not shown.
 */
export const atomic = <Create extends { metadata?: Record<string, string> | undefined }, Update, View extends object>(
  world: World,
  spec: {
    type: Token['type'];
    created: (body: Create) => Json;
    changed: (body: Update) => Fields;
    show: (data: Json | undefined) => View;
  },
) => {
  const only = [spec.type] as const;
  const view = (token: Token, caller: Caller, data: Json | undefined) => ({
    ...atomicView(token, caller),
    ...spec.show(data),
  });

  const retrieve = async ({ params, caller }: Call<{ params: { id: string } }>) => {
    const { token, data } = await readToken(world, caller, params.id, only);
    return view(token, caller, data);
  };

  return {
    create: async ({ body, caller, commit }: Call<{ body: Create }>) => {
      const request = { type: spec.type, data: spec.created(body), metadata: body.metadata, container: undefined };
      const { token, shown, statements } = prepareToken(world, caller, request);
      const answer = view(token, caller, shown);
      await commit(statements, { answer, tokens: [token.id] });
      world.metrics.tokenCreated(token.type);
      return answer;
    },

    list: async ({ query, caller }: Call<{ query: { page: number; size: number } }>) => {
      const { total, readings } = await readTokens(world, caller, { types: only }, slice(query));
      return pageView(
        query,
        total,
        readings.map(({ token, data }) => view(token, caller, data)),
      );
    },

    retrieve,

    update: async ({ params, body, ...context }: Call<{ params: { id: string }; body: Update }>) => {
      const before = await findForChange(world, context, params.id, 'update', only);
      const changed = changeData(world, context, before, sent(spec.changed(body)));
      const { token, lasting } = changed;
      const masked = restrict(token.privacy.restrictionPolicy, isMasked(token)) === 'mask';
      const answer = view(token, context.caller, masked ? maskedForm(token, lasting) : undefined);
      await writeChange(world, context, changed, answer);
      return answer;
    },

    delete: async ({ params, ...context }: Call<{ params: { id: string } }>) =>
      await removeToken(world, context, params.id, only),
  };
};
