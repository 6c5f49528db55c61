import type { ElementType } from './elements.ts';

/** What is said to customers, in one language. */
export interface Texts {
  /** What boxes are called, and what the elements of several boxes are. */
  readonly labels: Readonly<Record<ElementType, string>>;
  /** What is wrong, of something with this name. */
  readonly errors: Readonly<Record<'incomplete' | 'invalid', (label: string) => string>>;
  /** What the button for it does, and what it has done. */
  readonly copy: readonly [copy: string, copied: string];
}

/** There from the start, and where nothing else is. */
export const english: Texts = {
  labels: {
    card: 'Card',
    cardNumber: 'Card number',
    cardExpirationDate: 'Expiration date',
    cardVerificationCode: 'Security code',
    bank: 'Bank account',
    bankRoutingNumber: 'Routing number',
    bankAccountNumber: 'Account number',
    text: 'Text',
  },
  errors: {
    incomplete: (label) => `${label} is incomplete.`,
    invalid: (label) => `${label} is not valid.`,
  },
  copy: ['Copy', 'Copied'],
};

/** Languages by BCP 47 primary subtag. A further one is its name here and a record in translations.ts. */
const languages = ['en', 'ar', 'de', 'es', 'fr', 'ja', 'pt'];

/** The first of the wanted languages, as BCP 47 tags, that there is; else English. */
export const languageOf = (wanted: readonly string[]): string =>
  wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find((tag) => languages.includes(tag)) ?? 'en';
