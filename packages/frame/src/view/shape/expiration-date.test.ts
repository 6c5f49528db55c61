import { cardExpirationDate } from '@tessera/fields';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insert, remove } from '../typing/edit.ts';
import { expirationDateBy } from './expiration-date.ts';

const now = { year: 2026, month: 11 };

const within = (years: number) => expirationDateBy(cardExpirationDate, { maxElapsedExpirationYear: years });

const dateAfter = (months: number): string => {
  const month = now.month - 1 + months;
  return `${String((month % 12) + 1).padStart(2, '0')}/${now.year + Math.floor(month / 12)}`;
};

describe('how many years ahead a date may lie', () => {
  it('is what the page says, to the month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -10, max: 800 }), (years, months) => {
        const isRight = months >= 0 && months <= years * 12;
        expect(within(years).judge(dateAfter(months), { now }) === 'complete').toBe(isRight);
      }),
    );
  });

  it('makes no beginning of a right date wrong', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.nat(), fc.boolean(), (years, pick, isShort) => {
        const date = dateAfter(pick % (years * 12 + 1));
        const typed = isShort ? date.replace('/20', '/') : date;
        const field = within(years);
        for (let end = 0; end < typed.length; end += 1) {
          expect(field.judge(field.parse(typed.slice(0, end)), { now })).not.toBe('invalid');
        }
      }),
    );
  });

  it('is 20 by default, and a whole number up to 100', () => {
    const usual = expirationDateBy(cardExpirationDate, { showSpacing: true });
    expect([usual.judge('11/2046', { now }), usual.judge('12/2046', { now })]).toEqual(['complete', 'invalid']);
    for (const years of [-1, 1.5, 101, '5', {}, Number.NaN]) {
      expect(() => within(years as number)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    }
  });

  it('decides when the field has enough', () => {
    const early = { year: 2020, month: 6 };
    const fills = ['07/2030', '07/20', '07/', ''].map((date) => within(5).fill(date, { now: early }));
    expect(fills).toEqual(['full', 'enough', 'short', 'short']);
    expect(within(0).fill('07/20', { now: early })).toBe('short');
  });
});

describe('a date with spaces', () => {
  const field = expirationDateBy(cardExpirationDate, { showSpacing: true });

  it('is written with them, and read as without', () => {
    expect([field.format('12/2034'), field.format('12/'), field.format('1'), field.placeholder]).toEqual([
      ...['12 / 34', '12 / ', '1', 'MM / YY'],
    ]);
    fc.assert(
      fc.property(fc.stringMatching(/^[\d/ -]{0,9}$/), (typed) => {
        const value = field.parse(typed);
        expect(field.parse(field.format(value))).toBe(value);
      }),
    );
  });

  it('is typed and deleted character by character', () => {
    let text = '';
    const type = (key: string) => {
      ({ text } = insert(field, { text, start: text.length, end: text.length }, key));
      return text;
    };
    const erase = () => {
      ({ text } = remove(field, { text, start: text.length, end: text.length }, 'before'));
      return text;
    };
    expect([...'1234'].map(type)).toEqual(['1', '12', '12 / 3', '12 / 34']);
    expect([erase(), erase(), erase(), erase()]).toEqual(['12 / 3', '12 / ', '12', '1']);
    expect([...'/5'].map(type)).toEqual(['01 / ', '01 / 5']);
  });
});
