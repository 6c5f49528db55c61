import type { Wire } from '@tessera/contract';
import { idFromText } from '../ids.ts';
import { idColumn, insertInto } from '../store/columns.ts';
import type { Reads, SqlValue, Statement } from '../store/port.ts';

/** A row of `webhook_deliveries`: one event on its way to one webhook. */
export interface DeliveryRow {
  tenant_id: Uint8Array;
  id: Uint8Array;
  webhook_id: Uint8Array;
  event_id: Uint8Array;
  event_type: Wire['EventType'];
  /** The number of the row of the audit that the event is made of, by which the events of one object are in order. */
  audit_row: number;
  entity_type: Wire['EntityType'];
  entity_id: string;
  actor_id: Uint8Array | null;
  trace: string | null;
  happened_at: number;
  status: Wire['DeliveryStatus'];
  attempts: number;
  /** The next attempt is made then. While one is under way, that is when it counts as lost. */
  due_at: number;
  response_status: number | null;
  error: string | null;
  created_at: number;
  ended_at: number | null;
}

const names = [
  ...['tenant_id', 'id', 'webhook_id', 'event_id', 'event_type', 'audit_row', 'entity_type', 'entity_id', 'actor_id'],
  ...['trace', 'happened_at', 'status', 'attempts', 'due_at', 'response_status', 'error', 'created_at', 'ended_at'],
];
const columns = names.join(', ');
const ofDelivery = names.map((name) => `d.${name}`).join(', ');

export const insertDelivery = (row: DeliveryRow): Statement => insertInto('webhook_deliveries', { ...row });

/** What is known of a delivery before the first attempt. */
export const unsent = (
  now: number,
): Pick<DeliveryRow, 'status' | 'attempts' | 'due_at' | 'response_status' | 'error' | 'created_at' | 'ended_at'> => ({
  ...{ status: 'waiting', attempts: 0, due_at: now, response_status: null, error: null },
  ...{ created_at: now, ended_at: null },
});

/** A delivery whose time has come, and what is needed of its webhook. */
export interface DueRow extends DeliveryRow {
  url: string;
  key_version: number;
  key_changed_at: number | null;
}

/**
 * Deliveries that can be made now, at most `limit`, the longest due first. Of several that wait for one webhook and are about one object,
 * only the first is among them: the others wait until it was delivered or given up.
 */
export const dueDeliveries = (
  store: Reads,
  { now, without, limit }: { now: number; without: readonly Uint8Array[]; limit: number },
): Promise<DueRow[]> => {
  const others = without.length > 0 ? `and d.webhook_id not in (${without.map(() => '?').join(', ')})` : '';
  return store.rows<DueRow>(
    `select ${ofDelivery}, w.url, w.key_version, w.key_changed_at
      from webhook_deliveries d join webhooks w on w.tenant_id = d.tenant_id and w.id = d.webhook_id
      where d.status = 'waiting' and d.due_at <= ? and w.status = 'enabled' ${others}
        and not exists (
          select 1 from webhook_deliveries e
          where e.webhook_id = d.webhook_id and e.entity_id = d.entity_id and e.status = 'waiting'
            and e.audit_row < d.audit_row
        )
      order by d.due_at, d.audit_row limit ?`,
    [now, ...without, limit],
  );
};

/** What stands for "another process has this delivery" when a write comes back. */
const taken = 'delivery-taken';

/** Begins an attempt. It fails where another process has begun one since the row was read. */
export const claimDelivery = ({ tenant_id, id, attempts }: DeliveryRow, until: number): Statement => ({
  sql: `update webhook_deliveries set attempts = attempts + 1, due_at = ?
    where tenant_id = ? and id = ? and status = 'waiting' and attempts = ?`,
  parameters: [until, tenant_id, id, attempts],
  guard: { changes: 1, otherwise: taken },
});

/** How an attempt went, and what becomes of the delivery. */
export interface Attempted {
  status: DeliveryRow['status'];
  dueAt: number;
  responseStatus: number | undefined;
  error: string | undefined;
  endedAt: number | undefined;
}

/** Writes down how an attempt went, unless it took so long that another one was begun. */
export const settleDelivery = ({ tenant_id, id, attempts }: DeliveryRow, done: Attempted): Statement => ({
  sql: `update webhook_deliveries set status = ?, due_at = ?, response_status = ?, error = ?, ended_at = ?
    where tenant_id = ? and id = ? and status = 'waiting' and attempts = ?`,
  parameters: [
    ...[done.status, done.dueAt, done.responseStatus ?? null, done.error ?? null, done.endedAt ?? null],
    ...[tenant_id, id, attempts + 1],
  ],
});

/** Whether anything reached a webhook since a time. */
export const reachedSince = async (store: Reads, { tenant_id, webhook_id }: DeliveryRow, time: number) => {
  const rows = await store.rows(
    `select 1 from webhook_deliveries
      where tenant_id = ? and webhook_id = ? and status = 'delivered' and ended_at >= ? limit 1`,
    [tenant_id, webhook_id, time],
  );
  return rows.length > 0;
};

/** How many deliveries wait for a webhook, counted up to a bound. */
export const waitingFor = async (store: Reads, webhookId: string, most: number): Promise<number> => {
  const [row] = await store.rows<{ n: number }>(
    `select count(*) as n from (
      select 1 from webhook_deliveries where webhook_id = ? and status = 'waiting' limit ?
    ) as found`,
    [idColumn(webhookId), most],
  );
  return row?.n ?? 0;
};

/** `id` comes from a path and may be any text. */
export const findDelivery = async (store: Reads, tenantId: string, webhookId: string, id: string) => {
  const key = idFromText(id);
  if (!key) return undefined;
  const [row] = await store.rows<DeliveryRow>(
    `select ${columns} from webhook_deliveries where tenant_id = ? and id = ? and webhook_id = ?`,
    [idColumn(tenantId), key, idColumn(webhookId)],
  );
  return row;
};

/** Deliveries of a webhook, newest first. */
export const listDeliveries = async (
  store: Reads,
  { tenantId, webhookId, status }: { tenantId: string; webhookId: string; status: DeliveryRow['status'] | undefined },
  { limit, cursor }: { limit: number; cursor: { createdAt: number; id: Uint8Array } | undefined },
): Promise<DeliveryRow[]> => {
  const more: [sql: string, parameters: readonly SqlValue[]][] = [
    ...(status ? [[' and status = ?', [status]] as [string, string[]]] : []),
    ...(cursor ? [[' and (created_at, id) < (?, ?)', [cursor.createdAt, cursor.id]] as [string, SqlValue[]]] : []),
  ];
  return await store.rows<DeliveryRow>(
    `select ${columns} from webhook_deliveries where tenant_id = ? and webhook_id = ?${more.map(([sql]) => sql).join('')}
      order by created_at desc, id desc limit ?`,
    [idColumn(tenantId), idColumn(webhookId), ...more.flatMap(([, parameters]) => parameters), limit],
  );
};
