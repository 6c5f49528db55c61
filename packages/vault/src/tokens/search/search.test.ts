import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch } from './parse.ts';
import { printSearch } from './print.ts';
import { dateFields, type Query, searchLimits, type Term, textFields } from './query.ts';
import { SearchError } from './search-error.ts';

const at = (text: string) => Date.parse(text);
const second = 1000;

const bare = (query: Query | undefined): unknown =>
  JSON.parse(JSON.stringify(query ?? null, (key, value) => (key === 'column' ? undefined : value)));

const errorOf = (source: string): SearchError => {
  try {
    parseSearch(source);
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
  throw new Error(`${source} did not fail`);
};

const match = (field: string, value: string, prefix = false) => ({ kind: 'match', field, value, prefix });
const between = (field: string, from: number | null, before: number | null) => ({
  kind: 'between',
  field,
  from,
  before,
});
const [a, b, c] = ['a', 'b', 'c'].map((value) => match('data', value));

describe('A search query', () => {
  it.each<[source: string, query: unknown]>([
    ['', null],
    ['  ', null],
    ['data:4242', match('data', '4242')],
    ['data:"Jane \\"D\\" \\\\ Doe"', match('data', 'Jane "D" \\ Doe')],
    ['type: card', match('type', 'card')],
    ['data:111-22-3333', match('data', '111-22-3333')],
    ['data:a@b.com', match('data', 'a@b.com')],
    ['data:"AND"', match('data', 'AND')],
    ['data:AND', match('data', 'AND')],
    ['data:"a*b"', match('data', 'a*b')],
    ['container:"/customer-123/*"', match('container', '/customer-123/', true)],
    ['container:/customer-123/*', match('container', '/customer-123/', true)],
    ['container:"/a/\\*"', match('container', '/a/*')],
    ['metadata.user_id:34445', { kind: 'metadata', key: 'user_id', value: '34445' }],
    ['metadata.a.b:""', { kind: 'metadata', key: 'a.b', value: '' }],
    ['metadata."my key":"x y"', { kind: 'metadata', key: 'my key', value: 'x y' }],
    ['created_at:2022-01-31', between('created_at', at('2022-01-31'), at('2022-02-01'))],
    ['created_at:2022-01-31T10:00:00Z', between('created_at', at('2022-01-31T10:00:00Z'), at('2022-01-31T10:00:01Z'))],
    ['created_at:[2021-01-01 TO 2021-12-31]', between('created_at', at('2021-01-01'), at('2022-01-01'))],
    ['modified_at:{2021-01-01 TO 2021-12-31}', between('modified_at', at('2021-01-02'), at('2021-12-31'))],
    ['created_at:{2021-01-01T00:00:00Z TO *}', between('created_at', at('2021-01-01') + second, null)],
    ['created_at:[* TO "2021-01-01 12:00"]', between('created_at', null, at('2021-01-01T12:00Z') + second)],
    ['NOT data:a', { kind: 'not', operand: a }],
    ['!data:a', { kind: 'not', operand: a }],
    ['-data:a', { kind: 'not', operand: a }],
    ['-(data:a)', { kind: 'not', operand: a }],
    ['NOT NOT data:a', a],
    ['data:a AND data:b AND data:c', { kind: 'and', operands: [a, b, c] }],
    ['data:a OR data:b AND data:c', { kind: 'or', operands: [a, { kind: 'and', operands: [b, c] }] }],
    ['(data:a OR data:b) AND data:c', { kind: 'and', operands: [{ kind: 'or', operands: [a, b] }, c] }],
    ['(data:a OR (data:b OR data:c))', { kind: 'or', operands: [a, b, c] }],
    ['NOT data:a AND data:b', { kind: 'and', operands: [{ kind: 'not', operand: a }, b] }],
  ])('%s', (source, query) => {
    expect(bare(parseSearch(source))).toStrictEqual(query);
  });

  it.each<[source: string, column: number, message: string]>([
    ['card', 1, 'Here a comparison is missing: field:value.'],
    ['"data":x', 1, 'Here a comparison is missing: field:value.'],
    ['dat:x', 1, 'There is no such field. Did you mean data?'],
    ['Type:x', 1, 'There is no such field. Did you mean type?'],
    ['metadata:x', 1, 'There is no such field. Did you mean metadata?'],
    ['metadata.:x', 1, 'There is no such field. Did you mean metadata?'],
    ['data', 5, 'After a field stands a colon and a value.'],
    ['data :x', 5, 'After a field stands a colon and a value.'],
    ['data:', 6, 'After the colon a value is missing.'],
    ['data:)', 6, 'After the colon a value is missing.'],
    ['data:"x', 6, 'This quote is not closed.'],
    ['data:x"y"', 7, 'Quote the whole value: field:"value".'],
    ['data:x type:y', 8, 'Between comparisons stands AND or OR.'],
    ['data:x and type:y', 8, 'Between comparisons stands AND or OR.'],
    ['data:x AND', 11, 'Here a comparison is missing: field:value.'],
    ['(data:x', 1, 'This parenthesis is not closed.'],
    ['(data:x type:y)', 9, 'Here AND, OR or ) is missing.'],
    ['data:x)', 7, 'This parenthesis was never opened.'],
    ['()', 2, 'Here a comparison is missing: field:value.'],
    ['data:4242*', 6, 'A * stands at the end of a container only; elsewhere put it in quotes.'],
    ['container:"/*/a"', 11, 'A * stands at the end of a container only; elsewhere put it in quotes.'],
    ['data:[a TO b]', 6, 'Only created_at and modified_at have ranges.'],
    ['created_at:soon', 12, 'A date is written as 2022-01-31 or 2022-01-31T12:00:00Z.'],
    ['created_at:[2022-01-01 2022-01-02]', 24, 'Between the ends of a range stands TO.'],
    ['created_at:[2022-01-01 TO 2022-01-02', 37, 'A range ends with ] or }.'],
    ['created_at:[2022-01-03 TO 2022-01-02]', 13, 'This range ends before it begins.'],
    ['created_at:[TO 2022-01-02]', 13, 'A date is written as 2022-01-31 or 2022-01-31T12:00:00Z.'],
  ])('%s is refused', (source, column, message) => {
    const error = errorOf(source);
    expect([error.column, error.message]).toStrictEqual([column, message]);
  });

  it('is bounded in length, comparisons and depth', () => {
    const terms = (count: number) => Array.from({ length: count }, () => 'data:x').join(' OR ');
    expect(bare(parseSearch(terms(searchLimits.terms)))).toMatchObject({ kind: 'or' });
    expect(errorOf(terms(searchLimits.terms + 1)).message).toContain('64 comparisons');
    const nested = (count: number) => `${'('.repeat(count)}data:x${')'.repeat(count)}`;
    expect(bare(parseSearch(nested(searchLimits.depth)))).toStrictEqual(match('data', 'x'));
    for (const open of ['(', '!', '-', 'NOT ', '!('])
      expect(errorOf(`${open.repeat(1000)}data:x`).message).toContain('16 levels');
    expect(errorOf('x'.repeat(100_000)).message).toContain('4096 characters');
  });
});

const columnless = { column: 0 };
const instant = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * second);
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({
    kind: fc.constant('match' as const),
    field: fc.constantFrom(...textFields),
    value: fc.string(),
    prefix: fc.constant(false),
    ...{ column: fc.constant(0) },
  }),
  fc
    .string()
    .map((value) => ({ kind: 'match' as const, field: 'container' as const, value, prefix: true, ...columnless })),
  fc
    .tuple(fc.string({ minLength: 1 }), fc.string())
    .map(([key, value]) => ({ kind: 'metadata' as const, key, value, ...columnless })),
  fc.tuple(fc.constantFrom(...dateFields), fc.option(instant), fc.option(instant)).map(([field, one, other]) => {
    const [from, before] = one !== null && other !== null && one > other ? [other, one] : [one, other];
    return { kind: 'between' as const, field, from, before, ...columnless };
  }),
);
const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    term,
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 3 }))
      .map(([kind, operands]) => ({
        kind,
        operands: operands.flatMap((each) => (each.kind === kind ? each.operands : [each])),
      })),
    tie('query').map((operand) => (operand.kind === 'not' ? operand.operand : { kind: 'not' as const, operand })),
  ),
}));

