import type { contract, Handlers, Wire } from '@tessera/contract';
import { actorOf } from '../access/origin.ts';
import { auditOf } from '../audit/audit-of.ts';
import type { Context } from '../context.ts';
import { ApiError, invalid } from '../problem.ts';
import type { Services } from '../services.ts';
import { readTime, wireTime } from '../times.ts';
import {
  type ClientKey,
  drawClientKey,
  findClientKey,
  insertClientKey,
  listClientKeys,
  mostClientKeys,
  removeClientKey,
  tooManyClientKeys,
} from '../tokens/encrypted/client-key.ts';
import { pemOf } from '../tokens/encrypted/key-pair.ts';

/** Milliseconds for which a key lives at most. */
const longestLife = 365 * 24 * 60 * 60 * 1000;

const view = (key: ClientKey): Wire['ClientKey'] => ({
  key_id: key.id,
  public_key_pem: pemOf(key.publicKey),
  expires_at: wireTime(key.expiresAt),
  created_by: key.createdBy,
  created_at: wireTime(key.createdAt),
});

const notFound = () => new ApiError('not-found', 'There is no key with this id, or it has expired.');

const endOf = (asked: string | undefined, now: number): number => {
  if (asked === undefined) return now + longestLife;
  const time = readTime(asked);
  if (!(time > now)) throw invalid('expires_at', 'Must lie in the future.');
  if (time > now + longestLife) throw invalid('expires_at', 'At most a year (365 days) from now.');
  return time;
};

export const keys = (services: Services): Handlers<typeof contract.keys, Context> => {
  const audit = auditOf(services, 'client_key');

  return {
    create: async ({ body, caller, commit }) => {
      const { tenantId, applicationId } = caller;
      const now = services.clock();
      const identity = { id: services.newId(), tenantId, expiresAt: endOf(body.expires_at, now) };
      const key: ClientKey = {
        ...identity,
        ...drawClientKey(services.keyring.tenant(tenantId), services.random, identity),
        createdAt: now,
        createdBy: applicationId,
      };
      const answer = view(key);
      const failed = await commit([...insertClientKey(key), audit(caller, 'create', key.id)], {
        answer,
        tokens: [key.id],
        until: key.expiresAt,
      });
      if (failed === tooManyClientKeys) {
        throw new ApiError(
          'validation',
          `A tenant has at most ${mostClientKeys} keys; delete those that are not used any more.`,
        );
      }
      return answer;
    },

    list: async ({ caller }) => {
      const found = await listClientKeys(services, caller.tenantId);
      await services.reads.add(found.map(({ id }) => audit(caller, 'read', id)));
      return found.map(view);
    },

    retrieve: async ({ params, caller }) => {
      const key = await findClientKey(services, caller.tenantId, params.id);
      if (!key) throw notFound();
      await services.reads.add([audit(caller, 'read', key.id)]);
      return view(key);
    },

    retrievePublic: async ({ params, caller }) => {
      const key = await findClientKey(services, caller.tenantId, params.id);
      if (!key) throw notFound();
      const { key_id, public_key_pem, expires_at } = view(key);
      return { key_id, public_key_pem, expires_at };
    },

    delete: async ({ params, caller, commit }) => {
      const key = await findClientKey(services, caller.tenantId, params.id);
      if (!key) throw notFound();
      const { tenantId, id } = key;
      if ((await commit(removeClientKey(services, { tenantId, id, actor: actorOf(caller) }))) !== undefined) {
        throw notFound();
      }
    },
  };
};
