import { brandOf, brands } from '@tessera/rules';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bic } from './bic.ts';
import { bsb } from './bsb.ts';
import { cardholderName } from './cardholder-name.ts';
import { iban } from './iban.ts';
import { cardExpirationDate, cardNumber, cardVerificationCode, text } from './index.ts';
import { postalCode } from './postal-code.ts';
import { ukSortCode } from './uk-sort-code.ts';

const now = { year: 2026, month: 11 };

describe('cardNumber', () => {
  const shown = (typed: string) => cardNumber.format(cardNumber.parse(typed));

  test.each([
    ['4242-4242 42424242', '4242 4242 4242 4242'],
    ['  42424', '4242 4'],
    ['٤٢٤٢٤٢', '4242 42'],
    ['378282246310005', '3782 822463 10005'],
    ['4242424242424242427', '4242 4242 4242 4242 427'],
    ['4242 ', '4242'],
  ])('shows %j as %j', (typed, expected) => {
    expect(shown(typed)).toBe(expected);
  });

  test('facts of a complete number are brand, bin and last four', () => {
    expect(cardNumber.facts('378282246310005', 'complete')).toEqual({
      cardBrand: 'american-express',
      cardBin: '378282',
      cardLast4: '0005',
    });
    expect(cardNumber.facts('4242424242424242', 'complete')).toMatchObject({ cardBin: '42424242' });
    expect(cardNumber.facts('4242424242', 'incomplete')).toEqual({ cardBrand: 'visa' });
    expect(cardNumber.facts('', 'incomplete')).toEqual({ cardBrand: 'unknown' });
  });

  test('tells the brand of each number, whichever it was asked about before', () => {
    const first = fc.constantFrom(...brands.flatMap(({ patterns }) => patterns.flat().map(String)));
    const number = fc.tuple(first, fc.stringMatching(/^\d{0,11}$/)).map((parts) => parts.join(''));
    const beginning = fc.tuple(number, fc.nat({ max: 19 })).map(([digits, length]) => digits.slice(0, length));
    fc.assert(
      fc.property(fc.array(beginning, { maxLength: 60 }), (numbers) => {
        const told = numbers.map((digits) => cardNumber.facts(digits, 'incomplete').cardBrand);
        expect(told).toEqual(numbers.map((digits) => brandOf(digits).name));
      }),
    );
  });

  test('a listed length with a wrong check digit is invalid once the box is left', () => {
    expect(cardNumber.judge('4242424242424241', { now })).toBe('incomplete');
    expect(cardNumber.judge('4242424242424241', { now, settled: true })).toBe('invalid');
    expect(cardNumber.judge('424242424242424', { now, settled: true })).toBe('incomplete');
  });

  test('a Visa is full at 16 digits, a UnionPay only at 19', () => {
    expect(cardNumber.fill('4242424242424242', { now })).toBe('full');
    expect(cardNumber.fill('42424242424242424', { now })).toBe('short');
    expect(cardNumber.fill('6200000000000005', { now })).toBe('enough');
    expect(cardNumber.fill('6200000000000000003', { now })).toBe('full');
    expect(cardNumber.fill('5'.repeat(17), { now })).toBe('full');
    expect(cardNumber.fill('4007000000027', { now })).toBe('short');
    expect(cardNumber.fill('4007000000027', { now, settled: true })).toBe('enough');
  });
});

describe('cardExpirationDate', () => {
  test('is compared with the month of each question, also when an earlier one spoke of another month', () => {
    const judged = (year: number, month: number) => cardExpirationDate.judge('12/2026', { now: { year, month } });
    const months = [
      [2026, 12],
      [2027, 1],
      [2026, 11],
      [2027, 12],
    ] as const;
    expect(months.map(([year, month]) => judged(year, month))).toEqual(['complete', 'invalid', 'complete', 'invalid']);
  });

  test.each([
    ['12/2030', '12/30', 'complete'],
    ['2030-12', '12/30', 'complete'],
    ['203012', '12/30', 'complete'],
    ['1/30', '1/30', 'complete'],
    ['1/', '01/', 'incomplete'],
    [' 12/30', '12/30', 'complete'],
    ['0530', '05/30', 'complete'],
    ['530', '05/30', 'complete'],
    ['12 - 30', '12/30', 'complete'],
    ['１２／３０', '12/30', 'complete'],
    ['5', '05', 'incomplete'],
    ['13', '01/3', 'incomplete'],
    ['2', '2', 'incomplete'],
    ['20', '20', 'incomplete'],
    ['2030', '2030', 'incomplete'],
    ['12/20', '12/20', 'incomplete'],
    ['11/26', '11/26', 'complete'],
    ['10/26', '10/26', 'invalid'],
    ['11/46', '11/46', 'complete'],
    ['12/46', '12/46', 'invalid'],
    ['13/30', '13/30', 'invalid'],
    ['/30', '/30', 'incomplete'],
    ['0/30', '0/30', 'incomplete'],
    ['2030-13', '2030-13', 'invalid'],
    ['00', '00', 'invalid'],
    ['12/1999', '12/1999', 'invalid'],
    ['05/12/2030', '05/122030', 'invalid'],
  ])('%j is shown as %j and is %s', (typed, shown, verdict) => {
    const value = cardExpirationDate.parse(typed);
    expect(cardExpirationDate.format(value)).toBe(shown);
    expect(cardExpirationDate.judge(value, { now })).toBe(verdict);
  });

  test.each([
    ['1/30', '01/30'],
    ['2', '02'],
    ['2030-1', '01/30'],
    ['12/30', '12/30'],
    ['/30', '/30'],
  ])('%j is left as %j', (typed, shown) => {
    const value = cardExpirationDate.parse(typed);
    expect(cardExpirationDate.format(cardExpirationDate.settle?.(value) ?? value)).toBe(shown);
  });

  test('a past year in two digits is invalid once the box is left', () => {
    expect(cardExpirationDate.judge('12/20', { now, settled: true })).toBe('invalid');
    expect(cardExpirationDate.judge('12/2', { now, settled: true })).toBe('incomplete');
  });

  test.each(['0720', '07/20', '7/20', '07/2020'])('%j is July 2020 while that is not over', (typed) => {
    const value = cardExpirationDate.parse(typed);
    for (const now of [
      { year: 2020, month: 1 },
      { year: 2020, month: 7 },
    ]) {
      expect(cardExpirationDate.judge(value, { now })).toBe('complete');
      expect(cardExpirationDate.judge(value, { now, settled: true })).toBe('complete');
      expect(cardExpirationDate.fill(value, { now })).not.toBe('short');
    }
    expect(cardExpirationDate.data(value)).toEqual({ expiration_month: 7, expiration_year: 2020 });
    expect(cardExpirationDate.judge(value, { now: { year: 2020, month: 8 }, settled: true })).toBe('invalid');
  });

  test('the wire gets integers', () => {
    expect(cardExpirationDate.data('01/2030')).toEqual({ expiration_month: 1, expiration_year: 2030 });
  });
});

