import { capitals } from './capitals.ts';
import type { Field } from './field.ts';

/** Four letters for the party, two for the country, two characters for the place, and three for the branch, which may be left out. */
const [withoutBranch, withBranch] = [8, 11];

/** A Business Identifier Code (ISO 9362) of a bank, as SEPA payments name it. It is no secret: banks publish theirs. */
export const bic: Field = {
  type: 'bic',
  label: 'BIC',
  part: { target: 'bic', option: 'bic' },
  placeholder: 'AAAABBCC',
  inputMode: 'text',
  capitals: 'characters',
  autocomplete: 'off',
  parse: (typed) => capitals(typed).replace(/[^A-Z\d]/g, ''),
  format: (code) => code,
  judge: (code) => {
    if (!/^[A-Z]{0,6}$|^[A-Z]{6}[A-Z\d]{1,5}$/.test(code)) return 'invalid';
    return code.length === withoutBranch || code.length === withBranch ? 'complete' : 'incomplete';
  },
  fill: ({ length }) => {
    if (length >= withBranch) return 'full';
    return length === withoutBranch ? 'enough' : 'short';
  },
  facts: () => ({}),
  data: (code) => ({ bic: code }),
};
