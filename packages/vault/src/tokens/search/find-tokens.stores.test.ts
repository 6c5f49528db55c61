import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilePermissions } from '../../access/compiled-permissions.ts';
import { testEffort } from '../../effort/testing/test-effort.ts';
import { ApiError } from '../../problem.ts';
import type { SqlValue, Store } from '../../store/port.ts';
import { allTokens, type Rig, startRig } from '../../testing/rig.ts';
import { compileSearch } from './compile.ts';
import { allOf, anything } from './condition.ts';
import { readCursor } from './cursor.ts';
import { type Found, findTokens, type SearchBounds } from './find-tokens.ts';
import type { Query, Term } from './query.ts';
import { reachable, searchedInPlain } from './reachable.ts';

/** What is known of a token besides what the store says. */
interface Known {
  id: string;
  type: string;
  low: boolean;
  label: string;
  color: string;
  container: string;
  createdAt: number;
}

const colors = ['red', 'green', 'blue'];
const second = 1000;
const start = Date.UTC(2022, 0, 1);

let rig: Rig;
let tokens: Known[];
beforeAll(async () => {
  rig = await startRig();
  const key = await rig.application('server_to_server', allTokens());
  const made: Known[] = [];
  for (let call = 0; call < 12; call += 1) {
    const requests = Array.from({ length: 7 }, (_, n) => {
      const low = n % 3 === 0;
      const isSsn = n % 7 === 5;
      return {
        type: isSsn ? 'social_security_number' : 'token',
        data: isSsn ? '123-45-6789' : { n, call },
        search_indexes: [`label-${n % 4}`],
        metadata: { color: colors[(n + call) % 3] ?? '' },
        container: call % 2 === 0 ? '/even/' : `/odd/${n % 2}/`,
        ...(!isSsn && { privacy: { impact_level: low ? 'low' : 'high' } }),
      };
    });
    const { body } = await rig.send('POST', '/tokenize', { key, body: requests });
    for (const [n, request] of requests.entries()) {
      made.push({
        id: body[n].id,
        type: request.type,
        low: request.privacy?.impact_level === 'low',
        label: request.search_indexes[0] ?? '',
        color: request.metadata.color,
        container: request.container,
        createdAt: start + call * second,
      });
    }
    rig.pass(second);
  }
  tokens = made.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
});
afterAll(async () => {
  await rig.close();
});

const column = 0;
const term = fc.oneof(
  fc
    .constantFrom('token', 'social_security_number', 'card')
    .map((value): Term => ({ kind: 'match', field: 'type', value, prefix: false, column })),
  fc
    .integer({ min: 0, max: 4 })
    .map((n): Term => ({ kind: 'match', field: 'data', value: `LABEL-${n}`, prefix: false, column })),
  fc.constantFrom(...colors, 'pink').map((value): Term => ({ kind: 'metadata', key: 'color', value, column })),
  fc
    .tuple(fc.constantFrom('/even/', '/odd/', '/odd/1/', '/'), fc.boolean())
    .map(([value, prefix]): Term => ({ kind: 'match', field: 'container', value, prefix, column })),
  fc.tuple(fc.option(fc.nat(12)), fc.option(fc.nat(12))).map(
    ([from, before]): Term => ({
      kind: 'between',
      field: 'created_at',
      from: from === null ? null : start + from * second,
      before: before === null ? null : start + before * second,
      column,
    }),
  ),
  fc.nat(83).map((n): Term => ({ kind: 'match', field: 'id', value: tokens[n]?.id ?? '', prefix: false, column })),
);

const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    term,
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]) => ({ kind, operands })),
    tie('query').map((operand) => ({ kind: 'not' as const, operand })),
  ),
}));

const readers = {
  high: new Set(['token:general:read:high', 'token:pii:read:high']),
  low: new Set(['token:general:read:low', 'token:pii:read:low']),
  part: new Set(['token:general:read:high']),
};

const meets = (token: Known, each: Query, reader: keyof typeof readers): boolean => {
  if (each.kind === 'not') return !meets(token, each.operand, reader);
  if ('operands' in each) {
    return each.kind === 'and'
      ? each.operands.every((operand) => meets(token, operand, reader))
      : each.operands.some((operand) => meets(token, operand, reader));
  }
  if (each.kind === 'metadata') return token.color === each.value;
  if (each.kind === 'between')
    return (each.from ?? 0) <= token.createdAt && token.createdAt < (each.before ?? Number.MAX_SAFE_INTEGER);
  const { field, value, prefix } = each;
  if (field === 'data') return (reader !== 'low' || token.low) && token.label === value.toLowerCase();
  if (field === 'container') return prefix ? token.container.startsWith(value) : token.container === value;
  return field === 'type' ? token.type === value : token.id === value;
};

