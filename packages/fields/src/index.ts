export { cardExpirationDate } from './card-expiration-date.ts';
export { cardNumber } from './card-number.ts';
export { cardVerificationCode } from './card-verification-code.ts';
export { type ElementType, elements, isElementType } from './elements.ts';
export type { Context, Facts, Field, Fill, Verdict } from './field.ts';
export { text } from './text.ts';
