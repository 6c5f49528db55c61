import type { contract, Handlers } from '@tessera/contract';
import { type ApplicationKey, liveKeys, makeKey, mostKeys } from '../access/application-keys.ts';
import type { Caller } from '../access/authenticate.ts';
import { assertMayGrant } from '../access/may-grant.ts';
import { endSessionsOfKey } from '../access/sessions.ts';
import { auditOf } from '../audit/audit-of.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { lastUses } from '../usage/key-uses.ts';
import { changeApplication, findOwn, grantedBy, readEnd, viewKey } from './change-application.ts';

const notFound = () => new ApiError('not-found', 'This application has no key with this id that works.');

const keyById = (keys: readonly ApplicationKey[], id: string): ApplicationKey => {
  const found = keys.find((key) => key.id === id.toLowerCase());
  if (!found) throw notFound();
  return found;
};

export const applicationKeys = (services: Services): Handlers<typeof contract.applicationKeys, Context> => {
  const { clock } = services;
  const audit = auditOf(services, 'application_key');
  const change = changeApplication(services);

  const keysOf = async (caller: Caller, id: string) => liveKeys((await findOwn(services, caller, id)).keys, clock());

  return {
    create: async ({ params, query, ...context }) => {
      const { caller } = context;
      const expiresAt = readEnd(query.expires_at, clock());
      return await change(context, params.id, (before) => {
        // Whoever is told a key can do what its application may.
        assertMayGrant(caller, before);
        const keys = liveKeys(before.keys, clock());
        if (keys.length >= mostKeys) {
          throw new ApiError('conflict', `An application has at most ${mostKeys} keys; delete one of them first.`);
        }
        const made = { version: before.version + 1, expiresAt, createdBy: caller.applicationId };
        const { secret, key } = makeKey(services, made);
        return {
          application: { ...before, keys: [key, ...keys] },
          answer: () => viewKey(key, { secret }),
          also: [audit(caller, 'create', key.id)],
          permissions: grantedBy(before),
        };
      });
    },

    list: async ({ params, caller }) => {
      const keys = await keysOf(caller, params.id);
      await services.reads.add(keys.map(({ id }) => audit(caller, 'read', id)));
      const uses = await lastUses(services.store, caller.tenantId, keys);
      return keys.map((key) => viewKey(key, { uses }));
    },

    retrieve: async ({ params, caller }) => {
      const key = keyById(await keysOf(caller, params.id), params.key_id);
      await services.reads.add([audit(caller, 'read', key.id)]);
      return viewKey(key, { uses: await lastUses(services.store, caller.tenantId, [key]) });
    },

    delete: async ({ params, ...context }) =>
      await change(context, params.id, (before) => {
        const { id } = keyById(liveKeys(before.keys, clock()), params.key_id);
        return {
          application: { ...before, keys: before.keys.filter((key) => key.id !== id) },
          answer: () => undefined,
          also: [endSessionsOfKey(before.tenantId, id), audit(context.caller, 'delete', id)],
        };
      }),
  };
};
