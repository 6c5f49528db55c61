import { idFromText, idToText } from '../ids.ts';
import type { Refusal, SqlValue, Statement } from './port.ts';

/** Columns of a row by their names. */
export type Columns = Readonly<Record<string, SqlValue>>;

/**
 * A UUID as a column holds it: 16 bytes, or null for none. Throws RangeError for text that is no UUID, because NULL in its place
 * would match no row, or be stored as if there were no id.
 */
export const idColumn = (id: string | undefined): Uint8Array | null => {
  if (id === undefined) return null;
  const bytes = idFromText(id);
  if (!bytes) throw new RangeError('An id of a row must be a UUID.');
  return bytes;
};

/** The UUID in a column. */
export const columnId = (column: Uint8Array | null): string | undefined => (column ? idToText(column) : undefined);

/** A new row. */
export const insertInto = (table: string, columns: Columns): Statement => {
  const names = Object.keys(columns);
  return {
    sql: `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    parameters: Object.values(columns),
  };
};

/** Other values for the rows in which all columns of `where` are as given. */
export const updateWhere = (table: string, columns: Columns, where: Columns): Statement => {
  const equal = (each: Columns) => Object.keys(each).map((name) => `${name} = ?`);
  return {
    sql: `update ${table} set ${equal(columns).join(', ')} where ${equal(where).join(' and ')}`,
    parameters: [...Object.values(columns), ...Object.values(where)],
  };
};

/** Columns of a row that a tenant has under an id, and whose changes are counted. */
type VersionedColumns = Columns & { tenant_id: SqlValue; id: SqlValue };

/**
 * The statements that change and remove rows of a table with such columns. They fail with `overtaken` where the row is gone, or, for a
 * change, where it is not of the version that was read.
 */
export const versionedRows = (table: string, overtaken: Refusal) => ({
  /** Writes a row over the version that was read. */
  update: ({ tenant_id, id, ...changed }: VersionedColumns, version: number): Statement => ({
    ...updateWhere(table, changed, { tenant_id, id, version }),
    guard: { changes: 1, otherwise: overtaken },
  }),
  remove: ({ tenantId, id }: { tenantId: string; id: string }): Statement => ({
    sql: `delete from ${table} where tenant_id = ? and id = ?`,
    parameters: [idColumn(tenantId), idColumn(id)],
    guard: { changes: 1, otherwise: overtaken },
  }),
});
