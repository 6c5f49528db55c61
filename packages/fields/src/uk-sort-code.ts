import { digits } from '@tessera/rules';
import type { Field } from './field.ts';

/** Three pairs: bank, region and branch. */
const length = 6;

/** The sort code of a bank branch in the United Kingdom. The value is its ASCII digits. */
export const ukSortCode: Field = {
  type: 'ukSortCode',
  label: 'Sort code',
  part: { target: 'sortCode', option: 'sortCode' },
  placeholder: '00-00-00',
  inputMode: 'numeric',
  autocomplete: 'off',
  classFloor: 'bank',
  parse: digits,
  format: (code) => code.replace(/^(..)(.{1,2})/, '$1-$2').replace(/^(..-..)(.+)/, '$1-$2'),
  judge: (code) => {
    if (code.length < length) return 'incomplete';
    return code.length > length ? 'invalid' : 'complete';
  },
  fill: (code) => (code.length < length ? 'short' : 'full'),
  facts: () => ({}),
  data: (code) => ({ sort_code: code }),
};
