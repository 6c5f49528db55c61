import type { Wire } from '@tessera/contract';
import { type Facts, originShown } from '../audit/changes.ts';
import { idFromText, idToText } from '../ids.ts';
import { columnId, idColumn, insertInto, versionedRows } from '../store/columns.ts';
import { oneAfterTheOther } from '../store/one-after-the-other.ts';
import type { Reads, Statement } from '../store/port.ts';

/** A webhook as it is kept. Ids are UUID text, times milliseconds. */
export interface Webhook {
  id: string;
  tenantId: string;
  name: string;
  url: string;
  notifyEmail: string | undefined;
  events: readonly Wire['EventType'][];
  status: Wire['WebhookStatus'];
  /** The last row of the audit that it is not told of any more. */
  afterRow: number;
  /** Which of its keys signs, and since when. */
  keyVersion: number;
  keyChangedAt: number | undefined;
  /** Counts the changes. */
  version: number;
  createdAt: number;
  createdBy: string | undefined;
  modifiedAt: number | undefined;
  modifiedBy: string | undefined;
}

/** What entries of the audit log tell of changes of a webhook. */
export const webhookFacts = ({ name, url, notifyEmail, events, status, keyVersion }: Webhook): Facts => ({
  shown: { status, events, url: originShown(url), signing_key: keyVersion },
  named: { name, url, notify_email: notifyEmail },
});

interface Row {
  tenant_id: Uint8Array;
  id: Uint8Array;
  name: string;
  url: string;
  notify_email: string | null;
  events: string;
  status: Wire['WebhookStatus'];
  after_row: number;
  key_version: number;
  key_changed_at: number | null;
  version: number;
  created_at: number;
  created_by: Uint8Array | null;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

const columns = `tenant_id, id, name, url, notify_email, events, status, after_row, key_version, key_changed_at, version,
  created_at, created_by, modified_at, modified_by`;

const fromRow = (row: Row): Webhook => ({
  id: idToText(row.id),
  tenantId: idToText(row.tenant_id),
  name: row.name,
  url: row.url,
  notifyEmail: row.notify_email ?? undefined,
  events: JSON.parse(row.events),
  status: row.status,
  afterRow: row.after_row,
  keyVersion: row.key_version,
  keyChangedAt: row.key_changed_at ?? undefined,
  version: row.version,
  createdAt: row.created_at,
  createdBy: columnId(row.created_by),
  modifiedAt: row.modified_at ?? undefined,
  modifiedBy: columnId(row.modified_by),
});

/** The row of a webhook. */
export const webhookColumns = (webhook: Webhook) => ({
  tenant_id: idColumn(webhook.tenantId),
  id: idColumn(webhook.id),
  name: webhook.name,
  url: webhook.url,
  notify_email: webhook.notifyEmail ?? null,
  events: JSON.stringify(webhook.events),
  status: webhook.status,
  after_row: webhook.afterRow,
  key_version: webhook.keyVersion,
  key_changed_at: webhook.keyChangedAt ?? null,
  version: webhook.version,
  created_at: webhook.createdAt,
  created_by: idColumn(webhook.createdBy),
  modified_at: webhook.modifiedAt ?? null,
  modified_by: idColumn(webhook.modifiedBy),
});

/** Webhooks that a tenant may have. */
export const mostWebhooks = 5;

/** What stands for "the tenant has as many webhooks as it may have" when a write comes back. */
export const tooManyWebhooks = 'too-many-webhooks';

export const insertWebhook = (webhook: Webhook): Statement[] => {
  const { sql, parameters } = insertInto('webhooks', webhookColumns(webhook));
  return [
    oneAfterTheOther,
    {
      // The row is inserted from a query without rows once there are enough: the count and the write are one statement.
      sql: sql.replace(/values \((.*)\)$/, 'select $1 where (select count(*) from webhooks where tenant_id = ?) < ?'),
      parameters: [...parameters, idColumn(webhook.tenantId), mostWebhooks],
      guard: { changes: 1, otherwise: tooManyWebhooks },
    },
  ];
};

/** What stands for "the webhook was changed or deleted meanwhile" when a write comes back. */
export const webhookOvertaken = 'webhook-overtaken';

const rows = versionedRows('webhooks', webhookOvertaken);

/** Writes a webhook over the version it was read at. */
export const updateWebhook = (webhook: Webhook): Statement => rows.update(webhookColumns(webhook), webhook.version - 1);

export const deleteWebhook = rows.remove;

/** `id` comes from a path and may be any text. */
export const findWebhook = async (store: Reads, tenantId: string, id: string): Promise<Webhook | undefined> => {
  const key = idFromText(id);
  if (!key) return undefined;
  const sql = `select ${columns} from webhooks where tenant_id = ? and id = ?`;
  const [row] = await store.rows<Row>(sql, [idColumn(tenantId), key]);
  return row && fromRow(row);
};

/** All webhooks of a tenant, newest first. */
export const listWebhooks = async (store: Reads, tenantId: string): Promise<Webhook[]> => {
  const sql = `select ${columns} from webhooks where tenant_id = ? order by created_at desc, id desc`;
  return (await store.rows<Row>(sql, [idColumn(tenantId)])).map(fromRow);
};

/** The webhooks of all tenants that are told of events. */
export const enabledWebhooks = async (store: Reads): Promise<Webhook[]> =>
  (await store.rows<Row>(`select ${columns} from webhooks where status = 'enabled'`)).map(fromRow);

/** The tenants that have a webhook which is told of events of a type. */
export const tenantsAsking = async (store: Reads, type: Wire['EventType']): Promise<Set<string>> =>
  new Set((await enabledWebhooks(store)).flatMap(({ tenantId, events }) => (events.includes(type) ? [tenantId] : [])));

/** The newest row of the audit: what a webhook that begins now is not told of. */
export const newestRow = async (store: Reads): Promise<number> => {
  const [row] = await store.rows<{ n: number | null }>('select max(n) as n from audit');
  return row?.n ?? 0;
};
