import type { Classification } from '../../access/permissions.ts';
import { idFromText } from '../../ids.ts';
import { ApiError } from '../../problem.ts';
import type { Store } from '../../store/port.ts';
import { type TokenRow, tokenFromRow } from '../rows.ts';
import type { Token } from '../token.ts';
import type { Condition, Kind, TokenList, TypedKind } from './condition.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { countExpired, countKinds, untyped } from './kinds.ts';
import { armsOf, newestOf, type Sql, sizesOf } from './source-sql.ts';

/** The limits of a search (docs/architecture.md §3.8). */
export interface SearchBounds {
  /** Totals are told exactly at least up to here, and pages that are counted from the first one end here. */
  exactly: number;
  /** Tokens that are looked at, at most. */
  budget: number;
  /** Bytes of the tokens in a page, at most; 2 MB when not given. A page always has one token. */
  page?: number;
  /** Parts of indexes that one statement reads; engines limit the size of statements. */
  arms: number;
}

/**
 * Bytes of the tokens in a page. A page ends before the token that would make it larger, so that a list of large tokens cannot fill the
 * memory.
 */
export const pageBytes = 2 * 1024 * 1024;

const searchBounds: SearchBounds = { exactly: 10_000, budget: 20_000, arms: 200 };

/** What a token adds to a page. */
const weight = ['sealed', 'cvc_sealed', 'metadata', 'encryption', 'mask', 'fingerprint_expression', 'search_indexes']
  .map((column) => `coalesce(octet_length(t.${column}), 0)`)
  .join(' + ');

interface PageRow extends TokenRow {
  /** Tokens that were found for the page, and for one place more. */
  found: number;
}

/** What is looked for, by whom, and which page of it is wanted. */
export interface Search {
  tenantId: string;
  now: number;
  /** Classifications in which the caller may read at some level. */
  readable: readonly Classification[];
  condition: Condition;
  limit: number;
  /** Tokens before the page, where it does not start at a cursor. */
  offset: number;
  cursor: Cursor | undefined;
}

export interface Found {
  /** How many tokens there are in all. */
  total: number;
  /** There are more than `total`. */
  atLeast: boolean;
  tokens: Token[];
  /** Where the next page starts; `undefined` on the last one. */
  after: string | undefined;
}

const tooBroad = () =>
  new ApiError(
    'search-too-broad',
    'Add a comparison that fewer tokens meet: id, fingerprint, data, metadata, container, or a narrower created_at.',
  );

const tooDeep = (exactly: number) =>
  new ApiError('validation', `Pages end after ${exactly} tokens. Go on with start, the pagination.after of a page.`, {
    errors: { page: [`Lies behind the first ${exactly} tokens.`] },
  });

/** Lists that are read together. */
interface Scan {
  lists: readonly TokenList[];
  /** A token may stand in several of them. */
  overlap: boolean;
}

/** Every live token of the kinds in question. */
const everyToken = (kinds: readonly TypedKind[], now: number): Scan => ({
  lists: kinds.map((kind) => ({
    table: 'tokens',
    id: 'id',
    createdAt: 'created_at',
    where: 'type = ? and (expires_at is null or expires_at > ?)',
    parameters: [kind.type, now],
    kinds: [kind],
    ordered: true,
  })),
  overlap: false,
});

/** Time and permission stand outside of what the caller asks, so that nothing in it can widen them. */
const guarded = ({ condition, now }: Search, kinds: readonly Kind[]): Sql => ({
  sql: `(t.expires_at is null or t.expires_at > ?)
    and (${kinds.map(() => 't.classification = ? and t.impact_level = ?').join(' or ')}) and (${condition.sql})`,
  parameters: [
    now,
    ...kinds.flatMap(({ classification, impactLevel }) => [classification, impactLevel]),
    ...condition.parameters,
  ],
});

/** The largest limit for each part with which all of them together stay within the budget. */
const fairShare = (sizes: readonly number[], budget: number): number => {
  let left = budget;
  const ascending = [...sizes].sort((a, b) => a - b);
  for (const [place, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - place));
    if (size > share) return share;
    left -= size;
  }
  return budget;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Looks for tokens, newest first. Throws 400 where that would mean to look at too many. */
