import type { ApprovalAct } from '@tessera/contract/console';
import { auditRow } from '../audit/audit.ts';
import { type Approval, changeApproval, openApprovals } from '../operators/approvals.ts';
import { findOperator, type Operator } from '../operators/operator.ts';
import { ApiError } from '../problem.ts';
import type { Statement } from '../store/port.ts';
import type { ConsoleServices } from './console-services.ts';
import type { SignedIn } from './signed-in.ts';

/** What an operator is about to do. */
export interface Deed {
  tenantId: string;
  act: ApprovalAct;
  /** What it is done to: the id of a token, that of the tenant, or the version of its key. */
  subject: string;
}

type Needed = Pick<ConsoleServices, 'store' | 'keyring' | 'clock' | 'guards' | 'twoPerson'>;

/** What is told to whoever has to wait for another operator. */
export const approvalNeeded = (detail = 'Ask for it, and have another operator approve it with a passkey.') =>
  new ApiError('approval-needed', detail);

/** What another operator, who is one still, has approved for this one. Throws 403. */
const approved = async (services: Needed, operator: Operator, deed: Deed): Promise<Approval> => {
  const { store, keyring, clock, guards } = services;
  const open = await openApprovals(store, keyring, { ...deed, askedBy: operator.id }, clock());
  for (const approval of open.filter(({ decision }) => decision === 'approved')) {
    const by = approval.decidedBy === undefined ? undefined : await findOperator(store, keyring, approval.decidedBy);
    if (by && by.revokedAt === undefined && guards.mayDecide(approval, by)) return approval;
  }
  if (open.some(({ decision }) => decision === undefined)) {
    throw approvalNeeded('You have asked for it. Another operator has to approve it now.');
  }
  throw approvalNeeded();
};

/** The reason that was approved; `undefined` where one person is enough. Throws 403 where nobody has approved it. */
export const approvedReason = async (services: Needed, operator: Operator, deed: Deed): Promise<string | undefined> =>
  services.twoPerson.has(deed.act) ? (await approved(services, operator, deed)).reason : undefined;

/**
 * The writes that use an approval up, which belong into the commit of what it allows; none where one person is enough. Throws 403 where
 * nobody has approved it.
 */
export const takeApproval = async (
  services: Needed,
  { operator, actor }: Pick<SignedIn, 'operator' | 'actor'>,
  deed: Deed,
): Promise<Statement[]> => {
  if (!services.twoPerson.has(deed.act)) return [];
  const { keyring, clock, guards } = services;
  const approval = await approved(services, operator, deed);
  const now = clock();
  return [
    ...guards.once(changeApproval(keyring, approval, { doneAt: now })),
    auditRow(keyring, {
      ...{ tenantId: deed.tenantId, ...actor, entityType: 'approval', entityId: approval.id },
      ...{ operation: 'use', createdAt: now },
    }),
  ];
};
