export { aba } from './aba.ts';
export { brands } from './brands.ts';
export { type CardRules, isCardNumber, isLength, judgeCard, type Verdict } from './card.ts';
export { type BrandRow, brandNamed, brandOf, type CardBrand, type CardBrandName } from './card-brand.ts';
export { asciiDigits, digits } from './digits.ts';
export { ibanLengths, isIban } from './iban.ts';
export { luhn } from './luhn.ts';
