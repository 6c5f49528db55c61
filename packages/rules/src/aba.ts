const weights = [3, 7, 1];

/**
 * Whether a string is a routing number of the American Bankers Association: nine ASCII digits with a matching check digit (weights
 * 3-7-1, modulo 10).
 *
 * @example
 * ```ts
 * import { aba } from '@tessera/rules';
 *
 * aba('021000021'); // true
 * aba('021000022'); // false
 * ```
 */
export const aba = (routing: string): boolean => {
  if (!/^\d{9}$/.test(routing) || routing === '000000000') return false;
  const sum = [...routing].reduce((total, digit, place) => total + Number(digit) * (weights[place % 3] ?? 0), 0);
  return sum % 10 === 0;
};
