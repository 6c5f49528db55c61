import { cardExpirationDate } from './card-expiration-date.ts';
import { cardNumber } from './card-number.ts';
import { cardVerificationCode } from './card-verification-code.ts';
import type { Field } from './field.ts';
import type { rareElements } from './rare-elements.ts';
import { text } from './text.ts';

/** Types of elements whose fields are there from the start. */
export const commonElements = {
  cardNumber: [cardNumber],
  cardExpirationDate: [cardExpirationDate],
  cardVerificationCode: [cardVerificationCode],
  card: [cardNumber, cardExpirationDate, cardVerificationCode],
  text: [text],
} as const satisfies Readonly<Record<string, readonly Field[]>>;

export type ElementType = keyof typeof commonElements | keyof typeof rareElements;

const named = (types: Readonly<Record<string, readonly Field[]>>, name: string): readonly Field[] | undefined =>
  Object.hasOwn(types, name) ? types[name] : undefined;

/**
 * The fields of a type of element; nothing for a name, which may come from outside, that is no type. Rare types are imported
 * dynamically, so that a bundler puts them into a separate file.
 */
export const fieldsOf = async (type: string): Promise<readonly Field[] | undefined> =>
  named(commonElements, type) ?? named((await import('./rare-elements.ts')).rareElements, type);
