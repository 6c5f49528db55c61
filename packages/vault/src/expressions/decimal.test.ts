import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, decimalOf, divide, multiply, negate, numberOf, remainder, round } from './decimal.ts';
import { readIso } from './instant.ts';
import { strftime } from './strftime.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
const money = (units: number) => decimalOf(units / 100);

describe('Decimals', () => {
  it('are the number they were made of', () => {
    fc.assert(
      fc.property(finite, (number) => {
        expect(numberOf(decimalOf(number))).toBe(number === 0 ? 0 : number);
      }),
    );
  });

  it('add, subtract and multiply amounts of money without a rounding error', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(numberOf(add(money(a), money(b)))).toBe((a + b) / 100 || 0);
        expect(numberOf(add(money(a), negate(money(b))))).toBe((a - b) / 100 || 0);
        expect(numberOf(multiply(money(a), decimalOf(b)))).toBe((a * b) / 100 || 0);
      }),
    );
  });

  it('divide so that quotient and remainder belong together', () => {
    fc.assert(
      fc.property(cents, cents.filter(Boolean), (a, b) => {
        expect(numberOf(divide(money(a), money(b)))).toBe(a / b || 0);
        const rest = remainder(decimalOf(a), decimalOf(b));
        expect(numberOf(rest)).toBe(a - b * Math.floor(a / b) || 0);
      }),
    );
  });

  it('round halves away from zero at any place', () => {
    fc.assert(
      fc.property(cents, (a) => {
        expect(numberOf(round(money(a), 1))).toBe((Math.sign(a) * Math.round(Math.abs(a) / 10)) / 10 || 0);
      }),
    );
  });
});

describe('Dates', () => {
  it('are written as they were read', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, fc.integer({ min: -720, max: 840 }), (date, offset) => {
        const zone = `${offset < 0 ? '-' : '+'}${new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16)}`;
        const wall = date.toISOString().replace('Z', zone);
        const instant = readIso(wall);
        expect(instant?.milliseconds).toBe(date.getTime() - offset * 60_000);
        expect(instant && strftime(instant, '%Y-%m-%dT%T.%L%:z')).toBe(wall);
      }),
    );
  });

  it.each([
    '2022-13-01',
    '2022-00-10',
    '2022-02-29',
    '2022-01-01T24:00',
    '2022-01-01T10:60Z',
    '2022-1-1',
    '20220101',
    'yesterday',
  ])('%s is none', (text) => expect(readIso(text)).toBeUndefined());
});