describe('cardVerificationCode', () => {
  test.each([
    ['12', undefined, 'incomplete'],
    ['123', undefined, 'complete'],
    ['1234', undefined, 'complete'],
    ['12345', undefined, 'invalid'],
    ['123', 'american-express', 'incomplete'],
    ['1234', 'american-express', 'complete'],
    ['1234', 'visa', 'invalid'],
    ['123', 'no-such-brand', 'complete'],
  ])('%s beside %s is %s', (code, cardBrand, verdict) => {
    expect(cardVerificationCode.judge(code, { now, cardBrand })).toBe(verdict);
  });
});

test('text is stored as typed', () => {
  expect(text.data(text.parse('  <b>&amp;  '))).toEqual({ value: '  <b>&amp;  ' });
});

describe('an IBAN', () => {
  test.each([
    ['', '', 'incomplete'],
    ['d', 'D', 'incomplete'],
    ['de8', 'DE8', 'incomplete'],
    ['DE89370400440532013000', 'DE89 3704 0044 0532 0130 00', 'complete'],
    ['ＤＥ８９　３７０４　００４４　０５３２　０１３０　００', 'DE89 3704 0044 0532 0130 00', 'complete'],
    ['iban: gb29 nwbk 6016 1331 9268 19', 'GB29 NWBK 6016 1331 9268 19', 'complete'],
    ['DE٨٩370400440532013000', 'DE89 3704 0044 0532 0130 00', 'complete'],
    ['DE893704004405320130', 'DE89 3704 0044 0532 0130', 'incomplete'],
    ['DE89370400440532013001', 'DE89 3704 0044 0532 0130 01', 'invalid'],
    ['DE893704004405320130000', 'DE89 3704 0044 0532 0130 000', 'invalid'],
    ['US64SVBK', 'US64 SVBK', 'invalid'],
    ['8', '8', 'invalid'],
    ['DEA', 'DEA', 'invalid'],
    ['DE8A', 'DE8A', 'invalid'],
    ['IBA', 'IBA', 'incomplete'],
    ['IBAN', '', 'incomplete'],
  ])('%j is shown as %j and is %s', (typed, shown, verdict) => {
    const value = iban.parse(typed);
    expect([iban.format(value), iban.judge(value, { now })]).toEqual([shown, verdict]);
  });
});

describe('a BIC', () => {
  test.each([
    ['deutdeff', 'complete', 'enough'],
    ['DEUT DE FF 500', 'complete', 'full'],
    ['DEUTDEFF5', 'incomplete', 'short'],
    ['DEUT1', 'invalid', 'short'],
    ['DEUTDEFF5000', 'invalid', 'full'],
  ])('%j is %s and %s', (typed, verdict, fill) => {
    const value = bic.parse(typed);
    expect([bic.judge(value, { now }), bic.fill(value, { now })]).toEqual([verdict, fill]);
  });
});

test.each([
  [ukSortCode, '200052', '20-00-52'],
  [ukSortCode, '20 00', '20-00'],
  [bsb, '062000', '062-000'],
  [postalCode, ' sw1a  1aa', 'SW1A 1AA'],
  [postalCode, '12345 - 6789', '12345-6789'],
  [postalCode, '12345–6789', '12345-6789'],
  [postalCode, '〒１２３ー４５６７', '123-4567'],
  [postalCode, 'ｓｗ１ａ　１ａａ', 'SW1A 1AA'],
  [cardholderName, ' Ada\u00a0 Lovelace', 'Ada Lovelace'],
])('%o shows %j as %j', (field, typed, shown) => {
  expect(field.format(field.parse(typed))).toBe(shown);
});

test.each(['4242 4242 4242', 'A ٤٢٤٢٤٢٤٢٤٢٤٢', 'x'.repeat(101)])('%j is no name on a card', (typed) => {
  expect(cardholderName.judge(cardholderName.parse(typed), { now })).toBe('invalid');
});

test('a code that ends in a separator is stored without it', () => {
  expect(postalCode.data(postalCode.parse('SW1A '))).toEqual({ postal_code: 'SW1A' });
});
