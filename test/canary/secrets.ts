import { createHash } from 'node:crypto';
import { isCardNumber } from '@tessera/rules';

/** First digits and lengths over all brands the vault knows. */
const issued = [
  ['4', 16],
  ['4', 18],
  ['4', 19],
  ['51', 16],
  ['2221', 16],
  ['34', 15],
  ['37', 15],
  ['300', 14],
  ['36', 14],
  ['6011', 16],
  ['65', 19],
  ['3528', 16],
  ['2131', 15],
  ['620', 16],
  ['6291', 19],
  ['5018', 12],
  ['6759', 19],
  ['401178', 16],
  ['2200', 16],
  ['637095', 16],
  ['606282', 16],
] as const;

/** Card numbers that are right and occur nowhere else; test numbers with their runs of equal digits might. */
export const cardNumbers: string[] = issued.map(([prefix, length], index) => {
  const digits = BigInt(`0x${createHash('sha256').update(`canary ${index}`).digest('hex')}`).toString();
  const open = (prefix + digits).slice(0, length - 1);
  const number = [...'0123456789'].map((check) => open + check).find(isCardNumber);
  if (!number) throw new Error('One of ten check digits is right.');
  return number;
});

/** Three digits, or four for the fifteen-digit brand that prints them on the front. */
export const cvcOf = (number: string): string => (number.startsWith('3') && number.length === 15 ? '9471' : '947');

/** Sensitive text that is no number. */
export const marker = 'Ottoline keeps seven quince trees behind the chapel';
