import type { Wire } from '@tessera/contract';
import { idToText } from '../ids.ts';
import { columnId, idColumn } from '../store/columns.ts';
import type { Statement, Store } from '../store/port.ts';

/** A tenant as it is kept. Ids are UUID text, times milliseconds. */
export interface Tenant {
  id: string;
  /** Stands for whoever runs the vault for this tenant; drawn when the tenant was made. */
  ownerId: string;
  name: string;
  settings: Wire['TenantSettings'];
  createdAt: number;
  modifiedAt: number | undefined;
  modifiedBy: string | undefined;
}

interface Row {
  id: Uint8Array;
  owner_id: Uint8Array;
  name: string;
  settings: string;
  created_at: number;
  modified_at: number | null;
  modified_by: Uint8Array | null;
}

export const findTenant = async (store: Store, id: string): Promise<Tenant | undefined> => {
  const [row] = await store.rows<Row>(
    'select id, owner_id, name, settings, created_at, modified_at, modified_by from tenants where id = ?',
    [idColumn(id)],
  );
  return (
    row && {
      id: idToText(row.id),
      ownerId: idToText(row.owner_id),
      name: row.name,
      settings: JSON.parse(row.settings),
      createdAt: row.created_at,
      modifiedAt: row.modified_at ?? undefined,
      modifiedBy: columnId(row.modified_by),
    }
  );
};

/** Writes name, settings and who changed them. */
export const updateTenant = (tenant: Tenant): Statement => ({
  sql: 'update tenants set name = ?, settings = ?, modified_at = ?, modified_by = ? where id = ?',
  parameters: [
    tenant.name,
    JSON.stringify(tenant.settings),
    tenant.modifiedAt ?? null,
    idColumn(tenant.modifiedBy),
    idColumn(tenant.id),
  ],
});
