import type { Wire } from '@tessera/contract';
import { idToText } from '../ids.ts';
import { idColumn } from '../store/columns.ts';
import type { Reads, SqlValue } from '../store/port.ts';
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
  destination: string | null;
  created_at: number;
}

const done: Readonly<Record<AuditEvent['operation'], string>> = {
  create: 'created',
  read: 'retrieved',
  update: 'updated',
  delete: 'deleted',
  use: 'used',
};

const messageOf = ({ entity_type, operation, destination }: Row): string =>
  `${entityTypes[entity_type]} ${done[operation]}${destination === null ? '' : ` in a request to ${destination}`}`;

const viewOf =
  (tenantId: string) =>
  (row: Row): Wire['Log'] => ({
    tenant_id: tenantId,
    ...(row.actor_id && { actor_id: idToText(row.actor_id) }),
    actor_type: row.actor_type,
    entity_type: row.entity_type,
    entity_id: row.entity_id,
    operation: row.operation,
    message: messageOf(row),
    created_at: wireTime(row.created_at),
  });

/** Rows of the table `audit`, and the order in which the index that holds them has them. */
export interface LogCondition {
  sql: string;
  parameters: readonly SqlValue[];
  order: string;
}

/**
 * The rows a filter is about, newest first. A filter on an entity and on time is written as one range of an index. Apart from each
 * other they leave the choice to SQLite, which keeps no statistics and then takes the index of times and walks through it.
 */
export const logCondition = (
  tenantId: string,
  { entityType, entityId, from = 0, before = Number.MAX_SAFE_INTEGER }: LogFilter,
): LogCondition => {
  const [column, value] = entityId !== undefined ? ['entity_id', entityId] : ['entity_type', entityType];
  const tenant = idColumn(tenantId);
  if (value === undefined) {
    return {
      sql: 'tenant_id = ? and created_at >= ? and created_at < ?',
      parameters: [tenant, from, before],
      order: 'created_at desc, n desc',
    };
  }
  const alsoType = entityId !== undefined && entityType !== undefined;
  return {
    sql: `tenant_id = ? and (${column}, created_at) >= (?, ?) and (${column}, created_at) < (?, ?)${
      alsoType ? " and entity_type || '' = ?" : ''
    }`,
    parameters: [tenant, value, from, value, before, ...(alsoType ? [entityType] : [])],
    order: `${column} desc, created_at desc, n desc`,
  };
};

/** A page of the audit in words, newest first. */
export const listLogs = async (
  store: Reads,
  tenantId: string,
  { sql, parameters, order }: LogCondition,
  { limit, offset }: { limit: number; offset: number },
): Promise<Wire['Log'][]> => {
  const rows = await store.rows<Row>(
    `select actor_id, actor_type, entity_type, entity_id, operation, destination, created_at from audit
      where ${sql} order by ${order} limit ? offset ?`,
    [...parameters, limit, offset],
  );
  return rows.map(viewOf(tenantId));
};
