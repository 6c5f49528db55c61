import type { Effort } from '../effort/effort.ts';
import { idColumn } from '../store/columns.ts';
import type { SqlValue, Store } from '../store/port.ts';
import type { TokenRow } from './rows.ts';

/*
 * A sealed value may have a megabyte. Reading it takes a millisecond, and hundreds of callers can ask for theirs at the same moment: so
 * only small values are read with their rows. A large one is read when the turn of its request has come and there is room for it.
 */

/** Bytes of the largest value that is read with its row. */
const atOnce = 65_536;

/** Columns of `tokens`, for a query whose rows `readValue` completes. */
export const withValue = (columns: readonly (keyof TokenRow)[]): string =>
  `${columns.join(', ')}, octet_length(sealed) as sealed_bytes, case when octet_length(sealed) <= ${atOnce} then sealed end as sealed`;

/** A row that may lack its value. */
export type RowWithValue<Row extends Pick<TokenRow, 'sealed'>> = Omit<Row, 'sealed'> & {
  sealed: Uint8Array | null;
  sealed_bytes: number;
};

/** Steps of reading a byte. */
const readCost = 3;

const query = 'select sealed from tokens where tenant_id = ? and id = ? and version = ?';

/**
 * The value of a row, whose bytes count for the request from then on; `undefined` when the token was changed or deleted before a large
 * value was read. Throws 429 or 503 when there is no room.
 */
export const readValue = async (
  store: Pick<Store, 'rows'>,
  effort: Pick<Effort, 'occupy' | 'reserve'>,
  tenantId: string,
  row: RowWithValue<Pick<TokenRow, 'version' | 'sealed'>> & { id: SqlValue },
): Promise<Uint8Array | undefined> => {
  effort.occupy(row.sealed_bytes);
  if (row.sealed !== null) return row.sealed;
  await effort.reserve(row.sealed_bytes * readCost);
  const [found] = await store.rows<{ sealed: Uint8Array }>(query, [idColumn(tenantId), row.id, row.version]);
  return found?.sealed;
};
