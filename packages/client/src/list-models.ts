import type { Wire } from '@tessera/contract';
import type { Camelized } from './case.ts';

// Interfaces, so that editors show a name and not the whole structure.

/**
 * Where a page is within its list. `after`, where present, is the `start` of the next page.
 *
 * @example
 * ```ts
 * import type { Pagination } from '@tessera/client';
 *
 * const isLast = ({ pageNumber, totalPages }: Pagination) => pageNumber >= totalPages;
 * isLast({ totalItems: 3, pageNumber: 1, pageSize: 20, totalPages: 1 }); // true
 * ```
 */
export interface Pagination extends Camelized<Wire['Pagination']> {}

/**
 * One page of a list.
 *
 * @example
 * ```ts
 * import type { PaginatedList, Token } from '@tessera/client';
 *
 * const ids = ({ data }: PaginatedList<Token>) => data.map(({ id }) => id);
 * ids(await bt.tokens.list({ size: 100 }));
 * ```
 */
export interface PaginatedList<T> {
  pagination: Pagination;
  data: T[];
}

/**
 * Where a page is within a list that is read by cursor. `next` is the `start` of the page after it, and is absent on the last one.
 *
 * @example
 * ```ts
 * import type { CursorPagination } from '@tessera/client';
 *
 * const isLast = ({ next }: CursorPagination) => next === undefined;
 * isLast({ pageSize: 20 }); // true
 * ```
 */
export interface CursorPagination extends Camelized<Wire['CursorPagination']> {}

/**
 * One page of a list that is read by cursor.
 *
 * @example
 * ```ts
 * import type { CursorPaginatedList, Token } from '@tessera/client';
 *
 * const ids = ({ data }: CursorPaginatedList<Token>) => data.map(({ id }) => id);
 * ids(await bt.tokens.listV2({ size: 100 }));
 * ```
 */
export interface CursorPaginatedList<T> {
  pagination: CursorPagination;
  data: T[];
}
