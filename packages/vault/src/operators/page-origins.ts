import { idToText } from '../ids.ts';
import type { Keyring } from '../keys/port.ts';
import { idColumn } from '../store/columns.ts';
import { oneAfterTheOther } from '../store/one-after-the-other.ts';
import type { Reads, Statement } from '../store/port.ts';
import { isSameMark, markOf } from './mark.ts';

/**
 * Pages that may be listed, of all tenants together, and how many characters they may have. All of them stand in one header of the
 * documents of frames, and common proxies take no more than 4 KB of headers.
 */
export const mostPages = 64;
export const mostCharacters = 2048;

/** Rows that are read, at most. There are more only where somebody wrote into the database by hand. */
const mostRead = 1000;

/** A page that an administrator lets embed fields of a tenant. */
export interface PageOrigin {
  id: string;
  tenantId: string;
  /** As browsers write it in `event.origin`. */
  origin: string;
  /** The id of the operator. */
  addedBy: string;
  addedAt: number;
}

interface Row {
  id: Uint8Array;
  tenant_id: Uint8Array;
  origin: string;
  added_by: Uint8Array;
  added_at: number;
  mac: Uint8Array;
}

const macOf = (
  keyring: Pick<Keyring, 'hashApiKey'>,
  { id, tenantId, origin, addedBy, addedAt }: PageOrigin,
): Uint8Array => markOf(keyring, 'page-origin', [id, tenantId, origin, addedBy, addedAt]);

const pageOf = (keyring: Pick<Keyring, 'hashApiKey'>, row: Row): PageOrigin | undefined => {
  const page: PageOrigin = {
    id: idToText(row.id),
    tenantId: idToText(row.tenant_id),
    origin: row.origin,
    addedBy: idToText(row.added_by),
    addedAt: row.added_at,
  };
  return isSameMark(macOf(keyring, page), row.mac) ? page : undefined;
};

/**
 * The pages in the lists of all tenants that have keys, in the order of their origins. A row that no process with the vault's keys has
 * written is not among them.
 */
export const listedPages = async (
  store: Reads,
  keyring: Pick<Keyring, 'hashApiKey' | 'has'>,
): Promise<PageOrigin[]> => {
  const rows = await store.rows<Row>(
    `select id, tenant_id, origin, added_by, added_at, mac from page_origins order by origin limit ${mostRead}`,
  );
  return rows.flatMap((row) => pageOf(keyring, row) ?? []).filter(({ tenantId }) => keyring.has(tenantId));
};

/** What stands for "it is listed already, or as many are as may" when a write comes back. */
export const notListed = 'not-listed';

/** Adds a page, unless some tenant has it or there is no room. */
export const insertPage = (keyring: Pick<Keyring, 'hashApiKey'>, page: PageOrigin): Statement[] => [
  oneAfterTheOther,
  {
    sql: `insert into page_origins (id, tenant_id, origin, added_by, added_at, mac)
      select ?, ?, ?, ?, ?, ? where (select count(*) from page_origins) < ${mostPages}
        and (select coalesce(sum(length(origin)), 0) from page_origins) + ? <= ${mostCharacters}
      on conflict do nothing`,
    parameters: [
      ...[idColumn(page.id), idColumn(page.tenantId), page.origin, idColumn(page.addedBy), page.addedAt],
      ...[macOf(keyring, page), page.origin.length],
    ],
    guard: { changes: 1, otherwise: notListed },
  },
];

/** Whether there is a row of this page, also one that {@link listedPages} leaves out. */
export const hasPage = async (store: Reads, origin: string): Promise<boolean> =>
  (await store.rows('select id from page_origins where origin = ?', [origin])).length > 0;

/** Removes a page from the list of a tenant. */
export const deletePage = ({ id, tenantId }: Pick<PageOrigin, 'id' | 'tenantId'>): Statement => ({
  sql: 'delete from page_origins where id = ? and tenant_id = ?',
  parameters: [idColumn(id), idColumn(tenantId)],
  guard: { changes: 1, otherwise: notListed },
});
