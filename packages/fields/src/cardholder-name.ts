import { asciiDigits } from '@tessera/rules';
import type { Field } from './field.ts';

/** Longer names than this are on no card (26 characters, ISO/IEC 7813) and in no extended name of a chip (45, EMV). */
const longest = 100;

/** A name with so many digits in it is a card number in the wrong box. */
const digitsOfNumber = 12;

/** The name on a card. It is stored as typed, with single spaces. */
export const cardholderName: Field = {
  type: 'cardholderName',
  label: 'Name on card',
  part: { target: 'cardholderName', option: 'cardholderName' },
  placeholder: '',
  inputMode: 'text',
  capitals: 'words',
  dir: 'auto',
  autocomplete: 'cc-name',
  parse: (typed) => typed.replace(/[\s\p{Cc}]+/gu, ' ').replace(/^ /, ''),
  format: (name) => name,
  settle: (name) => name.replace(/ $/, ''),
  judge: (name) => {
    const digits = asciiDigits(name).replace(/\D/g, '');
    if (name.length > longest || digits.length >= digitsOfNumber) return 'invalid';
    return /\p{L}/u.test(name) ? 'complete' : 'incomplete';
  },
  fill: (name) => (name === '' ? 'short' : 'enough'),
  facts: () => ({}),
  data: (name) => ({ cardholder_name: name.replace(/ $/, '') }),
};
