import type { Handlers } from '@tessera/contract';
import type { consoleContract } from '@tessera/contract/console';
import type { Actor } from '../access/origin.ts';
import { type AuditEvent, auditRow } from '../audit/audit.ts';
import { destroyKek, objectionToDestroying } from '../keys/destroy.ts';
import { KeysChangedError } from '../keys/errors.ts';
import { mostVersions, rotateKek } from '../keys/rotate.ts';
import { kekVersions } from '../keys/versions.ts';
import { assertAgreeable, assertAgreed, destructionAct } from '../operators/assert-agreed.ts';
import type { Operator } from '../operators/operator.ts';
import { ApiError } from '../problem.ts';
import type { Asker, Statement } from '../store/port.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { noSuchVersion, refusalProblem, versionIn, withRootKey } from './key-refusals.ts';
import { checkTouch, touchOptions, touchRefused } from './touch.ts';
import { approvedReason, takeApproval } from './two-person.ts';

/** What a touch confirms: this version of this tenant, and nothing else. */
const purposeOf = (tenantId: string, version: number) => ['destroy-key', tenantId, String(version)] as const;

type KeyVersions = Pick<Handlers<typeof consoleContract.keys, ConsoleContext>, 'rotate' | 'destroyOptions' | 'destroy'>;

/** What `keys rotate` and `keys destroy` do, for one tenant, while the vault serves. */
export const keyVersionsOf = (services: ConsoleServices): KeyVersions => {
  const { store, keyring, keys, clock, random, log } = services;

  const audit = (tenantId: string, version: number, actor: Actor, operation: AuditEvent['operation']): Statement =>
    auditRow(keyring, {
      ...{ tenantId, ...actor, entityType: 'key_version', entityId: String(version), operation },
      createdAt: clock(),
    });

  const rotated = async (tenantId: string, note: (version: number) => Promise<void>) => {
    const versions = (await kekVersions(keys.store, clock())).get(tenantId) ?? [];
    const [newest] = versions;
    if (newest?.state === 'pending') {
      const from = wireTime(newest.activeAt);
      throw new ApiError('conflict', `Version ${newest.version} was made just now and is used from ${from} on.`);
    }
    if (versions.length >= mostVersions) {
      throw new ApiError('limit-reached', `There are ${versions.length} versions. Destroy old ones first.`);
    }
    try {
      return await withRootKey(() =>
        rotateKek({ ...keys, random, clock }, tenantId, { newest: newest?.version, note }),
      );
    } catch (error) {
      if (error instanceof KeysChangedError) throw new ApiError('conflict', `${error.message} Look at the keys again.`);
      throw error;
    }
  };

  /** Throws what speaks against destroying a version. Uses nothing up. */
  const assertDestroyable = async (tenantId: string, named: string, operator: Operator, asker: Asker) => {
    const version = versionIn(named);
    if (version === undefined) throw noSuchVersion(named);
    const options = { keys: keys.store, data: store.scans(asker), clock };
    const refusal = await objectionToDestroying(options, tenantId, version);
    if (refusal) throw refusalProblem(version, refusal);
    await approvedReason(services, operator, { tenantId, act: 'destroy-key', subject: String(version) });
    await assertAgreeable(services, destructionAct(version, tenantId));
    return version;
  };

  return {
    rotate: async ({ identify, tenant }) => {
      const { operator, actor } = await identify();
      const { id } = await tenant();
      const { version, activeAt } = await rotated(id, async (made) => {
        await store.commit([audit(id, made, actor, 'create')]);
      });
      log.info({ tenant_id: id, operator_id: operator.id, version }, 'a version of a key was made');
      await keyring.refresh();
      return { version, active_at: wireTime(activeAt) };
    },

    destroyOptions: async ({ identify, tenant, params, asker }) => {
      const known = await identify();
      const { id } = await tenant();
      const version = await assertDestroyable(id, params.version, known.operator, asker(id));
      return await touchOptions(services, known, purposeOf(id, version));
    },

    destroy: async ({ identify, tenant, params, body, asker }) => {
      const known = await identify();
      const { operator, actor } = known;
      const { id } = await tenant();
      const version = await assertDestroyable(id, params.version, operator, asker(id));
      const touched = await checkTouch(services, known, body.response, purposeOf(id, version));
      const deed = { tenantId: id, act: 'destroy-key', subject: String(version) } as const;
      const taken = await takeApproval(services, known, deed);
      const options = { keys: keys.store, data: store.scans(asker(id)), clock };
      // The key is in another database. What allows it is used up before, so that it is not used twice, and the log has it whatever comes.
      const refusal = await destroyKek(options, id, version, async () => {
        await assertAgreed(services, { ...destructionAct(version, id), by: operator.id });
        const failed = await store.commit([...touched, ...taken, audit(id, version, actor, 'delete')]);
        if (failed !== undefined) throw touchRefused();
      });
      if (refusal) throw refusalProblem(version, refusal);
      log.warn({ tenant_id: id, operator_id: operator.id, version }, 'a version of a key was destroyed');
      await keyring.refresh();
    },
  };
};
