import { languageOf } from '@tessera/fields/texts';
import { english } from './english.ts';

/** Everything that the console says. */
export type Words = typeof english;

/** Words in another language: a sentence for each that English has, or it does not compile. */
export type Translated<English> = { readonly [Name in keyof English]: English[Name] };

/** The languages to choose from, each by its own name, and where its words are. */
const languages: Readonly<Record<string, { name: string; load: () => Promise<{ words: Words }> }>> = {
  en: { name: 'English', load: async () => ({ words: english }) },
  ar: { name: 'العربية', load: () => import('./arabic.ts') },
  de: { name: 'Deutsch', load: () => import('./german.ts') },
  es: { name: 'Español', load: () => import('./spanish.ts') },
  fr: { name: 'Français', load: () => import('./french.ts') },
  ja: { name: '日本語', load: () => import('./japanese.ts') },
  pt: { name: 'Português', load: () => import('./portuguese.ts') },
};

/** The languages to choose from, each by its own name. */
export const languageNames: readonly (readonly [language: string, name: string])[] = Object.entries(languages).map(
  ([language, { name }]) => [language, name],
);

/** Languages that are written from right to left. */
const rightToLeft: ReadonlySet<string> = new Set(['ar']);

/** `rtl` for languages that are written from right to left. */
export const directionOf = (language: string): 'ltr' | 'rtl' => (rightToLeft.has(language) ? 'rtl' : 'ltr');

/** The language of the pages: the chosen one, or else the first of the browser's that there is. */
export const chosenLanguage = (chosen: string | undefined, wanted: readonly string[]): string =>
  chosen !== undefined && Object.hasOwn(languages, chosen) ? chosen : languageOf(wanted);

/** The words of a language, or English ones where they cannot be loaded. */
export const loadWords = async (language: string): Promise<Words> => {
  const loaded = await languages[language]?.load().catch(() => undefined);
  return loaded?.words ?? english;
};
