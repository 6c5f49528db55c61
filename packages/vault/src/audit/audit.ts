import { idFromText } from '../ids.ts';
import { lengthPrefixed } from '../keys/length-prefixed.ts';
import type { Keyring } from '../keys/port.ts';
import type { SqlValue, Statement } from '../store/port.ts';

/** What happened, to what, by whom. Ids are UUID text; a missing actor is the vault itself. */
export interface AuditEvent {
  tenantId: string;
  actorId: string | undefined;
  entityType: 'token' | 'card' | 'bank' | 'application' | 'tenant';
  entityId: string;
  operation: 'create' | 'read' | 'update' | 'delete';
  /** Milliseconds since the epoch. */
  createdAt: number;
}

const binary = (id: string | undefined): SqlValue => (id === undefined ? null : (idFromText(id) ?? null));

/**
 * The row of an event with its MAC under the tenant's audit key. It belongs into the write that it describes; a row never holds
 * a body or a value.
 */
export const auditRow = (keyring: Keyring, event: AuditEvent): Statement => {
  const { tenantId, actorId, entityType, entityId, operation, createdAt } = event;
  const actorType = actorId === undefined ? 'system' : 'application';
  const mac = keyring
    .tenant(tenantId)
    .auditMac(
      lengthPrefixed(['1', tenantId, actorId ?? '', actorType, entityType, entityId, operation, String(createdAt)]),
    );
  return {
    sql: `insert into audit (tenant_id, actor_id, actor_type, entity_type, entity_id, operation, created_at, mac)
      values (?, ?, ?, ?, ?, ?, ?, ?)`,
    parameters: [binary(tenantId), binary(actorId), actorType, entityType, entityId, operation, createdAt, mac],
  };
};