const sizeOf = (each: Query): number =>
  each.kind === 'not'
    ? sizeOf(each.operand)
    : 'operands' in each
      ? each.operands.reduce((sum, operand) => sum + sizeOf(operand), 0)
      : 1;

describe('Whatever the text', () => {
  it('what is printed is parsed to the same query', () => {
    fc.assert(
      fc.property(
        query.filter((each) => sizeOf(each) <= searchLimits.terms && printSearch(each).length <= searchLimits.length),
        (each) => {
          expect(bare(parseSearch(printSearch(each)))).toStrictEqual(bare(each));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('only SearchErrors are thrown; they stand inside the query and repeat no value', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ':',
      '!',
      '-',
      '"',
      '\\',
      '*',
      ' ',
      'AND',
      'OR',
      'NOT',
      'TO',
      'data',
      'data:',
      'metadata.',
      'container:',
      'created_at:',
      '2022-01-01',
      'S3CR3T',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 }),
        (pieces) => {
          const source = pieces.join('');
          try {
            parseSearch(source);
          } catch (error) {
            if (!(error instanceof SearchError)) throw error;
            expect(error.message).not.toContain('S3CR3T');
            expect(error.column).toBeGreaterThanOrEqual(1);
            expect(error.column).toBeLessThanOrEqual(source.length + 1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
