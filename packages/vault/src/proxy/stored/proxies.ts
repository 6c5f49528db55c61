import { idFromText, idToText } from '../../ids.ts';
import type { Sealed } from '../../keys/port.ts';
import { namePattern } from '../../reactors/name-search.ts';
import { readPage, type Slice } from '../../reactors/page.ts';
import { columnId, idColumn, insertInto, versionedRows } from '../../store/columns.ts';
import type { Reads, SqlValue, Statement, Store } from '../../store/port.ts';

/** A stored proxy as it is kept. Ids are UUID text, times milliseconds. Its settings stand in it sealed. */
export interface StoredProxy {
  id: string;
  tenantId: string;
  /** What calls name it by. */
  key: string;
  name: string;
  destinationUrl: string;
  requireAuth: boolean;
  /** Whether references to tokens in requests become their data. */
  detokenizes: boolean;
  /** As which the code of its transforms may use the vault. */
  applicationId: string | undefined;
  /** Counts the changes; part of what the seal is bound to. */
  version: number;
  settings: Sealed;
  createdAt: number;
  createdBy: string | undefined;
  modifiedAt: number | undefined;
  modifiedBy: string | undefined;
}

interface Row {
  tenant_id: Uint8Array;
  id: Uint8Array;
  key: string;
  name: string;
  destination_url: string;
  require_auth: number;
  detokenizes: number;
  application_id: Uint8Array | null;
  version: number;
  kek_version: number;
  wrapped_dek: Uint8Array;
  sealed: Uint8Array;
  created_at: number;
  created_by: Uint8Array | null;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

const columns = `tenant_id, id, key, name, destination_url, require_auth, detokenizes, application_id, version, kek_version,
  wrapped_dek, sealed, created_at, created_by, modified_at, modified_by`;

const fromRow = (row: Row): StoredProxy => ({
  id: idToText(row.id),
  tenantId: idToText(row.tenant_id),
  key: row.key,
  name: row.name,
  destinationUrl: row.destination_url,
  requireAuth: row.require_auth !== 0,
  detokenizes: row.detokenizes !== 0,
  applicationId: columnId(row.application_id),
  version: row.version,
  settings: { kekVersion: row.kek_version, wrappedDek: row.wrapped_dek, box: row.sealed },
  createdAt: row.created_at,
  createdBy: columnId(row.created_by),
  modifiedAt: row.modified_at ?? undefined,
  modifiedBy: columnId(row.modified_by),
});

/** The row of a proxy. */
export const proxyColumns = (proxy: StoredProxy) => ({
  tenant_id: idColumn(proxy.tenantId),
  id: idColumn(proxy.id),
  key: proxy.key,
  name: proxy.name,
  name_lower: proxy.name.toLowerCase(),
  destination_url: proxy.destinationUrl,
  require_auth: proxy.requireAuth ? 1 : 0,
  detokenizes: proxy.detokenizes ? 1 : 0,
  application_id: idColumn(proxy.applicationId),
  version: proxy.version,
  kek_version: proxy.settings.kekVersion,
  wrapped_dek: proxy.settings.wrappedDek,
  sealed: proxy.settings.box,
  created_at: proxy.createdAt,
  created_by: idColumn(proxy.createdBy),
  modified_at: proxy.modifiedAt ?? null,
  modified_by: idColumn(proxy.modifiedBy),
});

export const insertProxy = (proxy: StoredProxy): Statement => insertInto('proxies', proxyColumns(proxy));

/** What stands for "somebody changed or deleted the proxy meanwhile" when a write comes back. */
export const proxyOvertaken = 'proxy-overtaken';

const rows = versionedRows('proxies', proxyOvertaken);

/** Writes a proxy over the version it was read at. */
export const updateProxy = (proxy: StoredProxy): Statement => rows.update(proxyColumns(proxy), proxy.version - 1);

export const deleteProxy = rows.remove;

/** `id` comes from a path and may be any text. */
export const findProxy = async (store: Store, tenantId: string, id: string): Promise<StoredProxy | undefined> => {
  const key = idFromText(id);
  if (!key) return undefined;
  const [row] = await store.rows<Row>(`select ${columns} from proxies where tenant_id = ? and id = ?`, [
    idColumn(tenantId),
    key,
  ]);
  return row && fromRow(row);
};

/** The proxy of any tenant that calls name by a key. */
export const findProxyByKey = async (store: Store, key: string): Promise<StoredProxy | undefined> => {
  const [row] = await store.rows<Row>(`select ${columns} from proxies where key = ?`, [key]);
  return row && fromRow(row);
};

export interface ProxyFilter {
  /** Those that are no UUIDs match nothing. */
  ids: readonly string[] | undefined;
  /** What a name holds, or with `*` all of it. */
  name: string | undefined;
}

const conditionOf = (tenantId: string, { ids, name }: ProxyFilter) => {
  const wanted = ids?.flatMap((id) => idFromText(id) ?? []);
  const parts: { sql: string; parameters: readonly SqlValue[] }[] = [
    { sql: 'tenant_id = ?', parameters: [idColumn(tenantId)] },
  ];
  if (wanted?.length === 0) parts.push({ sql: '1 = 0', parameters: [] });
  else if (wanted) parts.push({ sql: `id in (${wanted.map(() => '?').join(', ')})`, parameters: wanted });
  if (name !== undefined) parts.push({ sql: "name_lower like ? escape '!'", parameters: [namePattern(name)] });
  return {
    sql: parts.map(({ sql }) => sql).join(' and '),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
};

/** The proxies of a tenant, newest first. */
export const listProxies = async (
  store: Reads,
  tenantId: string,
  filter: ProxyFilter,
  slice: Slice,
): Promise<{ total: number; proxies: StoredProxy[]; after: string | undefined }> => {
  const list = { table: 'proxies', columns, bytes: 'octet_length(sealed)', condition: conditionOf(tenantId, filter) };
  const { total, rows, after } = await readPage<Row>(store, list, slice);
  return { total, proxies: rows.map(fromRow), after };
};