const find = async (
  each: Query | undefined,
  reader: keyof typeof readers,
  page: { limit: number; offset?: number; cursor?: string | undefined },
  bounds?: SearchBounds,
  store = rig.store,
): Promise<Found | 'too broad' | 'too deep'> => {
  const rules = compilePermissions(readers[reader]);
  const effort = testEffort();
  const searcher = {
    keys: rig.keyring.tenant(rig.acme.tenantId),
    effort,
    plain: searchedInPlain(rules),
  };
  try {
    return await findTokens(
      store,
      effort,
      {
        tenantId: rig.acme.tenantId,
        now: start,
        condition: allOf([reachable(rules, 'search'), each ? compileSearch(each, searcher) : anything]),
        limit: page.limit,
        offset: page.offset ?? 0,
        cursor: page.cursor === undefined ? undefined : readCursor(page.cursor),
      },
      bounds,
    );
  } catch (error) {
    if (error instanceof ApiError && error.type === 'search-too-broad') return 'too broad';
    if (error instanceof ApiError && error.type === 'validation') return 'too deep';
    throw error;
  }
};

const expected = (each: Query | undefined, reader: keyof typeof readers): string[] =>
  tokens
    .filter((token) => (reader !== 'part' || token.type === 'token') && (!each || meets(token, each, reader)))
    .map(({ id }) => id);

/** Windows of ten tokens, the smallest there are. */
const tight = { steps: Number.POSITIVE_INFINITY, window: 1, arms: 20 };

/** How many tokens each statement of a search looks at. */
const lookedAt = async (search: (store: Store) => Promise<unknown>): Promise<number[]> => {
  const sizes: number[] = [];
  const rows = async <Row>(sql: string, parameters?: readonly SqlValue[]) => {
    const found = await rig.store.rows<Row>(sql, parameters);
    if (sql.includes(' as hit')) sizes.push(found.length);
    return found;
  };
  await search({ ...rig.store, scans: () => ({ rows }) });
  return sizes;
};

const reader = fc.constantFrom('high', 'low', 'part');

