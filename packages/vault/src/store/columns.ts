import { idFromText, idToText } from '../ids.ts';
import type { SqlValue, Statement } from './port.ts';

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
