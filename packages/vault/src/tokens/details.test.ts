import { brandOf, brands } from '@tessera/rules';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cardNumberDetails } from './details.ts';

/** The first digits of a pattern of the built-in table, or any. */
const beginnings = brands.flatMap(({ patterns }) => patterns.flatMap((pattern) => [pattern].flat().map(String)));

it('the brand that is told of a number is that of the whole number, however many with its beginning were seen before', () => {
  const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^\\d{${min},${max}}$`));
  const number = fc
    .tuple(fc.constantFrom('', ...beginnings), digits(19, 19), fc.integer({ min: 12, max: 19 }))
    .map(([beginning, rest, length]) => `${beginning}${rest}`.slice(0, length));
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), digits(11, 11), (numbers, end) => {
      for (const one of numbers) {
        for (const each of [one, `${one.slice(0, 8)}${end}`]) {
          const { name } = brandOf(each);
          expect(cardNumberDetails(each).card?.brand).toBe(name === 'unknown' ? null : name);
        }
      }
    }),
    { numRuns: 300 },
  );
});
