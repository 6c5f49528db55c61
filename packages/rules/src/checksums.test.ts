import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aba } from './aba.ts';
import { luhn } from './luhn.ts';

const body = fc.stringMatching(/^\d{1,18}$/);

/** The one digit that makes a number right. */
const completed = (number: string, right: (candidate: string) => boolean): string[] =>
  [...'0123456789'].map((digit) => number + digit).filter(right);

describe('luhn', () => {
  test.each(['4242424242424242', '378282246310005', '36227206271667', '620000000000000', '79927398713'])(
    'accepts %s',
    (number) => {
      expect(luhn(number)).toBe(true);
    },
  );

  test.each(['', '0', '4242 4242 4242 4242', '424242424242424x', '٤٢', '4242424242424241'])('refuses %j', (number) => {
    expect(luhn(number)).toBe(false);
  });

  test('exactly one check digit fits any number', () => {
    fc.assert(fc.property(body, (number) => completed(number, luhn).length === 1));
  });

  test('every single wrong digit is caught', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        const right = completed(number, luhn)[0] ?? '';
        const at = place % right.length;
        const wrong = right.slice(0, at) + ((Number(right[at]) + shift) % 10) + right.slice(at + 1);
        return !luhn(wrong);
      }),
    );
  });
});

describe('aba', () => {
  test.each(['021000021', '011401533', '110000000', '122105155'])('accepts %s', (routing) => {
    expect(aba(routing)).toBe(true);
  });

  test('only beginnings that the association assigns are right', () => {
    const right = Array.from({ length: 100 }, (_, first) => String(first).padStart(2, '0')).filter(
      (first) => completed(`${first}100002`, aba).length > 0,
    );
    const range = (low: number, high: number) =>
      Array.from({ length: high - low + 1 }, (_, index) => String(low + index).padStart(2, '0'));
    expect(right).toEqual([...range(0, 12), ...range(21, 32), ...range(61, 72), '80']);
  });

  test.each(['', '000000000', '021000022', '02100002', '0210000211', '02100002a'])('refuses %j', (routing) => {
    expect(aba(routing)).toBe(false);
  });

  test('swapped neighbours are caught unless they differ by five', () => {
    const eight = fc.stringMatching(/^(0[0-9]|1[0-2]|2[1-9])\d{6}$/);
    fc.assert(
      fc.property(eight, fc.nat({ max: 7 }), (start, at) => {
        const right = completed(start, aba)[0];
        if (right === undefined) return true;
        const [a, b] = [Number(right[at]), Number(right[at + 1])];
        if (Math.abs(a - b) % 5 === 0) return true;
        return !aba(right.slice(0, at) + b + a + right.slice(at + 2));
      }),
    );
  });
});
