import { digits } from '@tessera/rules';
import type { Field } from './field.ts';

/** Two digits for the bank, one for the state, three for the branch. */
const length = 6;

/** The Bank State Branch number of a bank account in Australia. The value is its ASCII digits. */
export const bsb: Field = {
  type: 'bsb',
  label: 'BSB',
  part: { target: 'bsb', option: 'bsb' },
  placeholder: '000-000',
  inputMode: 'numeric',
  autocomplete: 'off',
  classFloor: 'bank',
  parse: digits,
  format: (number) => number.replace(/^(...)(.+)/, '$1-$2'),
  judge: (number) => {
    if (number.length < length) return 'incomplete';
    return number.length > length ? 'invalid' : 'complete';
  },
  fill: (number) => (number.length < length ? 'short' : 'full'),
  facts: () => ({}),
  data: (number) => ({ bsb: number }),
};
