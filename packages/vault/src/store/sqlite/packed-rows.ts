import type { SqlValue } from '../port.ts';
import { type PackedValues, valuePacker, valueReader } from './packed-values.ts';
import type { Table } from './tables.ts';

/** Rows on their way from a thread: the names of the columns once, and all values. */
export interface PackedRows extends PackedValues {
  columns: readonly string[];
}

type Row = Record<string, SqlValue>;

const sizeOf = (rows: Table['rows']): number => {
  let size = 0;
  for (const row of rows) for (const value of row) if (value instanceof Uint8Array) size += value.byteLength;
  return size;
};

/** Packs rows of one statement. */
export const packRows = ({ columns, rows }: Table): PackedRows => {
  const { take, packed } = valuePacker(sizeOf(rows));
  for (const row of rows) for (const value of row) take(value);
  return { columns, ...packed() };
};

/** The inverse, as records. */
export const unpackRows = ({ columns, ...packed }: PackedRows): Row[] => {
  const { value, isAtEnd } = valueReader(packed);
  /** A record of the same form, which is copied faster than one is made name by name. */
  const empty: Row = Object.fromEntries(columns.map((name) => [name, null]));
  const rows: Row[] = [];
  while (!isAtEnd()) {
    const row: Row = { ...empty };
    for (const column of columns) row[column] = value();
    rows.push(row);
  }
  return rows;
};
