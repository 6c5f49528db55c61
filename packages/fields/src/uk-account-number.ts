import { digits } from '@tessera/rules';
import type { Field } from './field.ts';

/** Bacs and Faster Payments carry eight digits; shorter numbers of some banks are written with zeros before them. */
const length = 8;

/**
 * The number of a bank account in the United Kingdom. Which numbers a sort code allows is said by tables of Vocalink that change each
 * month, so every number of this length is complete.
 */
export const ukAccountNumber: Field = {
  type: 'ukAccountNumber',
  label: 'Account number',
  part: { target: 'accountNumber', option: 'accountNumber' },
  placeholder: '00000000',
  inputMode: 'numeric',
  autocomplete: 'off',
  classFloor: 'bank',
  parse: digits,
  format: (number) => number,
  judge: (number) => {
    if (number.length < length) return 'incomplete';
    return number.length > length ? 'invalid' : 'complete';
  },
  fill: (number) => (number.length < length ? 'short' : 'full'),
  facts: () => ({}),
  data: (number) => ({ account_number: number }),
};
