import type { SqlValue } from '../port.ts';
import { type PackedValues, valuePacker, valueReader } from './packed-values.ts';

/** Rows on their way from a thread: the names of the columns once, and all values. */
export interface PackedRows extends PackedValues {
  columns: string[];
}

type Row = Record<string, SqlValue>;

const sizeOf = (rows: readonly Row[]): number => {
  let size = 0;
  for (const row of rows)
    for (const column in row) {
      const value = row[column];
      if (value instanceof Uint8Array) size += value.byteLength;
    }
  return size;
};

/** Packs rows of one statement, which all have the same columns. */
export const packRows = (rows: readonly Row[]): PackedRows => {
  const columns = Object.keys(rows[0] ?? {});
  const { take, packed } = valuePacker(sizeOf(rows));
  for (const row of rows) for (const column of columns) take(row[column] ?? null);
  return { columns, ...packed() };
};

/** The inverse. */
export const unpackRows = ({ columns, ...packed }: PackedRows): Row[] => {
  const { value, isAtEnd } = valueReader(packed);
  const rows: Row[] = [];
  while (!isAtEnd()) {
    const row: Row = {};
    for (const column of columns) row[column] = value();
    rows.push(row);
  }
  return rows;
};
