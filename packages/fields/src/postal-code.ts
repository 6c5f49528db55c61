import { capitals } from './capitals.ts';
import type { Field } from './field.ts';

/** How many letters and digits the postal codes of the world have: from 101 in Iceland to 1234567890 in Iran. */
const [shortest, longest] = [3, 10];

/** Any dash, a minus sign, or the mark for long vowels, which Japanese keyboards have in the place of a dash. */
const dash = /[\p{Pd}\u2212\u30fc]/u;

const countOf = (code: string): number => code.replace(/[^A-Z\d]/g, '').length;

/**
 * A postal code of any country: capital letters and digits, with single spaces and dashes between them. Which codes a country has is not
 * judged, since an issuer compares it with what it knows of the cardholder anyway.
 */
export const postalCode: Field = {
  type: 'postalCode',
  label: 'Postal code',
  part: { target: 'postalCode', option: 'postalCode' },
  placeholder: '',
  // Countries with letters in their codes are many: Canada, the Netherlands, the United Kingdom.
  inputMode: 'text',
  capitals: 'characters',
  autocomplete: 'postal-code',
  parse: (typed) =>
    capitals(typed)
      .replace(/[^A-Z\d]+/g, (between) => (dash.test(between) ? '-' : ' '))
      .replace(/^[ -]/, ''),
  format: (code) => code,
  settle: (code) => code.replace(/[ -]$/, ''),
  judge: (code) => {
    const count = countOf(code);
    if (count > longest) return 'invalid';
    return count < shortest ? 'incomplete' : 'complete';
  },
  fill: (code) => {
    const count = countOf(code);
    if (count < shortest) return 'short';
    return count < longest ? 'enough' : 'full';
  },
  facts: () => ({}),
  data: (code) => ({ postal_code: code.replace(/[ -]$/, '') }),
};
