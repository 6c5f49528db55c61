export { type BrandRow, brands } from '@tessera/rules';
export { bankAccountNumber } from './bank-account-number.ts';
export { bankRoutingNumber } from './bank-routing-number.ts';
export { cardExpirationDate } from './card-expiration-date.ts';
export { cardNumber, cardNumberBy } from './card-number.ts';
export { cardVerificationCode } from './card-verification-code.ts';
export { commonElements, type ElementType, fieldsOf } from './elements.ts';
export type { Context, Facts, Field, Fill, Verdict } from './field.ts';
export { text } from './text.ts';
