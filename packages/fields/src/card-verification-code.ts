import { brandNamed, digits } from '@tessera/rules';
import type { Context, Field, Fill } from './field.ts';

const sizesBy = ({ cardBrand, codeSizes }: Context) => codeSizes ?? brandNamed(cardBrand).codeSizes;

/** Compares the length of a code with those of its brand, or of all brands if the brand is unknown. */
const fill = (code: string, context: Context): Fill => {
  const sizes = sizesBy(context);
  if (code.length >= Math.max(...sizes)) return 'full';
  return sizes.includes(code.length) ? 'enough' : 'short';
};

/** The security code: three or four digits printed on the card. */
export const cardVerificationCode: Field = {
  type: 'cardVerificationCode',
  part: { target: 'cvc', option: 'cardSecurityCode' },
  placeholder: 'CVC',
  inputMode: 'numeric',
  autocomplete: 'cc-csc',
  classFloor: 'pci',
  fleeting: true,
  parse: digits,
  format: (code) => code,
  judge: (code, context) => {
    const sizes = sizesBy(context);
    if (sizes.includes(code.length)) return 'complete';
    return code.length < Math.max(...sizes) ? 'incomplete' : 'invalid';
  },
  fill,
  facts: () => ({}),
  data: (cvc) => ({ cvc }),
};
