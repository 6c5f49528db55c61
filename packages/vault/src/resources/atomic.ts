import type { Wire } from '@tessera/contract';
import type { Caller } from '../access/authenticate.ts';
import type { Context } from '../context.ts';
import type { Json } from '../expressions/json.ts';
import { ApiError, invalidAll } from '../problem.ts';
import type { Services } from '../services.ts';
import { draftToken } from '../tokens/create.ts';
import { readToken } from '../tokens/reader.ts';
import { removeToken } from '../tokens/remove.ts';
import { hasType } from '../tokens/search/terms.ts';
import { type Stored, storeToken } from '../tokens/store-tokens.ts';
import { publicId, type Token } from '../tokens/token.ts';
import { updateToken } from '../tokens/update.ts';
import { auditFields, fingerprintFor } from '../tokens/view.ts';
import { reactWithToken } from './react.ts';
import { tokenPage } from './token-listing.ts';

/** The fields of a token that an atomic object shows besides its data. */
const atomicView = (token: Token, caller: Caller) => ({
  id: publicId(token),
  tenant_id: token.tenantId,
  ...fingerprintFor(caller, token),
  ...(token.metadata && { metadata: token.metadata }),
  ...auditFields(token),
});

type Fields = { readonly [name: string]: Json | undefined };

/** The properties that the caller sent; those left out stay unchanged. */
const sent = (fields: Fields): { [name: string]: Json } =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

type Call<More> = Context & More;

/** Renames properties in the errors of a token: its `data` has another name in these bodies. */
const naming = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError && error.errors)) throw error;
    const named = Object.fromEntries(
      Object.entries(error.errors).map(([path, messages]) => [path.replace(/^data(?=\.|$)/, name), messages]),
    );
    if (error.type === 'validation') throw invalidAll(named);
    throw new ApiError(error.type, error.message, { errors: named, headers: error.headers });
  }
};

/**
 * Handlers for atomic objects: an older endpoint for tokens of one type, with the data under the name of the type (API reference,
 * Atomic Banks and Atomic Cards). `show` converts the data. A token's own mask can have any form; masked data that does not fit the
 * object is not shown.
 */
export const atomic = <Create extends { metadata?: Record<string, string> | undefined }, Update, View extends object>(
  services: Services,
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

  /** The answer for a duplicate that the caller may not read: the token without its data. */
  const viewStored = ({ token, shown, withheld }: Stored, caller: Caller) =>
    withheld
      ? {
          id: publicId(token),
          tenant_id: token.tenantId,
          ...fingerprintFor(caller, token),
          ...spec.show(undefined),
        }
      : view(token, caller, shown.data);

  const retrieve = async ({ params, ...context }: Call<{ params: { id: string } }>) => {
    const { token, data } = await readToken(services, context, params.id, only);
    return view(token, context.caller, data);
  };

  return {
    create: async ({ body, ...context }: Call<{ body: Create }>) => {
      const { caller } = context;
      const request = { type: spec.type, data: spec.created(body), metadata: body.metadata, container: undefined };
      return await naming(spec.type, async () => {
        const draft = await draftToken(services, context, request);
        return await storeToken(services, context, draft, (stored) => viewStored(stored, caller));
      });
    },

    list: async ({ query, ...context }: Call<{ query: { page: number; size: number; start?: string | undefined } }>) =>
      await tokenPage(
        services,
        context,
        { condition: hasType(spec.type), by: 'read' },
        query,
        ({ token, data }, caller) => view(token, caller, data),
      ),

    retrieve,

    // The route requires the permission to read everything in plaintext, so this shows plaintext.
    retrieveDecrypted: retrieve,

    update: async ({ params, body, ...context }: Call<{ params: { id: string }; body: Update }>) => {
      const patch = { data: sent(spec.changed(body)) };
      const answerOf = ({ token, shown, withheld }: Pick<Stored, 'token' | 'shown' | 'withheld'>) =>
        withheld
          ? { id: publicId(token), tenant_id: token.tenantId, ...spec.show(undefined) }
          : view(token, context.caller, shown.data);
      return await naming(spec.type, () => updateToken(services, context, params.id, patch, answerOf, only));
    },

    delete: async ({ params, ...context }: Call<{ params: { id: string } }>) =>
      await removeToken(services, context, params.id, only),

    react: async ({ params, body, ...context }: Call<{ params: { id: string }; body: Wire['AtomicReactRequest'] }>) =>
      await reactWithToken(services, context, spec.type, params.id, body),
  };
};
