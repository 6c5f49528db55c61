import { ibanLengths, isIban } from '@tessera/rules';
import { capitals } from './capitals.ts';
import type { Field } from './field.ts';

/** An IBAN as banks print it begins with the word, which people copy along with the number. */
const word = 'IBAN';

const isBegun = (start: string): boolean =>
  word.startsWith(start) || [...ibanLengths.keys()].some((country) => country.startsWith(start));

/** An International Bank Account Number (ISO 13616), in groups of four. The value is its capital letters and digits. */
export const iban: Field = {
  type: 'iban',
  label: 'IBAN',
  part: { target: 'iban', option: 'iban' },
  placeholder: 'DE00 0000 0000 0000 0000 00',
  inputMode: 'text',
  capitals: 'characters',
  // HTML has no autofill name for it.
  autocomplete: 'off',
  classFloor: 'bank',
  parse: (typed) =>
    capitals(typed)
      .replace(/[^A-Z\d]/g, '')
      .replace(/^(?:IBAN)+/, ''),
  format: (number) => number.replace(/.{4}(?=.)/g, '$& '),
  judge: (number) => {
    const length = ibanLengths.get(number.slice(0, 2));
    if (length === undefined) return number.length < word.length && isBegun(number) ? 'incomplete' : 'invalid';
    // The check digits are no letters.
    if (/^..\d?[A-Z]/.test(number) || number.length > length) return 'invalid';
    if (number.length < length) return 'incomplete';
    return isIban(number) ? 'complete' : 'invalid';
  },
  fill: (number) =>
    number.length < (ibanLengths.get(number.slice(0, 2)) ?? Number.POSITIVE_INFINITY) ? 'short' : 'full',
  facts: () => ({}),
  data: (number) => ({ iban: number }),
};
