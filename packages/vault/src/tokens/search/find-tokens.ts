import type { Effort } from '../../effort/effort.ts';
import { idFromText } from '../../ids.ts';
import { ApiError } from '../../problem.ts';
import type { Store } from '../../store/port.ts';
import { type TokenRow, tokenFromRow } from '../rows.ts';
import type { Token } from '../token.ts';
import type { Condition, Kind, TypedKind } from './condition.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { countExpired, countKinds, hasExpired, untyped } from './kinds.ts';
import { armsOf, type Sql, sizesOf } from './source-sql.ts';
import { type Looked, newestFirst, perRow, type Scan, tokensWithin, windows } from './windows.ts';

/** The limits of a search (docs/architecture.md §3.8). */
export interface SearchBounds {
  /** Totals are told exactly at least up to here, and pages that are counted from the first one end here. */
  exactly: number;
  /** Tokens that are looked at, at most. */
  budget: number;
  /** Bytes of the tokens in a page, at most; 1 MB when not given. A page always has one token. */
  page?: number;
  /** Steps of looking at them: the more comparisons a search has, the fewer tokens it may look at. */
  steps: number;
  /** Steps of one statement. */
  window: number;
  /** Parts of indexes that one statement reads; engines limit the size of statements. */
  arms: number;
}

/**
 * Bytes of the tokens in a page. A page ends before the token that would make it larger, so that a list of large tokens cannot fill the
 * memory.
 */
export const pageBytes = 1024 * 1024;

const searchBounds: SearchBounds = {
  exactly: 10_000,
  budget: 20_000,
  steps: 1_000_000_000,
  window: 4_000_000,
  arms: 200,
};

/** What is looked for, by whom, and which page of it is wanted. */
export interface Search {
  tenantId: string;
  now: number;
  /** What is asked for, within what the caller may see. */
  condition: Condition;
  limit: number;
  /** Tokens before the page, where it does not start at a cursor. */
  offset: number;
  cursor: Cursor | undefined;
  /** Nobody asks how many there are: `total` is 0, and a page may end early where much was looked at. */
  uncounted?: boolean;
}

/** Where a page stands among what was found. */
export interface Placed {
  /** How many tokens there are in all. */
  total: number;
  /** There are more than `total`. */
  atLeast: boolean;
  /** Where the next page starts; `undefined` on the last one. */
  after: string | undefined;
}

export interface FoundRows extends Placed {
  rows: TokenRow[];
}

