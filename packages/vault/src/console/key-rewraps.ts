import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import type { Actor } from '../access/origin.ts';
import { type AuditEvent, auditRow } from '../audit/audit.ts';
import { endRewrap, insertRewrap, mostRunning, type Rewrap, rewrapsOf, runningRewrap } from '../operators/rewraps.ts';
import { ApiError } from '../problem.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';

const view = ({ id, tenantId, startedBy, startedAt, done, total, failed, endedAt, outcome }: Rewrap) => ({
  ...{ id, tenant_id: tenantId, state: outcome ?? ('running' as const), started_by: startedBy },
  started_at: wireTime(startedAt),
  ended_at: endedAt === undefined ? null : wireTime(endedAt),
  progress: total === undefined ? null : { done, total },
  failed,
});

/** What `keys rewrap` does, for one tenant, while the vault serves. */
export const keyRewrapsOf = (
  services: ConsoleServices,
): Handlers<typeof consoleContract.keyRewraps, ConsoleContext> => {
  const { store, keyring, clock, newId, rewraps } = services;
  const audit = (operation: AuditEvent['operation'], { id, tenantId }: Pick<Rewrap, 'id' | 'tenantId'>, by: Actor) =>
    auditRow(keyring, {
      ...{ tenantId, ...by, entityType: 'key_rewrap', entityId: id, operation, createdAt: clock() },
    });

  return {
    create: async ({ tenant, identify }) => {
      const { id: tenantId } = await tenant();
      const { operator, actor } = await identify();
      const now = clock();
      const rewrap: Rewrap = {
        ...{ id: newId(), tenantId, startedBy: operator.id, startedAt: now, runner: rewraps.runner, seenAt: now },
        ...{ done: 0, total: undefined, failed: 0, endedAt: undefined, outcome: undefined },
      };
      const failed = await store.commit([...insertRewrap(rewrap), audit('create', rewrap, actor)]);
      if (failed !== undefined) {
        const own = await runningRewrap(store, tenantId);
        if (own) throw new ApiError('conflict', `Rewrap ${own.id} of this tenant is running. Wait for it, or stop it.`);
        throw new ApiError(
          'limit-reached',
          `Values of ${mostRunning} other tenants are being rewrapped. Wait until one has ended.`,
        );
      }
      rewraps.start(rewrap);
      return { id: rewrap.id };
    },

    list: async ({ tenant }) => ({ data: (await rewrapsOf(store, (await tenant()).id)).map(view) }),

    stop: async ({ tenant, identify, params: { id } }) => {
      const { id: tenantId } = await tenant();
      const { actor } = await identify();
      const own = await runningRewrap(store, tenantId);
      const failed =
        own?.id === id
          ? await store.commit([endRewrap(own, { endedAt: clock(), outcome: 'stopped' }), audit('delete', own, actor)])
          : 'ended';
      if (failed !== undefined) throw new ApiError('not-found', 'There is no such rewrap, or it has ended.');
    },
  };
};
