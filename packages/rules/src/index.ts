export { aba } from './aba.ts';
export { isCardNumber, judgeCard, type Verdict } from './card.ts';
export { brandNamed, brandOf, type CardBrand, type CardBrandName } from './card-brand.ts';
export { asciiDigits, digits } from './digits.ts';
export { luhn } from './luhn.ts';
