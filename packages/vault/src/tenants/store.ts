import type { Wire } from '@tessera/contract';
import { type QuotaRow, quotaColumns, quotaOf, type TenantQuota } from '../access/quota.ts';
import type { Facts } from '../audit/changes.ts';
import { idToText } from '../ids.ts';
import { columnId, idColumn, insertInto, updateWhere } from '../store/columns.ts';
import type { Statement, Store } from '../store/port.ts';

/** A tenant as it is kept. Ids are UUID text, times milliseconds. */
export interface Tenant {
  id: string;
  /** Stands for whoever runs the vault for this tenant; drawn when the tenant was made. */
  ownerId: string;
  name: string;
  settings: Wire['TenantSettings'];
  /** Refuses data that is no test data. */
  testMode: boolean;
  /** What it may store in a day, where the operator gave it a quota of its own. */
  quota: TenantQuota;
  /** Counts the changes. */
  version: number;
  createdAt: number;
  modifiedAt: number | undefined;
  modifiedBy: string | undefined;
}

interface Row extends QuotaRow {
  id: Uint8Array;
  owner_id: Uint8Array;
  name: string;
  settings: string;
  test_mode: number;
  version: number;
  created_at: number;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

const selected = `select id, owner_id, name, settings, test_mode, tokens_a_day, bytes_a_day, version, created_at, modified_at,
  modified_by from tenants`;

const tenantOf = (row: Row): Tenant => ({
  id: idToText(row.id),
  ownerId: idToText(row.owner_id),
  name: row.name,
  settings: JSON.parse(row.settings),
  testMode: row.test_mode !== 0,
  quota: quotaOf(row),
  version: row.version,
  createdAt: row.created_at,
  modifiedAt: row.modified_at ?? undefined,
  modifiedBy: columnId(row.modified_by),
});

export const findTenant = async (store: Store, id: string): Promise<Tenant | undefined> => {
  const [row] = await store.rows<Row>(`${selected} where id = ?`, [idColumn(id)]);
  return row && tenantOf(row);
};

/** All tenants by name. Those whose keys were destroyed are among them until their rows are gone. */
export const listTenants = async (store: Store): Promise<Tenant[]> =>
  (await store.rows<Row>(`${selected} order by name, id`)).map(tenantOf);

/** The row of a tenant. */
export const tenantColumns = (tenant: Tenant) => ({
  id: idColumn(tenant.id),
  name: tenant.name,
  owner_id: idColumn(tenant.ownerId),
  settings: JSON.stringify(tenant.settings),
  test_mode: tenant.testMode ? 1 : 0,
  ...quotaColumns(tenant.quota),
  version: tenant.version,
  created_at: tenant.createdAt,
  modified_at: tenant.modifiedAt ?? null,
  modified_by: idColumn(tenant.modifiedBy),
});

/** What entries of the audit log tell of changes of a tenant. */
export const tenantFacts = ({ name, settings, quota }: Tenant): Facts => ({
  shown: {
    deduplicate_tokens: settings.deduplicate_tokens ?? 'false',
    tokens_a_day: quota.tokens,
    bytes_a_day: quota.bytes,
  },
  named: { name },
});

export const insertTenant = (tenant: Tenant): Statement => insertInto('tenants', tenantColumns(tenant));

/** What stands for "the tenant was changed or deleted meanwhile" when a write comes back. */
const tenantOvertaken = 'tenant-overtaken';

/** Writes a tenant over the version it was read at. */
export const updateTenant = (tenant: Tenant): Statement => {
  const { id, ...changed } = tenantColumns(tenant);
  return {
    ...updateWhere('tenants', changed, { id, version: tenant.version - 1 }),
    guard: { changes: 1, otherwise: tenantOvertaken },
  };
};
