import creditCardType from 'credit-card-type';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brandNamed, brandOf } from './card-brand.ts';
import { cardRanges } from './card-ranges.ts';

/** The beginnings that patterns speak of, and those just beside them. */
const edges = creditCardType('').flatMap(({ patterns }) =>
  patterns.flat().flatMap((edge) => [edge - 1, edge, edge + 1].map(String)),
);

/** Whether our table has a range of its own for a number, or calls it otherwise on purpose. */
const isOurs = (number: string): boolean =>
  cardRanges
    .filter(({ source }) => !source.includes('credit-card-type'))
    .flatMap(({ patterns }) => patterns)
    .concat([402918, 527572])
    .some((pattern) => {
      const [low = '', high = low] = [pattern].flat().map(String);
      const first = number.slice(0, low.length);
      return first >= low && first <= high;
    });

test('every range has a source, and first digits that are few enough to speak of an issuer', () => {
  for (const { brand, source, patterns } of cardRanges) {
    expect(source, brand).toMatch(/^https:/);
    for (const edge of patterns.flat()) expect(edge, brand).toBeLessThan(1e8);
  }
});

describe('brandOf', () => {
  test('agrees with credit-card-type about every other number of eight digits and more', () => {
    const start = fc.oneof(fc.constantFrom(...edges), fc.stringMatching(/^\d{8}$/));
    const number = fc.tuple(start, fc.stringMatching(/^\d{8,11}$/)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(number, (digits) => {
        fc.pre(!isOurs(digits));
        const [only, ...others] = creditCardType(digits);
        expect([digits, brandOf(digits).name]).toEqual([digits, others.length === 0 && only ? only.type : 'unknown']);
      }),
      { numRuns: 1000 },
    );
  });

  test('is sure of nothing that further digits could change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...edges), fc.stringMatching(/^\d{12}$/), (start, rest) => {
        const number = start + rest;
        const names = Array.from({ length: number.length }, (_, end) => brandOf(number.slice(0, end + 1)).name);
        const final = names.at(-1);
        const sure = names.filter((name) => name !== 'unknown');
        // A single possible brand may turn out to be none.
        if (final !== 'unknown') expect(new Set(sure).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['4029180000000009', 'visa'],
    ['5275720000000000', 'mastercard'],
    ['5895620000000002', 'naranja'],
    ['5019717010103742', 'dankort'],
    ['5018000000000009', 'maestro'],
    ['5060666666666666666', 'verve'],
    ['5031755734530604', 'mastercard'],
    ['3088000000000017', 'jcb'],
    ['6074849200004917', 'rupay'],
    ['135410014004955', 'uatp'],
    ['180002', 'jcb'],
  ])('%s is a card of %s', (number, brand) => {
    expect(brandOf(number).name).toBe(brand);
  });

  test.each(['', '4', '6', 'x', '999'])('%j has no brand yet', (digits) => {
    expect(brandOf(digits).name).toBe('unknown');
  });
});

test.each([
  ['american-express', [4]],
  ['visa', [3]],
  ['constructor', [3, 4]],
  [undefined, [3, 4]],
])('the code of %s has %j digits', (name, sizes) => {
  expect(brandNamed(name).codeSizes).toEqual(sizes);
});
