export { aba } from './aba.ts';
export { brandNamed, type CardBrand, type CardBrandName, isCardNumber, judgeCard, type Verdict } from './card.ts';
export { asciiDigits, digits } from './digits.ts';
export { luhn } from './luhn.ts';
