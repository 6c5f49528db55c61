import { invalid } from '../problem.ts';
import type { Reads, SqlValue } from '../store/port.ts';
import { type Cursor, readCursor, writeCursor } from '../tokens/search/cursor.ts';
import { pageBytes } from '../tokens/search/find-tokens.ts';

/** Which page of a list is wanted: what stands behind a cursor, or behind so many others. */
export interface Slice {
  limit: number;
  offset: number;
  cursor?: Cursor | undefined;
}

export interface Page<Row> {
  total: number;
  rows: Row[];
  /** Where the next page starts; `undefined` on the last one. */
  after: string | undefined;
}

export interface List {
  table: string;
  /** The columns to read, in SQL. */
  columns: string;
  /** The bytes that a row adds to a page, in SQL. */
  bytes: string;
  condition: { sql: string; parameters: readonly SqlValue[] };
}

interface Place {
  id: Uint8Array;
  created_at: number;
  bytes: number;
}

/** The slice that a query asks for. With `start`, pages count from there. Throws 400 for one that no page gave. */
export const sliceFrom = ({ page, size, start }: { page: number; size: number; start?: string | undefined }): Slice => {
  const cursor = start === undefined ? undefined : readCursor(start);
  if (start !== undefined && !cursor) throw invalid('start', 'Must be the pagination.after of a page.');
  return { limit: size, offset: cursor ? 0 : (page - 1) * size, cursor };
};

/** How many of these rows a page holds: one at least, and no more than its bytes allow. */
const fitting = (places: readonly Place[], most: number): number => {
  let bytes = 0;
  const end = places.findIndex((place, index) => {
    bytes += place.bytes;
    return index > 0 && bytes > most;
  });
  return end < 0 ? places.length : end;
};

/**
 * A page of a list, newest first. It ends before the row that would make it larger than a page of tokens may be: a formula may have
 * hundreds of kilobytes, and a reactor a megabyte.
 */
export const readPage = async <Row extends { id: Uint8Array }>(
  store: Reads,
  { table, columns, bytes, condition }: List,
  { limit, offset, cursor }: Slice,
  most: number = pageBytes,
): Promise<Page<Row>> => {
  const { sql, parameters } = condition;
  const [counted] = await store.rows<{ total: number }>(
    `select count(*) as total from ${table} where ${sql}`,
    parameters,
  );
  const behind = cursor ? ' and (created_at < ? or (created_at = ? and id < ?))' : '';
  const places = await store.rows<Place>(
    `select id, created_at, ${bytes} as bytes from ${table} where ${sql}${behind}
      order by created_at desc, id desc limit ? offset ?`,
    [...parameters, ...(cursor ? [cursor.createdAt, cursor.createdAt, cursor.id] : []), limit + 1, offset],
  );
  const shown = places.slice(0, fitting(places.slice(0, limit), most));
  const last = shown.at(-1);
  const after =
    last && places.length > shown.length ? writeCursor({ createdAt: last.created_at, id: last.id }) : undefined;
  const rows =
    shown.length === 0
      ? []
      : await store.rows<Row>(
          `select ${columns} from ${table} where ${sql} and id in (${shown.map(() => '?').join(', ')})
            order by created_at desc, id desc`,
          [...parameters, ...shown.map(({ id }) => id)],
        );
  return { total: counted?.total ?? 0, rows, after };
};
