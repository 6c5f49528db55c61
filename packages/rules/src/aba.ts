const weights = [3, 7, 1];

/**
 * The first two digits that are assigned: the government and the districts of the Federal Reserve, thrift institutions,
 * electronic payments, and traveller's cheques.
 */
const assigned = /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/;

/**
 * Whether a string is a routing number of the American Bankers Association: nine ASCII digits that begin with 00–12, 21–32, 61–72
 * or 80, with a matching check digit (weights 3-7-1, modulo 10).
 *
 * @example
 * ```ts
 * import { aba } from '@tessera/rules';
 *
 * aba('021000021'); // true
 * aba('021000022'); // false
 * aba('130000006'); // false
 * ```
 */
export const aba = (routing: string): boolean => {
  if (!assigned.test(routing) || routing === '000000000') return false;
  const sum = [...routing].reduce((total, digit, place) => total + Number(digit) * (weights[place % 3] ?? 0), 0);
  return sum % 10 === 0;
};
