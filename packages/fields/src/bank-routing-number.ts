import { aba, digits } from '@tessera/rules';
import type { Field } from './field.ts';

/** The American Bankers Association assigns nine digits; the last is a check digit. */
const length = 9;

/** The routing number of a bank account in the United States. The value is its ASCII digits. */
export const bankRoutingNumber: Field = {
  type: 'bankRoutingNumber',
  label: 'Routing number',
  part: { target: 'routingNumber', option: 'routingNumber' },
  placeholder: 'Routing number',
  inputMode: 'numeric',
  // HTML has no autofill name for it, and a browser that guesses would fill in something else.
  autocomplete: 'off',
  classFloor: 'bank',
  parse: digits,
  format: (number) => number,
  judge: (number) => {
    if (number.length < length) return 'incomplete';
    return aba(number) ? 'complete' : 'invalid';
  },
  fill: (number) => (number.length < length ? 'short' : 'full'),
  facts: () => ({}),
  data: (number) => ({ routing_number: number }),
};
