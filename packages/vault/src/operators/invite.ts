import type { RoleName } from '@tessera/contract/console';
import { operatorIdOf } from '../access/operator-id.ts';
import type { Actor } from '../access/origin.ts';
import { idToText, type Random, uuid7 } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { Store } from '../store/port.ts';
import { auditOperator } from './audit-operator.ts';
import { insertLink, linkLife, newSecret } from './links.ts';
import { insertOperator, type Operator, operatorOvertaken, revokeOperator } from './operator.ts';

/** What changes to operators need. */
export interface OperatorStore {
  store: Store;
  keyring: Keyring;
  clock: () => number;
  random: Random;
}

/** An operator who has been invited, and the secret of the link, which is shown here and never again. */
export interface Invited {
  operator: Operator;
  secret: string;
  expiresAt: number;
}

/** Makes an operator, and the link by which the person enrols a passkey. */
export const inviteOperator = async (
  at: OperatorStore,
  asked: { name: string; role: RoleName; tenantId: string | undefined; by: Actor },
): Promise<Invited> => {
  const { store, keyring, clock, random } = at;
  const { name, role, tenantId, by } = asked;
  const now = clock();
  const operator: Operator = {
    id: operatorIdOf(idToText(uuid7(clock, random)())),
    ...{ tenantId, name, role, createdAt: now, createdBy: by.actorId, revokedAt: undefined },
  };
  const secret = newSecret(random);
  const expiresAt = now + linkLife;
  await store.commit([
    insertOperator(keyring, operator),
    insertLink(keyring, operator.id, secret, expiresAt),
    ...(await auditOperator(at, operator, {
      ...{ entityType: 'operator', entityId: operator.id, operation: 'create', ...by },
    })),
  ]);
  return { operator, secret, expiresAt };
};

/** Revokes an operator: sessions, passkeys and links end with this. Gives false if that had happened before. */
export const endOperator = async (at: OperatorStore, operator: Operator, by: Actor): Promise<boolean> => {
  const failed = await at.store.commit([
    ...revokeOperator(at.keyring, operator, at.clock()),
    ...(await auditOperator(at, operator, {
      ...{ entityType: 'operator', entityId: operator.id, operation: 'delete', ...by },
    })),
  ]);
  return failed !== operatorOvertaken;
};
