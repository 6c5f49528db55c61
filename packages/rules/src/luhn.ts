/**
 * Whether a string of at least two ASCII digits ends in a matching check digit (Luhn: ISO/IEC 7812-1, annex B).
 *
 * @example
 * ```ts
 * import { luhn } from '@tessera/rules';
 *
 * luhn('4242424242424242'); // true
 * luhn('4242424242424241'); // false
 * ```
 */
export const luhn = (number: string): boolean => {
  if (!/^\d{2,}$/.test(number)) return false;
  let sum = 0;
  for (let place = 0; place < number.length; place += 1) {
    const digit = Number(number[number.length - 1 - place]);
    // Every second digit counts twice, and a two-digit product counts as the sum of its digits.
    sum += place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return sum % 10 === 0;
};
