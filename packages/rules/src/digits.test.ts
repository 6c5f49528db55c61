import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiDigits, digits } from './digits.ts';

test.each([
  ['4242-4242 4242\u00a04242', '4242424242424242'],
  ['  42\t42\n', '4242'],
  ['٤٢٤٢', '4242'],
  ['۴۲۴۲', '4242'],
  ['４２４２', '4242'],
  ['४२৪২', '4242'],
  ['no. 4242x', '4242'],
  ['½²Ⅳ', ''],
  ['', ''],
])('the digits of %j are %j', (text, expected) => {
  expect(digits(text)).toBe(expected);
});

test('nothing but ASCII digits comes out, whatever goes in', () => {
  const points = fc.array(fc.integer({ min: 0, max: 0x10ffff }));
  fc.assert(fc.property(points, (codes) => /^[0-9]*$/.test(digits(String.fromCodePoint(...codes)))));
});

test('everything but digits stays as it was', () => {
  expect(asciiDigits('١٢ / ３０ x')).toBe('12 / 30 x');
});
