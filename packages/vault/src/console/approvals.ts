import type { Handlers } from '@tessera/contract';
import { type consoleContract, mayAct } from '@tessera/contract/console';
import type { Actor } from '../access/origin.ts';
import { type AuditEvent, auditRow } from '../audit/audit.ts';
import { kekVersions } from '../keys/versions.ts';
import {
  type Approval,
  approvalLife,
  approvalOvertaken,
  approvalsOf,
  changeApproval,
  type Decision,
  findApproval,
  insertApproval,
  notAsked,
  openApprovals,
} from '../operators/approvals.ts';
import { findOperator, type Operator } from '../operators/operator.ts';
import { ApiError, invalid } from '../problem.ts';
import type { Tenant } from '../tenants/store.ts';
import { wireTime } from '../times.ts';
import type { ConsoleContext, ConsoleServices } from './console-services.ts';
import { checkTouch, touchOptions, touchRefused } from './touch.ts';
import { visibleToken } from './visible-token.ts';

/** What stands in the audit log of somebody's wish, so that it can be read without the list of wishes. */
const wished: Readonly<Record<Approval['act'], string>> = {
  reveal: 'Show the value of token',
  'delete-tenant': 'Delete tenant',
  'destroy-key': 'Destroy the version of the tenant’s key',
};

interface Asking {
  operator: Operator;
  tenant: Tenant;
}

const stateOf = ({ decision, doneAt, expiresAt }: Approval, now: number) => {
  if (doneAt !== undefined) return 'done' as const;
  if (decision === 'refused') return 'refused' as const;
  if (expiresAt <= now) return 'ended' as const;
  return decision ?? ('waiting' as const);
};

const purposeOf = ({ id, tenantId, act, subject, reason }: Approval, decision: Decision) =>
  ['approval', id, tenantId, act, subject, reason, decision] as const;

