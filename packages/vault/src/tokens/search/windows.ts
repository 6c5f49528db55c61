import type { Effort } from '../../effort/effort.ts';
import type { Reads, SqlValue } from '../../store/port.ts';
import type { TokenList } from './condition.ts';
import type { Cursor } from './cursor.ts';
import { armsOf, newestOf, type Reach, type Sql } from './source-sql.ts';

/** Lists that are read together. */
export interface Scan {
  lists: readonly TokenList[];
  /** A token may stand in several of them. */
  overlap: boolean;
}

/** A token that was looked at, and whether it is meant. */
export interface Looked extends Cursor {
  isHit: boolean;
  /** What a hit adds to a page. */
  bytes: number;
}

interface Row {
  id: Uint8Array;
  created_at: number;
  hit: number;
  bytes: number;
}

/** What a token adds to a page. Lengths stand at the beginning of a row, so a large one is not read for them. */
const weight = ['sealed', 'cvc_sealed', 'metadata', 'encryption', 'mask', 'fingerprint_expression', 'search_indexes']
  .map((column) => `coalesce(octet_length(t.${column}), 0)`)
  .join(' + ');

/** Steps of finding one token and testing what every search tests. */
const perToken = 5000;

/** Steps of reading one row of an index. */
export const perRow = 100;

/** Where to begin to look. */
export interface Start {
  /** The place in the list behind which to begin. */
  from?: Cursor | undefined;
  /** How many hits are enough: the first window has no more tokens; 100 when not given. */
  wanted?: number;
}

/** Candidates that were looked at together. */
export interface Window {
  places: Looked[];
  /** Whether there may be candidates behind them. */
  isFull: boolean;
}

/** How many times larger than a window the next one is, up to the largest. */
const growth = 4;

export interface WindowOptions {
  store: Reads;
  effort: Effort;
  reach: Omit<Reach, 'cursor'>;
  /** What makes a candidate a hit, as a condition on a row `t`, and its steps. */
  filter: Sql & { cost: number };
  /** Steps that one statement may cost: it cannot be interrupted. */
  window: number;
}

type Newness = Pick<Row, 'id' | 'created_at'>;

export const newestFirst = (a: Newness, b: Newness): number =>
  b.created_at - a.created_at || Buffer.compare(b.id, a.id);

/** How many tokens may be looked at for so many steps. */
export const tokensWithin = (steps: number, cost: number): number => Math.floor(steps / (perToken + cost));

/**
 * Looks at the candidates of scans, newest first, a window at a time: one statement on all of them would hold the thread that answers
 * everybody, for seconds. Each window is charged, and waits for its turn.
 */
export const windows = ({ store, effort, reach, filter, window }: WindowOptions) => {
  const size = Math.max(10, tokensWithin(window, filter.cost));

  const look = async (candidates: Sql, count: number, read: number): Promise<Row[]> => {
    const cost = count * (perToken + filter.cost) + read * perRow;
    // A search is bounded by its own budget, which is larger than that of other requests, as it is done in many turns.
    effort.extend(cost);
    await effort.reserve(cost);
    const parameters: SqlValue[] = [...filter.parameters, ...candidates.parameters, reach.tenant];
    return await store.rows<Row>(
      `select c.id as id, c.created_at as created_at, case when ${filter.sql} then 1 else 0 end as hit, ${weight} as bytes
        from (${candidates.sql}) as c cross join tokens t where t.tenant_id = ? and t.id = c.id`,
      parameters,
    );
  };

  const judged = (rows: Row[]): Looked[] =>
    rows
      .sort(newestFirst)
      .map(({ id, created_at, hit, bytes }) => ({ id, createdAt: created_at, isHit: hit === 1, bytes }));

  /** Lists whose index has another order are read whole, ids alone, and put in order here. */
  const unordered = async function* ({ lists, overlap }: Scan, most: number): AsyncGenerator<Window> {
    const all = newestOf(armsOf(lists, { ...reach, cursor: undefined }), { each: most, all: most }, overlap);
    effort.extend(most * perRow);
    await effort.reserve(most * perRow);
    const ids = await store.rows<Row>(all.sql, all.parameters);
    for (let from = 0; from < ids.length; from += size) {
      const some = ids.slice(from, from + size).map(({ id }) => id);
      const candidates: Sql = {
        sql: `select id, created_at from tokens where tenant_id = ? and id in (${some.map(() => '?').join(', ')}) limit ?`,
        parameters: [reach.tenant, ...some, some.length],
      };
      const places = judged(await look(candidates, some.length, some.length));
      yield { places, isFull: from + size < ids.length };
    }
  };

  const ordered = async function* ({ lists, overlap }: Scan, { from, wanted = 100 }: Start): AsyncGenerator<Window> {
    let cursor = from;
    for (let count = Math.min(size, wanted); ; count = Math.min(size, count * growth)) {
      const arms = armsOf(lists, { ...reach, cursor });
      const limits = { each: count, all: count };
      const places = judged(await look(newestOf(arms, limits, overlap), count, count * arms.length));
      const isFull = places.length === count;
      yield { places, isFull };
      if (!isFull) return;
      cursor = places.at(-1);
    }
  };

  /** The candidates from a start, of which there are at most so many where the lists have no order. */
  return (scan: Scan, start: Start, most: number): AsyncGenerator<Window> =>
    scan.lists.every((list) => list.ordered) ? ordered(scan, start) : unordered(scan, most);
};
