import type { Wire } from '@tessera/contract';
import { idFromText, idToText } from '../ids.ts';
import { columnId, idColumn, insertInto, versionedRows } from '../store/columns.ts';
import type { Reads, SqlValue, Statement, Store } from '../store/port.ts';
import type { AccessRule } from './access-rules.ts';
import {
  type ApplicationKey,
  findableKeys,
  forgetUses,
  type KeyColumns,
  keyByHash,
  keysColumn,
  keysOf,
  liveKeys,
} from './application-keys.ts';
import type { ApplicationType } from './permissions.ts';
import { type QuotaRow, quotaOf, type TenantQuota } from './quota.ts';

/** An application as it is kept. Ids are UUID text, times milliseconds. */
export interface Application {
  id: string;
  tenantId: string;
  name: string;
  type: ApplicationType;
  permissions: string[];
  /** What it may do with tokens, in place of permissions; in the order of their priority. */
  rules: readonly AccessRule[] | undefined;
  /** Newest first; those that have expired may still be among them. */
  keys: readonly ApplicationKey[];
  /** When all its keys stop working; `undefined` when they do not. */
  expiresAt: number | undefined;
  /** Counts the changes. */
  version: number;
  createdAt: number;
  createdBy: string | undefined;
  modifiedAt: number | undefined;
  modifiedBy: string | undefined;
}