export const findTokens = async (
  store: Store,
  search: Search,
  { exactly, budget, page: mostBytes = pageBytes, arms: mostArms }: SearchBounds = searchBounds,
): Promise<Found> => {
  const { now, condition, limit, offset, cursor, readable } = search;
  const tenant = idFromText(search.tenantId);
  const nothing: Found = { total: 0, atLeast: false, tokens: [], after: undefined };
  if (!tenant) return nothing;
  const counted = (await countKinds(store, tenant)).filter(
    (kind) => readable.includes(kind.classification) && condition.judge(kind) !== false,
  );
  if (counted.length === 0) return nothing;
  const kinds = untyped(counted);
  const filter = guarded(search, kinds);
  const reach = { tenant, kinds, bounds: condition.bounds };

  /** How many of those candidates are meant. */
  const countHits = async (candidates: Sql): Promise<number> => {
    const [row] = await store.rows<{ n: number }>(
      `select count(*) as n from (${candidates.sql}) as c cross join tokens t
        where t.tenant_id = ? and t.id = c.id and ${filter.sql}`,
      [...candidates.parameters, tenant, ...filter.parameters],
    );
    return row?.n ?? 0;
  };

  type Page = Pick<Found, 'tokens' | 'after'>;

  const pageOf = (rows: readonly PageRow[], end?: Cursor): Page => {
    const last = rows.at(-1);
    const next = last && last.found > rows.length ? { createdAt: last.created_at, id: last.id } : end;
    return { tokens: rows.map(tokenFromRow), after: next && writeCursor(next) };
  };

  /** The tokens of a page, as far as they fit into it. Only those are read whole. */
  const selectPage = (candidates: Sql) =>
    store.rows<PageRow>(
      `with page as (
        select t.id, t.created_at, ${weight} as bytes from (${candidates.sql}) as c cross join tokens t
          where t.tenant_id = ? and t.id = c.id and ${filter.sql}
          order by t.created_at desc, t.id desc limit ? offset ?
      ), weighed as (
        select id, bytes,
          sum(bytes) over (order by created_at desc, id desc rows unbounded preceding) as upto,
          row_number() over (order by created_at desc, id desc) as place,
          count(*) over () as found
        from page
      )
      select t.*, w.found from weighed w cross join tokens t
        where t.tenant_id = ? and t.id = w.id and w.place <= ? and (w.upto <= ? or w.place = 1) order by w.place`,
      [...[...candidates.parameters, tenant, ...filter.parameters, limit + 1, offset], ...[tenant, limit, mostBytes]],
    );

  /** A page out of the newest candidates, so many of each list: there are no others, or all of them are meant. */
  const readPage = async ({ lists, overlap }: Scan, each: number): Promise<Page> => {
    const arms = armsOf(lists, { ...reach, cursor });
    return pageOf(await selectPage(newestOf(arms, { each, all: each }, overlap)));
  };

  /** A page where most candidates are meant: more and more of them are looked at until it is full. */
  const readDensePage = async ({ lists, overlap }: Scan): Promise<Page> => {
    const arms = armsOf(lists, { ...reach, cursor });
    for (let each = 2 * (offset + limit + 1); ; each *= 8) {
      const looked = Math.min(each, budget);
      const rows = await selectPage(newestOf(arms, { each: looked, all: looked }, overlap));
      const found = rows[0]?.found ?? 0;
      // Full, by the number of its tokens or by their bytes.
      if (found > limit || rows.length < found) return pageOf(rows);
      if (looked < budget) continue;
      // Behind the candidates that were looked at there may be more.
      const { sql, parameters } = newestOf(arms, { each: budget, all: budget }, overlap);
      const [end] = await store.rows<{ id: Uint8Array; created_at: number }>(`${sql} offset ${budget - 1}`, parameters);
      return pageOf(rows, end && { createdAt: end.created_at, id: end.id });
    }
  };

  const answer = async (total: number, atLeast: boolean, read: () => Promise<Page>): Promise<Found> => {
    const isBehind = !cursor && offset >= total;
    if (isBehind && !atLeast) return { ...nothing, total };
    if (!cursor && offset >= exactly) throw tooDeep(exactly);
    return { total, atLeast, ...(await read()) };
  };

  const everything = everyToken(counted, now);
  if (counted.every((kind) => condition.judge(kind))) {
    const all = sum(counted.map(({ count }) => count));
    const total = all - (await countExpired(store, tenant, now, counted));
    return await answer(total, false, () => readPage(everything, offset + limit + 1));
  }

  const scans = condition.sources.slice(0, 3).map(({ lists }): Scan => ({ lists, overlap: lists.length > 1 }));
  for (const scan of [...scans, everything]) {
    const arms = armsOf(scan.lists, { ...reach, cursor: undefined });
    if (arms.length === 0) return nothing;
    if (arms.length > mostArms) continue;
    const counts = sizesOf(arms, budget + 1);
    const sizes = (await store.rows<{ n: number }>(counts.sql, counts.parameters)).map(({ n }) => n);
    if (sum(sizes) <= budget) {
      const total = await countHits(newestOf(arms, { each: budget, all: budget }, scan.overlap));
      return await answer(total, false, () => readPage(scan, budget));
    }
    if (!scan.lists.every(({ ordered }) => ordered)) continue;
    const hits = await countHits(newestOf(arms, { each: fairShare(sizes, budget), all: budget }, scan.overlap));
    if (hits >= exactly) return await answer(exactly, true, () => readDensePage(scan));
  }
  throw tooBroad();
};