describe('a search', () => {
  it('gives what a look at every token gives, page by page and in order', async () => {
    await fc.assert(
      fc.asyncProperty(query, reader, fc.integer({ min: 1, max: 40 }), fc.nat(3), async (each, who, limit, page) => {
        const all = expected(each, who);
        const found = await find(each, who, { limit, offset: page * limit });
        expect(found).toMatchObject({ total: all.length, atLeast: false });
        if (typeof found === 'string') return;
        expect(found.tokens.map(({ id }) => id)).toEqual(all.slice(page * limit, (page + 1) * limit));
        expect(found.after !== undefined).toBe(all.length > (page + 1) * limit);
      }),
      { numRuns: 150 },
    );
  });

  it('within tight bounds tells the truth, says that there is more, or asks for more', async () => {
    const bounds = { ...tight, exactly: 12, budget: 24 };
    const seen = { exact: 0, more: 0, broad: 0, deep: 0 };
    await fc.assert(
      fc.asyncProperty(query, reader, fc.integer({ min: 1, max: 10 }), async (each, who, limit) => {
        const all = expected(each, who);
        const first = await find(each, who, { limit }, bounds);
        if (first === 'too broad') {
          seen.broad += 1;
          expect(all.length).toBeLessThan(tokens.length);
          return;
        }
        if (first === 'too deep') throw new Error('The first page is never too deep.');
        seen[first.atLeast ? 'more' : 'exact'] += 1;
        if (first.atLeast) expect([first.total, all.length >= 12]).toEqual([12, true]);
        else expect(first.total).toBe(all.length);
        const deep = await find(each, who, { limit, offset: 12 }, bounds);
        if (deep === 'too deep') seen.deep += 1;
        else expect(deep).toMatchObject({ total: all.length, tokens: [] });

        // By cursor everything is reached, however far it lies.
        const ids = first.tokens.map(({ id }) => id);
        for (let { after } = first; after !== undefined; ) {
          const next = await find(each, who, { limit, cursor: after }, bounds);
          if (typeof next === 'string') throw new Error(`${next} on a later page`);
          ids.push(...next.tokens.map(({ id }) => id));
          after = next.after;
        }
        expect(ids).toEqual(all);
      }),
      { numRuns: 150 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  }, 180_000);

  it('looks at a window of candidates in each statement, and without windows at all of them', async () => {
    const looks = async (window: number): Promise<number[]> => {
      const condition: Query = { kind: 'not', operand: { kind: 'metadata', key: 'color', value: 'red', column } };
      const bounds = { exactly: 100, budget: 1000, steps: Number.POSITIVE_INFINITY, window, arms: 20 };
      return await lookedAt((store) => find(condition, 'high', { limit: 10 }, bounds, store));
    };
    const sizes = await looks(1);
    expect(Math.max(...sizes)).toBe(10);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(tokens.length);
    expect(await looks(Number.MAX_SAFE_INTEGER)).toEqual([tokens.length]);
  });

  it('of everything looks at one token more than the page needs, to know whether there is a next one', async () => {
    const page = (offset: number) =>
      lookedAt((store) => find(undefined, 'high', { limit: 10, offset }, undefined, store));
    expect(await page(0)).toEqual([11]);
    expect(await page(20)).toEqual([31]);
  });

  it('reads a page by two statements beside the thread that answers', async () => {
    const red: Query = { kind: 'metadata', key: 'color', value: 'red', column };
    const statements = async (each: Query | undefined): Promise<number> => {
      let count = 0;
      const scans = () => ({
        rows: async <Row>(sql: string, parameters?: readonly SqlValue[]) => {
          count += 1;
          return await rig.store.rows<Row>(sql, parameters);
        },
      });
      expect(await find(each, 'high', { limit: 20 }, undefined, { ...rig.store, scans })).toMatchObject({
        tokens: { length: 20 },
      });
      return count;
    };
    expect([await statements(undefined), await statements(red)]).toEqual([2, 2]);
  });

  it('looks at fewer tokens the more comparisons it makes, and without that bound at all of them', async () => {
    const operand: Query = { kind: 'metadata', key: 'color', value: 'pink', column };
    const queryOf = (terms: number): Query => ({
      kind: 'not',
      operand: { kind: 'or', operands: Array.from({ length: terms }, () => operand) },
    });
    const bounds = { exactly: 100, budget: 1000, steps: 2_000_000, window: 100_000, arms: 20 };
    expect(await find(queryOf(2), 'high', { limit: 10 }, bounds)).toMatchObject({ total: tokens.length });
    expect(await find(queryOf(64), 'high', { limit: 10 }, bounds)).toBe('too broad');
    const unbounded = { ...bounds, steps: Number.POSITIVE_INFINITY };
    expect(await find(queryOf(64), 'high', { limit: 10 }, unbounded)).toMatchObject({ total: tokens.length });
  });

  it('counts everything, whatever there is, without looking at it', async () => {
    const bounds = { ...tight, exactly: 5, budget: 10 };
    expect(await find(undefined, 'high', { limit: 3 }, bounds)).toMatchObject({ total: 84, atLeast: false });
    expect(await find(undefined, 'part', { limit: 3 }, bounds)).toMatchObject({ total: 72, atLeast: false });
  });
});

describe('the rows of indexes that a search counts', () => {
  /** What a search does one after the other: takes a turn, or asks the store to count. */
  const stepsOf = async (reserve: (act: () => void) => Promise<void>) => {
    const steps: string[] = [];
    const watched: Store = {
      ...rig.store,
      scans: () => ({
        rows: async (sql, parameters) => {
          if (sql.startsWith('select count(*) as n')) steps.push('count');
          return await rig.store.rows(sql, parameters);
        },
      }),
    };
    const rules = compilePermissions(readers.high);
    const keys = rig.keyring.tenant(rig.acme.tenantId);
    const own = testEffort();
    const effort = Object.assign(testEffort(), { reserve: () => reserve(() => steps.push('turn')) });
    const each = { kind: 'metadata', key: 'color', value: 'red', column: 1 } as const;
    const searcher = { keys, effort: own, plain: searchedInPlain(rules) };
    const condition = allOf([reachable(rules, 'search'), compileSearch(each, searcher)]);
    const search = { tenantId: rig.acme.tenantId, now: start, condition, limit: 5, offset: 0, cursor: undefined };
    await findTokens(watched, effort, search, { ...tight, exactly: 100, budget: 100 });
    return steps.join(' ');
  };

  it('are counted in turns', async () => {
    const inTurns = await stepsOf(async (turn) => turn());
    expect(inTurns).toMatch(/turn count/);
    expect(inTurns).not.toMatch(/^count|count count/);
    expect(await stepsOf(async () => undefined)).toMatch(/^count/);
  });
});