interface Row extends KeyColumns {
  tenant_id: Uint8Array;
  name: string;
  type: ApplicationType;
  permissions: string;
  rules: string | null;
  expires_at: number | null;
  version: number;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

const columns = [
  ...['tenant_id', 'id', 'name', 'type', 'permissions', 'key_hash', 'former_key_hash', 'former_key_ends_at', 'keys'],
  ...['rules', 'expires_at', 'version', 'created_at', 'created_by', 'modified_at', 'modified_by'],
];

const selected = columns.join(', ');

const fromRow = (row: Row): Application => ({
  id: idToText(row.id),
  tenantId: idToText(row.tenant_id),
  name: row.name,
  type: row.type,
  permissions: JSON.parse(row.permissions),
  rules: row.rules === null ? undefined : JSON.parse(row.rules),
  keys: keysOf(row),
  expiresAt: row.expires_at ?? undefined,
  version: row.version,
  createdAt: row.created_at,
  createdBy: columnId(row.created_by),
  modifiedAt: row.modified_at ?? undefined,
  modifiedBy: columnId(row.modified_by),
});

/** The row of an application. The columns of its only key, which rows from before may still have, are emptied. */
export const applicationColumns = (application: Application) => ({
  tenant_id: idColumn(application.tenantId),
  id: idColumn(application.id),
  name: application.name,
  type: application.type,
  permissions: JSON.stringify(application.permissions),
  rules: application.rules ? JSON.stringify(application.rules) : null,
  key_hash: null,
  former_key_hash: null,
  former_key_ends_at: null,
  keys: keysColumn(application.keys),
  expires_at: application.expiresAt ?? null,
  version: application.version,
  created_at: application.createdAt,
  created_by: idColumn(application.createdBy),
  modified_at: application.modifiedAt ?? null,
  modified_by: idColumn(application.modifiedBy),
});

export const insertApplication = (application: Application): Statement[] => [
  insertInto('applications', applicationColumns(application)),
  ...findableKeys(application, [], application.keys),
];

/** What stands for "the application was changed or deleted meanwhile" when a write comes back. */
export const applicationOvertaken = 'application-overtaken';

const rows = versionedRows('applications', applicationOvertaken);

/** Writes an application over what it was before. */
export const updateApplication = (before: Application, application: Application): Statement[] => [
  rows.update(applicationColumns(application), before.version),
  ...findableKeys(application, before.keys, application.keys),
  ...forgetUses(
    before.tenantId,
    before.keys.filter(({ id }) => !application.keys.some((key) => key.id === id)),
  ),
];

export const deleteApplication = ({
  id,
  tenantId,
  keys,
}: Pick<Application, 'id' | 'tenantId' | 'keys'>): Statement[] => [
  rows.remove({ id, tenantId }),
  ...forgetUses(tenantId, keys),
];

/** An application with what its tenant sets: together they say what a call may do. */
export interface Acting extends Application {
  settings: Wire['TenantSettings'];
  testMode: boolean;
  quota: TenantQuota;
}

/** An application that was found by one of its keys. */
export interface KeyHolder extends Acting {
  /** The key that it was found by, and when that stops working. */
  keyId: string;
  keyEndsAt: number | undefined;
}

type ActingRow = Row & QuotaRow & { settings: string; test_mode: number };

const acting = `${columns.map((name) => `a.${name}`).join(', ')}, t.settings, t.test_mode, t.tokens_a_day, t.bytes_a_day`;

const actingFromRow = (row: ActingRow): Acting => ({
  ...fromRow(row),
  settings: JSON.parse(row.settings),
  testMode: row.test_mode !== 0,
  quota: quotaOf(row),
});

/** The application of a key that works. */
export const findApplicationByKeyHash = async (
  store: Store,
  hash: Uint8Array,
  now: number,
): Promise<KeyHolder | undefined> => {
  const [row] = await store.rows<ActingRow>(
    `select ${acting} from application_keys k
      join applications a on a.tenant_id = k.tenant_id and a.id = k.application_id
      join tenants t on t.id = a.tenant_id
      where k.key_hash = ?`,
    [hash],
  );
  if (!row) return undefined;
  const application = actingFromRow(row);
  const key = keyByHash(application.keys, hash);
  if (!key) return undefined;
  const ends = Math.min(key.expiresAt ?? Number.POSITIVE_INFINITY, application.expiresAt ?? Number.POSITIVE_INFINITY);
  if (ends <= now) return undefined;
  return { ...application, keyId: key.id, keyEndsAt: Number.isFinite(ends) ? ends : undefined };
};

/** An application for which code acts; `undefined` where it is gone, has expired, or has no key that works. */
export const findActing = async (
  store: Store,
  tenantId: string,
  id: string,
  now: number,
): Promise<Acting | undefined> => {
  const [row] = await store.rows<ActingRow>(
    `select ${acting} from applications a join tenants t on t.id = a.tenant_id where a.tenant_id = ? and a.id = ?`,
    [idColumn(tenantId), idColumn(id)],
  );
  const application = row && actingFromRow(row);
  const works =
    application &&
    (application.expiresAt ?? Number.POSITIVE_INFINITY) > now &&
    liveKeys(application.keys, now).length > 0;
  return works ? application : undefined;
};

/** An application of any tenant. */
export const findApplicationAnywhere = async (store: Store, id: string): Promise<Application | undefined> => {
  const key = idFromText(id);
  const [row] = key ? await store.rows<Row>(`select ${selected} from applications where id = ?`, [key]) : [];
  return row && fromRow(row);
};

/** `id` comes from a path and may be any text. */
export const findApplication = async (store: Store, tenantId: string, id: string): Promise<Application | undefined> => {
  const key = idFromText(id);
  if (!key) return undefined;
  const sql = `select ${selected} from applications where tenant_id = ? and id = ?`;
  const [row] = await store.rows<Row>(sql, [idColumn(tenantId), key]);
  return row && fromRow(row);
};

/** Which applications are listed, and which page of them. */
interface ApplicationList {
  /** Those that are no UUIDs match nothing. */
  ids: readonly string[] | undefined;
  types?: readonly ApplicationType[] | undefined;
  limit: number;
  offset: number;
  /** The page starts behind this one. */
  cursor?: { createdAt: number; id: Uint8Array } | undefined;
}

const amongst = (column: string, values: readonly SqlValue[] | undefined): string =>
  values ? ` and ${column} in (${values.map(() => '?').join(', ')})` : '';

/** Newest first; `more` says whether others follow. */
export const listApplications = async (
  store: Reads,
  tenantId: string,
  { ids, types, limit, offset, cursor }: ApplicationList,
): Promise<{ total: number; applications: Application[]; more: boolean }> => {
  const wanted = ids?.flatMap((id) => idFromText(id) ?? []);
  if (wanted?.length === 0) return { total: 0, applications: [], more: false };
  const filter = amongst('id', wanted) + amongst('type', types);
  const parameters = [idColumn(tenantId), ...(wanted ?? []), ...(types ?? [])];
  const [counted] = await store.rows<{ total: number }>(
    `select count(*) as total from applications where tenant_id = ?${filter}`,
    parameters,
  );
  const rows = await store.rows<Row>(
    `select ${selected} from applications where tenant_id = ?${filter}${cursor ? ' and (created_at, id) < (?, ?)' : ''}
      order by created_at desc, id desc limit ? offset ?`,
    [...parameters, ...(cursor ? [cursor.createdAt, cursor.id] : []), limit + 1, offset],
  );
  return { total: counted?.total ?? 0, applications: rows.slice(0, limit).map(fromRow), more: rows.length > limit };
};
