import fc from 'fast-check';
import { getCountrySpecifications } from 'ibantools';
import { describe, expect, test } from 'vitest';
import { ibanLengths, isIban } from './iban.ts';

/** Examples that the registry prints, of short and long numbers, with and without letters. */
const examples = [
  ...['NO9386011117947', 'BE68539007547034', 'DK5000400440116243', 'SI56263300012039086', 'AT611904300234573201'],
  ...['CH9300762011623852957', 'DE89370400440532013000', 'GB29NWBK60161331926819', 'IL620108000000099999999'],
  ...['ES9121000418450200051332', 'PT50000201231234567890154', 'TR330006100519786457841326'],
  ...['FR1420041010050500013M02606', 'IT60X0542811101000000123456', 'PL61109010140000071219812874'],
  ...['BR1800360305000010009795493C1', 'KW81CBKU0000000000001234560101', 'MT84MALT011000012345MTLCAST001S'],
  'LC55HEMM000100010012001200023015',
];

/** Both check digits from the rest, in whole numbers: the other way to compute them. */
const checkDigits = (country: string, rest: string): string => {
  const digits = [...`${rest}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
  return String(98n - (BigInt(digits) % 97n)).padStart(2, '0');
};

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const right = fc.constantFrom(...ibanLengths).chain(([country, length]) => {
  const size = length - 4;
  return fc
    .string({ unit: fc.constantFrom(...characters), minLength: size, maxLength: size })
    .map((rest) => country + checkDigits(country, rest) + rest);
});

describe('isIban', () => {
  test.each(examples)('accepts %s', (iban) => {
    expect(isIban(iban)).toBe(true);
  });

  test('knows the 89 countries of the registry, none with less than 15 characters or more than 34', () => {
    expect(ibanLengths.size).toBe(89);
    for (const [country, length] of ibanLengths) {
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(length).toBeGreaterThanOrEqual(15);
      expect(length).toBeLessThanOrEqual(34);
    }
  });

  test('agrees with the list of another library, country by country', () => {
    const theirs = Object.entries(getCountrySpecifications());
    const chars = new Map(theirs.map(([country, { chars }]) => [country, chars]));
    for (const [country, length] of ibanLengths) expect([country, chars.get(country)]).toEqual([country, length]);
    const inRegistry = theirs.flatMap(([country, { IBANRegistry }]) => (IBANRegistry ? [country] : []));
    // Parts of Finland and of France: the registry names them beside these, with whose codes their numbers begin.
    const parts = ['AX', 'GF', 'GP', 'MF', 'MQ', 'NC', 'PF', 'PM', 'RE', 'TF', 'WF', 'YT'];
    expect(inRegistry.filter((country) => !ibanLengths.has(country)).sort()).toEqual(parts);
  });

  test('accepts what has matching check digits and the length of its country', () => {
    fc.assert(fc.property(right, (iban) => isIban(iban)));
  });

  test('refuses one digit or letter in place of another, and neighbours that changed places', () => {
    fc.assert(
      fc.property(right, fc.nat(), fc.constantFrom(...characters), (iban, place, other) => {
        const at = 2 + (place % (iban.length - 3));
        const [own = '', next = ''] = iban.slice(at, at + 2);
        // A letter in the place of a digit moves all that precedes it by a place, which the sum need not notice.
        const areAlike = (one: string, two: string) => one !== two && /^(?:\d\d|[A-Z]{2})$/.test(one + two);
        const wrong = iban.slice(0, at) + other + iban.slice(at + 1);
        const swapped = iban.slice(0, at) + next + own + iban.slice(at + 2);
        return !(areAlike(own, other) && isIban(wrong)) && !(areAlike(own, next) && isIban(swapped));
      }),
    );
  });

  test.each([
    ['', 'nothing'],
    ['DE8937040044053201300', 'too short'],
    ['DE893704004405320130000', 'too long'],
    ['DE89 3704 0044 0532 0130 00', 'spaces'],
    ['de89370400440532013000', 'small letters'],
    ['XX89370400440532013000', 'no such country'],
    ['US64SVBKUS6S3300958879', 'a country without IBAN'],
    ['DEA9370400440532013000', 'a letter among the check digits'],
    ['DE８９370400440532013000', 'digits of another script'],
  ])('refuses %j: %s', (text) => {
    expect(isIban(text)).toBe(false);
  });

  test('refuses check digits that no bank computes, though the sum is right', () => {
    const twins: Readonly<Record<string, string>> = { '97': '00', '98': '01', '02': '99' };
    const rests = Array.from({ length: 500 }, (_, number) => String(number).padStart(11, '0'));
    const found = rests.flatMap((rest) => {
      const twin = twins[checkDigits('NO', rest)];
      return twin === undefined ? [] : [{ twin, wrong: `NO${twin}${rest}` }];
    });
    expect(new Set(found.map(({ twin }) => twin))).toEqual(new Set(Object.values(twins)));
    expect(found.filter(({ wrong }) => isIban(wrong))).toEqual([]);
  });
});
