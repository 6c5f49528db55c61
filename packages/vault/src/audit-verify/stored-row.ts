import { type AuditedColumns, auditMac } from '../audit/audit.ts';
import { idToText } from '../ids.ts';
import type { TenantKeys } from '../keys/port.ts';

/** A row of `audit`. */
export interface StoredRow {
  n: number;
  tenant_id: Uint8Array;
  actor_id: Uint8Array | null;
  actor_type: string;
  entity_type: string;
  entity_id: string;
  operation: string;
  created_at: number;
  version: number | null;
  digest: Uint8Array | null;
  destination: string | null;
  reason: string | null;
  origin: string | null;
  trace: string | null;
  changes: string | null;
  mac: Uint8Array;
}

const columnsOf = (row: StoredRow, tenantId: string): AuditedColumns => ({
  tenantId,
  actorId: row.actor_id ? idToText(row.actor_id) : undefined,
  actorType: row.actor_type,
  entityType: row.entity_type,
  entityId: row.entity_id,
  // Of rows from before origins were kept, the MAC does not cover the trace id either.
  origin: row.origin === null ? undefined : { from: row.origin, ...(row.trace !== null && { trace: row.trace }) },
  operation: row.operation,
  createdAt: row.created_at,
  ...(row.version !== null && row.digest && { state: { version: row.version, digest: row.digest } }),
  ...(row.destination !== null && { destination: row.destination }),
  ...(row.reason !== null && { reason: row.reason }),
  ...(row.changes !== null && { changes: row.changes }),
});

/** Whether a row is one that the keys of the tenant wrote, as a row of that tenant. */
export const isGenuine = (row: StoredRow, tenantId: string, keys: TenantKeys): boolean =>
  Buffer.from(row.mac).equals(auditMac(keys, columnsOf(row, tenantId)));
