import { type Context, cardNumber } from '@tessera/fields';
import { luhn } from '@tessera/rules';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBox, edit, leave, type tellsDigits } from './box/box.ts';
import { summary } from './summary.ts';

const context: Context = { now: { year: 2026, month: 11 } };

/** Digits of which the beginnings of every length have a right check digit, wherever a brand issues that length. */
const numbers = fc
  .tuple(fc.constantFrom('4', '62', '6304', '35', '830000'), fc.stringMatching(/^\d{9}$/))
  .map(([start, rest]) => {
    let number = (start + rest).slice(0, 11);
    while (number.length < 19) number += [...'0123456789'].find((digit) => luhn(number + digit)) ?? '';
    return number;
  });

/** Types a number of 16 digits, with the page taking the focus away after each, and gathers what the page was told. */
const gather = (number: string, takesFocus: boolean, mayTell?: typeof tellsDigits): string => {
  const box = createBox(cardNumber, 'cardNumber');
  const known = [...'?'.repeat(16)];
  const hear = () => {
    const { cardBin = '', cardLast4 = '' } = summary([box], context, false, mayTell);
    [...cardBin].forEach((digit, place) => {
      known[place] = digit;
    });
    [...cardLast4].forEach((digit, place) => {
      known[box.value.length - 4 + place] = digit;
    });
  };
  for (let length = 1; length <= 16; length += 1) {
    edit(box, number.slice(0, length), context);
    hear();
    if (takesFocus) leave(box, context);
    hear();
  }
  return known.join('');
};

const hidden = (known: string) => known.split('?').length - 1;

test('a page learns no more than eight first and four last digits, whatever lengths the number passes through', () => {
  fc.assert(
    fc.property(numbers, fc.boolean(), (number, takesFocus) => {
      expect(hidden(gather(number, takesFocus))).toBeGreaterThanOrEqual(4);
    }),
  );
});

test('counter-proof: told at every length, they add up to all digits but one or two', () => {
  const left = fc.sample(numbers, { numRuns: 30, seed: 1 }).map((number) => hidden(gather(number, false, () => true)));
  expect(Math.min(...left)).toBeLessThanOrEqual(1);
});

test('a number that is changed at its end is told anew, and so is another one', () => {
  const box = createBox(cardNumber, 'cardNumber');
  const last4 = (number: string) => {
    edit(box, number, context);
    return summary([box], context, false).cardLast4;
  };
  expect(last4('4242424242424242')).toBe('4242');
  expect(last4('4242424242424242427')).toBeUndefined();
  expect(last4('4242424242424259')).toBe('4259');
  expect(last4('5555555555554444')).toBe('4444');
  expect(last4('378282246310005')).toBe('0005');
});
