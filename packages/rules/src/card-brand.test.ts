import creditCardType from 'credit-card-type';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brandNamed, brandOf } from './card-brand.ts';

/** The beginnings that patterns speak of, and those just beside them. */
const edges = creditCardType('').flatMap(({ patterns }) =>
  patterns.flat().flatMap((edge) => [edge - 1, edge, edge + 1].map(String)),
);

describe('brandOf', () => {
  test('agrees with credit-card-type about every number of eight digits and more', () => {
    const start = fc.oneof(fc.constantFrom(...edges), fc.stringMatching(/^\d{8}$/));
    const number = fc.tuple(start, fc.stringMatching(/^\d{8,11}$/)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(number, (digits) => {
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
