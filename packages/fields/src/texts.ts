import type { ElementType } from './elements.ts';

/** The texts that customers read or hear, in one language. */
export interface Texts {
  /** Labels of boxes, and of elements with several boxes. */
  readonly labels: Readonly<Record<ElementType, string>>;
  /** Error messages, for a label. */
  readonly errors: Readonly<Record<'empty' | 'incomplete' | 'invalid', (label: string) => string>>;
  /** The label of the copy button, and what it announces after copying. */
  readonly copy: readonly [copy: string, copied: string];
  /** What is to be chosen of a card with two brands. The code of that choice brings the English text along. */
  readonly network?: string;
}

/**
 * Always loaded; used when the language is not available, or its texts could not be fetched. Fields that are fetched late bring their
 * labels along.
 */
export const english: Omit<Texts, 'labels'> & { readonly labels: Readonly<Partial<Texts['labels']>> } = {
  labels: {
    card: 'Card',
    cardNumber: 'Card number',
    cardExpirationDate: 'Expiration date',
    cardVerificationCode: 'Security code',
    bank: 'Bank account',
    text: 'Text',
  },
  errors: {
    empty: (label) => `${label} is empty.`,
    incomplete: (label) => `${label} is incomplete.`,
    invalid: (label) => `${label} is not valid.`,
  },
  copy: ['Copy', 'Copied'],
};

/** The available languages, by BCP 47 primary subtag. To add one, add it here and its texts in translations.ts. */
const languages = ['en', 'ar', 'de', 'es', 'fr', 'ja', 'pt'];

/** The first of the wanted languages (BCP 47 tags) that is available, or else English. */
export const languageOf = (wanted: readonly string[]): string =>
  wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find((tag) => languages.includes(tag)) ?? 'en';
