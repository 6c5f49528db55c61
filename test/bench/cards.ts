import { luhn } from '@tessera/rules';

const checkDigit = (open: string): string => [...'0123456789'].find((check) => luhn(open + check)) ?? '';

/** How many cards share a value of their metadata, and so how many a search for it finds. */
const groupSize = 20;

export const groupOf = (n: number): string => `group ${Math.floor(n / groupSize)}`;

/** Card data with the n-th of 10¹³ different numbers of sixteen digits. */
export const cardData = (n: number) => {
  const open = `42${String(n).padStart(13, '0')}`;
  return {
    number: open + checkDigit(open),
    expiration_month: (n % 12) + 1,
    expiration_year: 2030 + (n % 10),
    cvc: String(100 + (n % 900)),
  };
};
