import { luhn } from './luhn.ts';

/**
 * Naranja's own rule, modulo 11, which its cards follow beside or instead of Luhn's: both kinds are among published test cards
 * (https://github.com/activemerchant/active_merchant, `valid_naranja_algo?`).
 */
const naranja = (number: string): boolean => {
  if (!/^589562\d{10}$/.test(number)) return false;
  const sum = [...number].reduce((total, digit, place) => total + Number(digit) * Number('4327654327654321'[place]), 0);
  // A check digit of ten is written as zero.
  return sum % 11 === 0 || (sum % 11 === 1 && number.endsWith('0'));
};

/** Whether the last digit of a card number checks the others, by Luhn's rule or by its brand's own. */
export const hasCheckDigit = (number: string): boolean => luhn(number) || naranja(number);
