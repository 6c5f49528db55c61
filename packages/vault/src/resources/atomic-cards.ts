import { type contract, type Handlers, type Reply, schemas, validate } from '@tessera/contract';
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

type AtomicCardView = Reply<typeof contract.atomicCards.retrieve>;

const cards: readonly Token['type'][] = ['card'];

/** A token's own mask may have any form; what does not look like a card is not shown here. */
const view = (token: Token, caller: Caller, data: Json | undefined): AtomicCardView => ({
  id: token.id,
  tenant_id: token.tenantId,
  type: 'card',
  card: validate(schemas.CardView, data).value ?? {},
  ...fingerprintFor(caller, token),
  ...(token.metadata && { metadata: token.metadata }),
  ...auditFields(token),
});

/** The part of a body that was sent: properties the contract knows and the caller left out are no change. */
const sent = (card: { readonly [name: string]: Json | undefined }): { [name: string]: Json } =>
  Object.fromEntries(Object.entries(card).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Card numbers by the older endpoint: tokens of type `card` whose data is called `card` (API reference, Atomic Cards). */
export const atomicCards = (world: World): Handlers<typeof contract.atomicCards, Context> => ({
  create: async ({ body, caller, commit }) => {
    const request = { type: 'card' as const, data: body.card, metadata: body.metadata, container: undefined };
    const { token, shown, statements } = prepareToken(world, caller, request);
    const answer = view(token, caller, shown);
    await commit(statements, { answer, tokens: [token.id] });
    return answer;
  },

  list: async ({ query, caller }) => {
    const { total, readings } = await readTokens(world, caller, { types: cards }, slice(query));
    return pageView(
      query,
      total,
      readings.map(({ token, data }) => view(token, caller, data)),
    );
  },

  retrieve: async ({ params, caller }) => {
    const { token, data } = await readToken(world, caller, params.id, cards);
    return view(token, caller, data);
  },

  update: async ({ params, body, ...context }) => {
    const before = await findForChange(world, context, params.id, 'update', cards);
    const changed = changeData(world, context, before, sent(body.card), 'number');
    const { token, lasting } = changed;
    const masked = restrict(token.privacy.restrictionPolicy, isMasked(token)) === 'mask';
    const answer = view(token, context.caller, masked ? maskedForm(token, lasting) : undefined);
    await writeChange(world, context, changed, answer);
    return answer;
  },

  delete: async ({ params, ...context }) => await removeToken(world, context, params.id, cards),
});
