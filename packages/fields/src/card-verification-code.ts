import { brandNamed, digits } from '@tessera/rules';
import type { Context, Field, Fill } from './field.ts';

const sizesBy = ({ cardBrand, codeSizes }: Context) => codeSizes ?? brandNamed(cardBrand).codeSizes;

/** Compares a code with the lengths its brand gives it; without a brand, all lengths there are. */
const fill = (code: string, context: Context): Fill => {
  const sizes = sizesBy(context);
  if (code.length >= Math.max(...sizes)) return 'full';
  return sizes.includes(code.length) ? 'enough' : 'short';
};

/** The three or four digits that prove the card is at hand. */
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
