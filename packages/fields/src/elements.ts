import { cardExpirationDate } from './card-expiration-date.ts';
import { cardNumber } from './card-number.ts';
import { cardVerificationCode } from './card-verification-code.ts';
import type { Field } from './field.ts';
import { text } from './text.ts';

/** Fields that few pages need: imported dynamically, so that a bundler puts them into a separate file. */
const bank = () => import('./bank.ts');

/** Every type of element, with its fields. */
export const elements = {
  cardNumber: () => [cardNumber],
  cardExpirationDate: () => [cardExpirationDate],
  cardVerificationCode: () => [cardVerificationCode],
  card: () => [cardNumber, cardExpirationDate, cardVerificationCode],
  text: () => [text],
  bankRoutingNumber: async () => [(await bank()).bankRoutingNumber],
  bankAccountNumber: async () => [(await bank()).bankAccountNumber],
  bank: async () => {
    const { bankRoutingNumber, bankAccountNumber } = await bank();
    return [bankRoutingNumber, bankAccountNumber];
  },
} as const satisfies Record<string, () => readonly Field[] | Promise<readonly Field[]>>;

export type ElementType = keyof typeof elements;

/** Whether a name, which may come from outside, is a type of element. */
export const isElementType = (name: string): name is ElementType => Object.hasOwn(elements, name);
