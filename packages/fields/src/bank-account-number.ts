import { digits } from '@tessera/rules';
import type { Field } from './field.ts';

/** The shortest and longest account number that clearing houses accept (Nacha, entry detail record: 17 characters). */
const [shortest, longest] = [3, 17];

/** The number of a bank account in the United States. It has no check digit, so every number of the right length is complete. */
export const bankAccountNumber: Field = {
  type: 'bankAccountNumber',
  label: 'Account number',
  part: { target: 'accountNumber', option: 'accountNumber' },
  placeholder: 'Account number',
  inputMode: 'numeric',
  autocomplete: 'off',
  classFloor: 'bank',
  parse: digits,
  format: (number) => number,
  judge: (number) => {
    if (number.length < shortest) return 'incomplete';
    return number.length > longest ? 'invalid' : 'complete';
  },
  fill: (number) => {
    if (number.length < shortest) return 'short';
    return number.length < longest ? 'enough' : 'full';
  },
  facts: () => ({}),
  data: (number) => ({ account_number: number }),
};
