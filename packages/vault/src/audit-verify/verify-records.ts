import { type RecordName, recordKinds } from '../audit/records.ts';
import { rowDigest } from '../audit/row-digest.ts';
import { idFromText, idToText } from '../ids.ts';
import { official } from '../reactors/formulas.ts';
import { idColumn } from '../store/columns.ts';
import type { SqlValue, Store } from '../store/port.ts';
import { readBetweenWrites } from './between-writes.ts';
import type { Finding, Verification } from './finding.ts';
import { lastWrites, type TokenWrite } from './token-writes.ts';

/** Whether audit rows of this type tell of a record: a tenant, an application, a proxy, a reactor or a formula. */
export const isRecord = (entityType: string): entityType is RecordName => Object.hasOwn(recordKinds, entityType);

type RecordRow = Record<string, SqlValue> & { id: Uint8Array; version: number };

/** Records read at once. */
const page = 500;

const label: Readonly<Record<RecordName, string>> = {
  tenant: 'Tenant',
  application: 'Application',
  proxy: 'Proxy',
  reactor: 'Reactor',
  reactor_formula: 'Formula',
  webhook: 'Webhook',
};

/** What is wrong with a record, given its last write; `undefined` when nothing is, or nothing can be said. */
const compare = (
  kind: RecordName,
  id: string,
  row: RecordRow | undefined,
  write: TokenWrite | undefined,
): Pick<Finding, 'kind' | 'message'> | undefined => {
  const record = `${label[kind]} ${id}`;
  if (!row) {
    if (!write || write.operation === 'delete') return undefined;
    return { kind: 'record-removed', message: `${record} is gone, and no row tells of its deletion.` };
  }
  if (!write) return { kind: 'record-unrecorded', message: `${record} is there, and no row tells of its making.` };
  if (write.operation === 'delete') {
    return { kind: 'record-returned', message: `${record} is there, although row ${write.n} tells of its deletion.` };
  }
  if (!write.digest) return undefined;
  if (write.version === row.version && Buffer.from(write.digest).equals(rowDigest(row, recordKinds[kind].apart))) {
    return undefined;
  }
  return { kind: 'record-changed', message: `${record} is not what row ${write.n} left: it was changed or put back.` };
};

const findRecord = async (store: Store, kind: RecordName, tenantId: string, id: string) => {
  const { table, owner } = recordKinds[kind];
  const [row] = await store.rows<RecordRow>(`select * from ${table} where ${owner} = ? and id = ?`, [
    idColumn(tenantId),
    idFromText(id) ?? null,
  ]);
  return row;
};

/** Looks closely at a record that seemed wrong. */
const examine = async (
  { store, report }: Verification,
  kind: RecordName,
  tenantId: string,
  id: string,
): Promise<void> => {
  const found = await readBetweenWrites(store, tenantId, id, () => findRecord(store, kind, tenantId, id));
  const finding = found && compare(kind, id, found.row, found.write);
  if (finding) await report({ ...finding, tenantId });
};

/** Holds each record that is there against its last audit row. */
const verifyRows = async (verification: Verification, kind: RecordName, tenantId: string): Promise<void> => {
  const { store } = verification;
  const { table, owner } = recordKinds[kind];
  let after: Uint8Array | undefined;
  for (;;) {
    const parameters: SqlValue[] = [idColumn(tenantId), ...(after ? [after] : []), page];
    const rows = await store.rows<RecordRow>(
      `select * from ${table} where ${owner} = ?${after ? ' and id > ?' : ''} order by id limit ?`,
      parameters,
    );
    const ids = rows.map(({ id }) => idToText(id));
    const writes = await lastWrites(store, tenantId, ids);
    for (const [index, row] of rows.entries()) {
      const id = ids[index] ?? '';
      if (compare(kind, id, row, writes.get(id))) await examine(verification, kind, tenantId, id);
    }
    after = rows.at(-1)?.id;
    if (rows.length < page) return;
  }
};

/** Finds records that are gone although the audit tells of them and of no deletion. */
const verifyGone = async (verification: Verification, kind: RecordName, tenantId: string): Promise<void> => {
  const { store } = verification;
  const { table, owner } = recordKinds[kind];
  // The log of a tenant also tells of official formulas.
  const owners: SqlValue[] = [idColumn(tenantId), official];
  const there = new Set(
    (await store.rows<{ id: Uint8Array }>(`select id from ${table} where ${owner} in (?, ?)`, owners)).map(({ id }) =>
      idToText(id),
    ),
  );
  let after = '';
  for (;;) {
    const rows = await store.rows<{ entity_id: string }>(
      `select distinct entity_id from audit where tenant_id = ? and entity_type = ? and operation = 'create'
        and entity_id > ? order by entity_id limit ?`,
      [idColumn(tenantId), kind, after, page],
    );
    for (const { entity_id: id } of rows) if (!there.has(id)) await examine(verification, kind, tenantId, id);
    after = rows.at(-1)?.entity_id ?? '';
    if (rows.length < page) return;
  }
};

/**
 * Holds the settings of a tenant, its applications, proxies, reactors and formulas against the last write that the audit tells of. What was last
 * written by a release that kept no digests of them is not judged until it is changed.
 */
export const verifyRecords = async (verification: Verification, tenantId: string): Promise<void> => {
  if (!verification.keyring.has(tenantId)) return;
  for (const kind of Object.keys(recordKinds) as RecordName[]) {
    await verifyRows(verification, kind, tenantId);
    await verifyGone(verification, kind, tenantId);
  }
};
