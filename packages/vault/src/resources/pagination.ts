import type { Caller } from '../access/authenticate.ts';
import type { Context } from '../context.ts';
import type { Keyring } from '../keys/port.ts';
import { invalid } from '../problem.ts';
import type { Reads, SqlValue } from '../store/port.ts';
import { readBoundCursor, writeBoundCursor } from '../tokens/search/bound-cursor.ts';
import type { Cursor } from '../tokens/search/cursor.ts';

/** Cursors of one list, each for one API key. `list` is everything that decides what stands in the list. */
export const boundCursor = (keyring: Keyring, { tenantId, applicationId }: Caller, list: unknown) => {
  const keys = keyring.tenant(tenantId);
  const where = { applicationId, list };
  return {
    /** Throws 400 for a text that was not made for this list and this key. */
    read: (start: string): Cursor => {
      const cursor = readBoundCursor(keys, start, where);
      if (cursor) return cursor;
      throw invalid('start', 'Must be the pagination.next of a page of this list, read with this API key.');
    },
    write: (cursor: Cursor): string => writeBoundCursor(keys, cursor, where),
  };
};

/** The position of a page in a list. */
export const slice = ({ page, size }: { page: number; size: number }) => ({ limit: size, offset: (page - 1) * size });

/** Totals are exact up to here. Counting further would cost as much as reading everything. */
const counted = 10_000;

interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
}

/** Counts the rows that meet a condition, up to 10,000. If there are more, a header says so. */
export const countUpTo = async (
  { store, header }: { store: Reads } & Pick<Context, 'header'>,
  table: string,
  { sql, parameters }: Condition,
): Promise<number> => {
  const [row] = await store.rows<{ total: number }>(
    `select count(*) as total from (select 1 from ${table} where ${sql} limit ${counted + 1}) as found`,
    parameters,
  );
  const total = row?.total ?? 0;
  if (total <= counted) return total;
  header('BT-TOTAL', 'at-least');
  return counted;
};

/**
 * A page as the API shows it. `after` is the start of the next page, where pages can be continued that way. It has two names: clients of
 * 2022 know it as `after`, those of today as `next`.
 */
export const pageView = <Item>(
  { page, size }: { page: number; size: number },
  total: number,
  data: Item[],
  after?: string,
) => ({
  pagination: {
    total_items: total,
    page_number: page,
    page_size: size,
    total_pages: Math.ceil(total / size),
    ...(after !== undefined && { after, next: after }),
  },
  data,
});
