import { contract } from '@tessera/contract';
import type { VaultRequest } from '../http/messages.ts';
import { assertAgreeable, deletionAct } from '../operators/assert-agreed.ts';
import type { ConsoleServices } from './console-services.ts';
import type { SignedIn } from './signed-in.ts';
import { approvalNeeded, approvedReason, takeApproval } from './two-person.ts';

/** Whether a call of the documented API, which lies below `root`, would delete its tenant. */
export const deletesTenant = ({ method, url }: VaultRequest, root: string): boolean =>
  method === 'DELETE' && new URL(url).pathname.replace(/\/$/, '') === `${root}${contract.tenants.delete.path}`;

/**
 * Uses up the approval under which an operator deletes a tenant, where that takes two people. Throws 403 where nobody has approved it, and
 * where two operators of keys have to agree and have not: then nothing is used up. Their agreement is used up by the deletion itself.
 */
export const takeDeletion = async (services: ConsoleServices, known: SignedIn, tenantId: string): Promise<void> => {
  const deed = { tenantId, act: 'delete-tenant', subject: tenantId } as const;
  await approvedReason(services, known.operator, deed);
  await assertAgreeable(services, deletionAct(tenantId));
  const taken = await takeApproval(services, known, deed);
  // Deleting a tenant destroys its keys, which are in another database: an approval is used up before, and not used twice.
  if (taken.length > 0 && (await services.store.commit(taken)) !== undefined) throw approvalNeeded();
};
