import type { Actor } from '../access/origin.ts';
import { auditOperator } from './audit-operator.ts';
import { deleteIdentity } from './identities.ts';
import type { OperatorStore } from './invite.ts';
import type { Operator } from './operator.ts';
import { endSession } from './operator-sessions.ts';
import { deletePasskey } from './passkeys.ts';

type At = Pick<OperatorStore, 'store' | 'keyring' | 'clock'>;

/** Ends a session of an operator. `by` is the operator who does it. */
export const endSessionOf = async (at: At, operator: Operator, sessionId: string, by: Actor): Promise<void> => {
  await at.store.commit([
    endSession(sessionId),
    ...(await auditOperator(at, operator, {
      ...{ entityType: 'operator_session', entityId: sessionId, operation: 'delete', ...by },
    })),
  ]);
};

/**
 * Removes a passkey of an operator, and ends the sessions that began with it. Gives false where it is the last way to sign in: that one
 * stays.
 */
export const removePasskeyOf = async (at: At, operator: Operator, passkeyId: string, by: Actor): Promise<boolean> => {
  const failed = await at.store.commit([
    ...deletePasskey(operator.id, passkeyId),
    ...(await auditOperator(at, operator, {
      ...{ entityType: 'operator_passkey', entityId: passkeyId, operation: 'delete', ...by },
    })),
  ]);
  return failed === undefined;
};

/** The same for an account at an OpenID provider. */
export const removeIdentityOf = async (at: At, operator: Operator, identityId: string, by: Actor): Promise<boolean> => {
  const failed = await at.store.commit([
    ...deleteIdentity(operator.id, identityId),
    ...(await auditOperator(at, operator, {
      ...{ entityType: 'operator_identity', entityId: identityId, operation: 'delete', ...by },
    })),
  ]);
  return failed === undefined;
};
