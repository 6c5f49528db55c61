import type { Context } from '../context.ts';
import type { SqlValue, Store } from '../store/port.ts';

/** Where a page lies in a list. */
export const slice = ({ page, size }: { page: number; size: number }) => ({ limit: size, offset: (page - 1) * size });

/** Totals are told exactly up to here. Counting on would cost as much as reading all of it. */
const counted = 10_000;

interface Condition {
  sql: string;
  parameters: readonly SqlValue[];
}

/** How many rows of a table a condition holds for: up to 10,000, else that many and a header that says there are more. */
export const countUpTo = async (
  { store, header }: { store: Store } & Pick<Context, 'header'>,
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

/** A page as the wire shows it. `after` is where the next one starts, if it can be reached that way. */
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
    ...(after !== undefined && { after }),
  },
  data,
});
