import { type AuditEvent, auditRow } from '../audit/audit.ts';
import { idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import type { Reads, Statement } from '../store/port.ts';
import type { Operator } from './operator.ts';

/** The tenants that an operator may look into, by name; those whose keys were destroyed are on their way out. */
export const tenantsInScope = async (
  store: Reads,
  keyring: Keyring,
  { tenantId }: Pick<Operator, 'tenantId'>,
): Promise<{ id: string; name: string }[]> => {
  const rows = await store.rows<{ id: Uint8Array; name: string }>('select id, name from tenants order by name, id');
  return rows
    .map(({ id, name }) => ({ id: idToText(id), name }))
    .filter(({ id }) => keyring.has(id) && (tenantId === undefined || id === tenantId));
};

/** What happened to an operator, and who did it; nobody with an id of their own where that was the command line. */
export type OperatorEvent = Pick<AuditEvent, 'operation' | 'entityId' | 'actorId' | 'origin'> & {
  entityType: 'operator' | 'operator_identity' | 'operator_passkey' | 'operator_session';
};

/** An audit row in the log of each tenant that the operator may look into: it is their data that the person can see. */
export const auditOperator = async (
  { store, keyring, clock }: { store: Reads; keyring: Keyring; clock: () => number },
  operator: Pick<Operator, 'tenantId'>,
  event: OperatorEvent,
): Promise<Statement[]> => {
  const now = clock();
  const tenants = await tenantsInScope(store, keyring, operator);
  return tenants.map(({ id }) => auditRow(keyring, { ...event, tenantId: id, createdAt: now }));
};