/** What two operators do together: one asks, another one approves or refuses with a touch of a passkey. */
export const approvalsFor = (services: ConsoleServices): Handlers<typeof consoleContract.approvals, ConsoleContext> => {
  const { store, keyring, clock, newId, guards, twoPerson } = services;

  /** Names of people, each looked up once. */
  const namesOf = (approvals: readonly Approval[]) => {
    const ids = new Set(approvals.flatMap(({ askedBy, decidedBy }) => (decidedBy ? [askedBy, decidedBy] : [askedBy])));
    return Promise.all(
      [...ids].map(async (id) => [id, (await findOperator(store, keyring, id))?.name ?? ''] as const),
    ).then((names) => new Map(names));
  };

  const viewAll = async (approvals: readonly Approval[], operator: Operator) => {
    const names = await namesOf(approvals);
    const person = (id: string) => ({ id, name: names.get(id) ?? '' });
    return approvals.map((approval) => {
      const { id, act, subject, reason, askedBy, askedAt, expiresAt, decidedBy, decidedAt } = approval;
      const state = stateOf(approval, clock());
      return {
        ...{ id, act, subject, reason, state, asked_by: person(askedBy), asked_at: wireTime(askedAt) },
        expires_at: wireTime(expiresAt),
        decided_by: decidedBy === undefined ? null : person(decidedBy),
        decided_at: decidedAt === undefined ? null : wireTime(decidedAt),
        may_decide: state === 'waiting' && guards.mayDecide(approval, operator),
      };
    });
  };
  const view = async (approval: Approval, operator: Operator) => {
    const [shown] = await viewAll([approval], operator);
    if (!shown) throw new TypeError('One approval makes one view.');
    return shown;
  };

  const audit = (approval: Approval, actor: Actor, operation: AuditEvent['operation'], reason?: string) =>
    auditRow(keyring, {
      ...{ tenantId: approval.tenantId, ...actor, entityType: 'approval', entityId: approval.id },
      ...{ operation, createdAt: clock(), ...(reason !== undefined && { reason }) },
    });

  /** What a wish is about, by the name under which it is approved once; throws where there is no such thing. */
  const subjects: Readonly<Record<Approval['act'], (named: string, of: Asking) => Promise<string>>> = {
    // By its id, whatever it was called by: an approval is for one token.
    reveal: async (named, asking) => (await visibleToken(services, asking, named)).id,
    'delete-tenant': async (named, { tenant }) => {
      if (named !== tenant.id) throw invalid('subject', 'Must be the id of the tenant.');
      return named;
    },
    'destroy-key': async (named, { tenant }) => {
      const versions = (await kekVersions(services.keys.store, clock())).get(tenant.id) ?? [];
      if (!versions.some(({ version, state }) => state === 'old' && String(version) === named))
        throw invalid('subject', 'Must be the number of an old version of the key of the tenant.');
      return named;
    },
  };

  /** What waits for a decision that this operator may make. Throws 403 or 404. */
  const decidable = async (tenantId: string, id: string, operator: Operator): Promise<Approval> => {
    const approval = await findApproval(store, keyring, { tenantId, id });
    if (!approval) throw new ApiError('not-found', 'Nobody has asked for this here.');
    if (!guards.mayDecide(approval, operator)) {
      const own = approval.askedBy === operator.id;
      throw new ApiError(
        'role-forbidden',
        own ? 'Somebody else has to decide about what you ask for.' : 'Whoever decides needs a role that may do it.',
      );
    }
    if (stateOf(approval, clock()) !== 'waiting')
      throw new ApiError('conflict', 'This was decided before, or has ended.');
    return approval;
  };

  return {
    list: async ({ identify, tenant }) => {
      const { operator } = await identify();
      return { data: await viewAll(await approvalsOf(store, keyring, (await tenant()).id), operator) };
    },

    create: async ({ identify, tenant: tenantOf, body: { act, subject: named, reason } }) => {
      const { operator, actor } = await identify();
      const tenant = await tenantOf();
      const { id: tenantId } = tenant;
      if (!twoPerson.has(act))
        throw invalid('act', 'One person is enough for this: start the vault with --console-two-person.');
      if (!mayAct(operator.role, act)) throw new ApiError('role-forbidden', 'Your role may not do this at all.');
      const subject = await subjects[act](named, { operator, tenant });
      const now = clock();
      const approval: Approval = {
        ...{ id: newId(), tenantId, act, subject, reason, askedBy: operator.id, askedAt: now },
        ...{ expiresAt: now + approvalLife, decision: undefined, decidedBy: undefined, decidedAt: undefined },
        doneAt: undefined,
      };
      const failed = await store.commit([
        ...insertApproval(keyring, approval),
        audit(approval, actor, 'create', `${wished[act]} ${subject}: ${reason}`),
      ]);
      if (failed === notAsked) {
        const open = await openApprovals(store, keyring, approval, now);
        if (open.some(({ decision }) => decision !== 'refused')) {
          throw new ApiError('conflict', 'You have asked for this already.');
        }
        throw new ApiError('limit-reached', 'As many wishes wait here as may. Have some of them decided first.');
      }
      return await view(approval, operator);
    },

    options: async ({ identify, tenant, params, body: { decision } }) => {
      const known = await identify();
      const approval = await decidable((await tenant()).id, params.id, known.operator);
      return await touchOptions(services, known, purposeOf(approval, decision));
    },

    decide: async ({ identify, tenant, params, body: { decision, response } }) => {
      const known = await identify();
      const { operator, actor } = known;
      const approval = await decidable((await tenant()).id, params.id, operator);
      const touched = await checkTouch(services, known, response, purposeOf(approval, decision));
      const decided = { decision, decidedBy: operator.id, decidedAt: clock() };
      const failed = await store.commit([
        ...touched,
        changeApproval(keyring, approval, decided),
        audit(approval, actor, decision === 'approved' ? 'update' : 'delete'),
      ]);
      if (failed === approvalOvertaken) throw new ApiError('conflict', 'Somebody else has decided this just now.');
      if (failed !== undefined) throw touchRefused();
      return await view({ ...approval, ...decided }, operator);
    },
  };
};
