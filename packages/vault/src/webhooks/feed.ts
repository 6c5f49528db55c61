import type { Wire } from '@tessera/contract';
import { type AuditEvent, rowId } from '../audit/audit.ts';
import { idFromText, idToText } from '../ids.ts';
import type { Services } from '../services.ts';
import { idColumn } from '../store/columns.ts';
import type { Reads } from '../store/port.ts';
import { type DeliveryRow, insertDelivery, unsent, waitingFor } from './deliveries.ts';
import { eventTypeOf } from './event-types.ts';
import { enabledWebhooks, type Webhook } from './webhooks.ts';

/** Rows of the audit that are read at once. */
const batch = 500;

/** Deliveries that may wait for one webhook. Events that happen while there are as many are left out. */
export const mostWaiting = 10_000;

/** What stands for "another process has fed these rows" when a write comes back. */
const overtaken = 'feed-overtaken';

interface AuditRow {
  n: number;
  tenant_id: Uint8Array;
  actor_id: Uint8Array | null;
  entity_type: Wire['EntityType'];
  entity_id: string;
  operation: AuditEvent['operation'];
  created_at: number;
  trace: string | null;
  mac: Uint8Array;
}

export type FeedSources = Pick<Services, 'store' | 'clock' | 'newId' | 'metrics' | 'log'>;

const numberOf = async (store: Reads, sql: string): Promise<number> => {
  const [row] = await store.rows<{ n: number | null }>(sql);
  return row?.n ?? 0;
};

/** Each webhook that is told of a row, with the row and the type of the event. */
const matches = (rows: readonly AuditRow[], webhooks: readonly Webhook[]) => {
  const byTenant = Map.groupBy(webhooks, ({ tenantId }) => tenantId);
  return rows.flatMap((row) => {
    const type = eventTypeOf(row);
    if (!type) return [];
    return (byTenant.get(idToText(row.tenant_id)) ?? [])
      .filter(({ events, afterRow }) => row.n > afterRow && events.includes(type))
      .map((webhook) => ({ row, type, webhook }));
  });
};

/**
 * Makes deliveries of the next rows of the audit that are sealed, and gives how many rows it read. The audit is what events come from: its
 * rows are committed together with the changes that they tell of, so no event is lost, and none is told of a change that was not kept.
 * The place in the audit moves on in the commit that makes the deliveries, so whoever comes second with a row finds it moved, and each
 * event is made once. Seals come in order, so events do too (docs/architecture.md §5.4).
 */
const feedBatch = async ({ store, clock, newId, metrics, log }: FeedSources, most: number): Promise<number> => {
  const place = await numberOf(store, 'select last_row as n from webhook_feed where id = 1');
  const end = await numberOf(store, 'select max(last_row) as n from audit_seals');
  if (end <= place) return 0;
  const webhooks = await enabledWebhooks(store);
  if (webhooks.length === 0) return 0;
  const start = webhooks.reduce((least, { afterRow }) => Math.min(least, afterRow), end);
  const rows = await store.rows<AuditRow>(
    `select n, tenant_id, actor_id, entity_type, entity_id, operation, created_at, trace, mac
      from audit where n > ? and n <= ? order by n limit ?`,
    [Math.max(place, start), end, batch],
  );
  const last = rows.at(-1);
  if (!last) return 0;

  const room = new Map<string, number>();
  const leftOut = new Map<string, number>();
  const made: DeliveryRow[] = [];
  for (const { row, type, webhook } of matches(rows, webhooks)) {
    const free = room.get(webhook.id) ?? most - (await waitingFor(store, webhook.id, most));
    room.set(webhook.id, free - 1);
    if (free <= 0) {
      leftOut.set(webhook.id, (leftOut.get(webhook.id) ?? 0) + 1);
      continue;
    }
    made.push({
      ...{ tenant_id: row.tenant_id, id: idFromText(newId()) ?? new Uint8Array(16) },
      webhook_id: idColumn(webhook.id) ?? new Uint8Array(16),
      event_id: idFromText(rowId(row.mac)) ?? new Uint8Array(16),
      ...{ event_type: type, audit_row: row.n, entity_type: row.entity_type, entity_id: row.entity_id },
      ...{ actor_id: row.actor_id, trace: row.trace, happened_at: row.created_at },
      ...unsent(clock()),
    });
  }
  const move = {
    sql: 'update webhook_feed set last_row = ? where id = 1 and last_row = ?',
    parameters: [last.n, place],
    guard: { changes: 1, otherwise: overtaken },
  };
  const failed = await store.commit([move, ...made.map(insertDelivery)]);
  if (failed !== undefined) return 0;
  for (const [webhookId, count] of leftOut) {
    metrics.eventsLeftOut(count);
    log.warn({ webhook_id: webhookId, count }, 'events were left out: too many wait for this webhook');
  }
  return rows.length;
};

/** Makes deliveries of everything that is sealed by now. */
export const feed = async (sources: FeedSources, most = mostWaiting): Promise<void> => {
  for (;;) if ((await feedBatch(sources, most)) < batch) return;
};
