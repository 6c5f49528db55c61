import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DecodedQuery, decodeQuery, encodeQuery, type Query } from './query.ts';

const decode = (text: string) => decodeQuery(new URLSearchParams(text));

const key = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('.'));
const anyText = fc.string({ unit: 'binary' });
const value = fc.oneof(
  anyText,
  fc.array(anyText, { minLength: 2 }),
  fc.dictionary(anyText, anyText, { minKeys: 1, noNullPrototype: true }),
);

// As entries, because a comparison of objects passes over a key named `__proto__`.
const byKey = (query: object) => Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1));

test('what one end writes the other end reads, through a real URL', () => {
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (query) => {
      const url = new URL(`https://vault.test/?${encodeQuery(query as Query)}`);
      expect(byKey(decodeQuery(url.searchParams))).toEqual(byKey(query));
    }),
  );
});

test('what is undefined is left out, and numbers become text', () => {
  expect(String(encodeQuery({ a: undefined, page: 2, exact: true }))).toBe('page=2&exact=true');
});

test('an empty list asks for what no id is: left out, it would ask for everything', () => {
  expect(String(encodeQuery({ id: [], page: 2 }))).toBe('id=&page=2');
});

test('a date becomes its text, as it does in JSON: without it a list would be of all times', () => {
  const query = { start_date: new Date(0), page: 2 } as unknown as Query;
  expect(encodeQuery(query).get('start_date')).toBe('1970-01-01T00:00:00.000Z');
});

test('a list is a repeated key and a map a dotted one, with dots of its own', () => {
  expect(String(encodeQuery({ id: ['1', '2'], metadata: { 'a.b': 'c' } }))).toBe('id=1&id=2&metadata.a.b=c');
  expect(decode('id=1&id=2&metadata.a.b=c')).toEqual({ id: ['1', '2'], metadata: { 'a.b': 'c' } });
});

test('of a name that stands twice in a map the first counts', () => {
  expect(decode('metadata.a=1&metadata.a=2')).toEqual({ metadata: { a: '1' } });
});

test('a key cannot reach a prototype', () => {
  const decoded: DecodedQuery = decode('__proto__.polluted=1&metadata.__proto__=2&constructor=3');
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.keys(decoded)).toEqual(['constructor', '__proto__', 'metadata']);
});
