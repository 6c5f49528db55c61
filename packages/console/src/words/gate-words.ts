import { languageOf } from '@tessera/fields/texts';
import { englishGate } from './english-gate.ts';

/** What the pages in front of the console say, and what all others say while they wait and when something went wrong. */
export type GateWords = typeof englishGate;

/** Words in another language: a sentence for each that English has, or it does not compile. */
export type Translated<English> = { readonly [Name in keyof English]: English[Name] };

/** The languages that there are, and where the words are that are needed first. */
const languages = {
  en: async () => englishGate,
  ar: async () => (await import('./arabic/gate.ts')).arabicGate,
  de: async () => (await import('./german/gate.ts')).germanGate,
  es: async () => (await import('./spanish/gate.ts')).spanishGate,
  fr: async () => (await import('./french/gate.ts')).frenchGate,
  ja: async () => (await import('./japanese/gate.ts')).japaneseGate,
  pt: async () => (await import('./portuguese/gate.ts')).portugueseGate,
} as const satisfies Record<string, () => Promise<GateWords>>;

/** A language of the console, as a BCP 47 tag. */
export type Language = keyof typeof languages;

const isLanguage = (name: string): name is Language => Object.hasOwn(languages, name);

/** Languages that are written from right to left. */
const rightToLeft: ReadonlySet<Language> = new Set(['ar']);

/** `rtl` for languages that are written from right to left. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (rightToLeft.has(language) ? 'rtl' : 'ltr');

/** The language of the pages: the chosen one, or else the first of the browser's that there is. */
export const chosenLanguage = (chosen: string | undefined, wanted: readonly string[]): Language => {
  const language = chosen ?? '';
  if (isLanguage(language)) return language;
  const first = languageOf(wanted);
  return isLanguage(first) ? first : 'en';
};

/** The words that are needed first in a language, or English ones where they cannot be loaded. */
export const loadGateWords = async (language: Language): Promise<GateWords> =>
  await languages[language]().catch(() => englishGate);
