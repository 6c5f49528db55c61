import { cardExpirationDate } from './card-expiration-date.ts';
import { cardNumber } from './card-number.ts';
import { cardVerificationCode } from './card-verification-code.ts';
import type { Field } from './field.ts';
import { text } from './text.ts';

/** Boxes that few pages have: a bundler keeps them in a file of their own. */
const bank = () => import('./bank.ts');

/** Every element, and the boxes it is made of. */
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

/** Whether a name that came from outside is one of an element. */
export const isElementType = (name: string): name is ElementType => Object.hasOwn(elements, name);