export interface Found extends Placed {
  tokens: Token[];
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

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Whether a place in a list lies behind another one. */
const isBehind = (place: Cursor, cursor: Cursor): boolean =>
  place.createdAt === cursor.createdAt ? Buffer.compare(place.id, cursor.id) < 0 : place.createdAt < cursor.createdAt;

/** As many of these tokens as fit into a page by their bytes, one at least. Only those are read whole. */
const fitting = (places: readonly Looked[], most: number): readonly Looked[] => {
  let upTo = 0;
  const end = places.findIndex(({ bytes }, place) => {
    upTo += bytes;
    return place > 0 && upTo > most;
  });
  return end < 0 ? places : places.slice(0, end);
};

/** Parts of indexes that are counted in one statement. */
const countedTogether = 8;

/**
 * Looks for tokens, newest first. Throws 400 where that would mean to look at too many. Only what has few rows, however many tokens there
 * are, is read by the thread that answers: everything else is a scan.
 */
export const findRows = async (
  store: Pick<Store, 'rows' | 'scans'>,
  effort: Effort,
  search: Search,
  { exactly, budget, steps, window, page: mostBytes = pageBytes, arms: mostArms }: SearchBounds = searchBounds,
): Promise<FoundRows> => {
  const { now, condition, limit, offset, cursor, uncounted = false } = search;
  const tenant = idFromText(search.tenantId);
  const nothing: FoundRows = { total: 0, atLeast: false, rows: [], after: undefined };
  if (!tenant) return nothing;
  const counted = (await countKinds(store, tenant)).filter((kind) => condition.judge(kind) !== false);
  if (counted.length === 0) return nothing;
  const kinds = untyped(counted);
  const reach = { tenant, kinds, bounds: condition.bounds };
  const filter = { ...guarded(search, kinds), cost: condition.cost };
  const beside = store.scans(effort);
  const look = windows({ store: beside, effort, reach, filter, window });
  const most = Math.min(budget, tokensWithin(steps, condition.cost));

  type Page = Pick<FoundRows, 'rows' | 'after'>;

  const readWhole = async (places: readonly Cursor[]): Promise<TokenRow[]> => {
    if (places.length === 0) return [];
    const rows = await beside.rows<TokenRow>(
      `select t.* from tokens t where t.tenant_id = ? and t.id in (${places.map(() => '?').join(', ')})`,
      [tenant, ...places.map(({ id }) => id)],
    );
    return rows.sort(newestFirst);
  };

  /** A page out of hits that begin with its own. Behind `end`, where there is one, nobody has looked. */
  const pageOf = async (hits: readonly Looked[], end?: Cursor): Promise<Page> => {
    const shown = fitting(hits.slice(0, limit), mostBytes);
    const next = hits.length > shown.length ? shown.at(-1) : end;
    return { rows: await readWhole(shown), after: next && writeCursor(next) };
  };

  /** The page behind cursor and offset, by looking no further than it needs, and at so many tokens at most. */
  const readPage = async (scan: Scan, looks: number): Promise<Page> => {
    const hits: Looked[] = [];
    let looked = 0;
    for await (const { places } of look(scan, { from: cursor, wanted: offset + limit + 1 }, looks)) {
      hits.push(...places.filter(({ isHit }) => isHit));
      if (hits.length > offset + limit) break;
      looked += places.length;
      if (looked >= looks) return await pageOf(hits.slice(offset), places.at(-1));
    }
    return await pageOf(hits.slice(offset));
  };

  const answer = async (total: number, atLeast: boolean, read: () => Promise<Page>): Promise<FoundRows> => {
    if (!cursor && offset >= total && !atLeast) return { ...nothing, total };
    if (!cursor && offset >= exactly) throw tooDeep(exactly);
    return { total, atLeast, ...(await read()) };
  };

  const everything = everyToken(counted, now);
  const page = async (scan: Scan, looks: number): Promise<FoundRows> => ({
    ...nothing,
    ...(await readPage(scan, looks)),
  });
  if (counted.every((kind) => condition.judge(kind))) {
    if (uncounted) return await page(everything, Number.POSITIVE_INFINITY);
    const all = sum(counted.map(({ count }) => count));
    const expired = (await hasExpired(store, tenant, now)) ? await countExpired(beside, tenant, now, counted) : 0;
    return await answer(all - expired, false, () => readPage(everything, Number.POSITIVE_INFINITY));
  }

  /** Whether a scan has more candidates than may be looked at. */
  const isLarge = async ({ lists }: Scan): Promise<boolean> => {
    const arms = armsOf(lists, { ...reach, cursor: undefined });
    let candidates = 0;
    for (let from = 0; from < arms.length && candidates <= most; from += countedTogether) {
      const together = arms.slice(from, from + countedTogether);
      const cost = together.length * (most + 1) * perRow;
      effort.extend(cost);
      await effort.reserve(cost);
      const counts = sizesOf(together, most + 1);
      candidates += sum((await beside.rows<{ n: number }>(counts.sql, counts.parameters)).map(({ n }) => n));
    }
    return candidates > most;
  };

  const scans = condition.sources.slice(0, 3).map(({ lists }): Scan => ({ lists, overlap: lists.length > 1 }));
  for (const scan of [...scans, everything]) {
    const arms = armsOf(scan.lists, { ...reach, cursor: undefined });
    if (arms.length === 0) return nothing;
    if (arms.length > mostArms) continue;
    const isOrdered = scan.lists.every(({ ordered }) => ordered);
    if (uncounted && isOrdered) return await page(scan, most);
    let large = isOrdered ? undefined : await isLarge(scan);
    if (large) continue;
    const hits: Looked[] = [];
    let looked = 0;
    for await (const { places, isFull } of look(scan, {}, most)) {
      hits.push(...places.filter(({ isHit }) => isHit));
      looked += places.length;
      // After a first window that is not full, nothing has to be counted.
      large ??= isFull && (await isLarge(scan));
      // Of many candidates, so many have to be hits that it is worth to go on.
      if (large && (hits.length >= exactly || hits.length + most - looked < exactly)) break;
    }
    if (!large) {
      const behind = cursor ? hits.filter((place) => isBehind(place, cursor)) : hits.slice(offset);
      return await answer(hits.length, false, () => pageOf(behind));
    }
    if (hits.length >= exactly) return await answer(exactly, true, () => readPage(scan, most));
  }
  throw tooBroad();
};

/** The same as tokens. */
export const findTokens = async (...asked: Parameters<typeof findRows>): Promise<Found> => {
  const { rows, ...placed } = await findRows(...asked);
  return { ...placed, tokens: rows.map(tokenFromRow) };
};
