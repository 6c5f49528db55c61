import type { Wire } from '@tessera/contract';
import { idFromText, idToText } from '../ids.ts';
import type { SqlValue, Store } from '../store/port.ts';
import { wireTime } from '../times.ts';
import type { AuditEvent } from './audit.ts';
import { entityTypes } from './entity-types.ts';

/** Which rows of a tenant's audit are asked for. Parts that are left out do not narrow them. */
export interface LogFilter {
  entityType: Wire['EntityType'] | undefined;
  entityId: string | undefined;
  /** From this time on, in milliseconds. */
  from: number | undefined;
  /** Before this time, in milliseconds. */
  before: number | undefined;
}

interface Row {
  actor_id: Uint8Array | null;
  actor_type: string;
  entity_type: Wire['EntityType'];
  entity_id: string;
  operation: AuditEvent['operation'];
  created_at: number;
}

const done: Readonly<Record<AuditEvent['operation'], string>> = {
  create: 'created',
  read: 'retrieved',
  update: 'updated',
  delete: 'deleted',
};

const viewOf =
  (tenantId: string) =>
  (row: Row): Wire['Log'] => ({
    tenant_id: tenantId,
    ...(row.actor_id && { actor_id: idToText(row.actor_id) }),
    actor_type: row.actor_type,
    entity_type: row.entity_type,
    entity_id: row.entity_id,
    operation: row.operation,
    message: `${entityTypes[row.entity_type]} ${done[row.operation]}`,
    created_at: wireTime(row.created_at),
  });

/** The rows a filter is about, as a condition on the table `audit`. */
export const logCondition = (
  tenantId: string,
  { entityType, entityId, from, before }: LogFilter,
): { sql: string; parameters: readonly SqlValue[] } => {
  const parts: [sql: string, parameter: SqlValue | undefined][] = [
    ['tenant_id = ?', idFromText(tenantId) ?? null],
    ['entity_type = ?', entityType],
    ['entity_id = ?', entityId],
    ['created_at >= ?', from],
    ['created_at < ?', before],
  ];
  const asked = parts.filter((part): part is [string, SqlValue] => part[1] !== undefined);
  return { sql: asked.map(([sql]) => sql).join(' and '), parameters: asked.map(([, parameter]) => parameter) };
};

/** A page of the audit in words, newest first. */
export const listLogs = async (
  store: Store,
  tenantId: string,
  filter: LogFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<Wire['Log'][]> => {
  const { sql, parameters } = logCondition(tenantId, filter);
  const rows = await store.rows<Row>(
    `select actor_id, actor_type, entity_type, entity_id, operation, created_at from audit
      where ${sql} order by created_at desc, n desc limit ? offset ?`,
    [...parameters, limit, offset],
  );
  return rows.map(viewOf(tenantId));
};
