import { languageOf } from '@tessera/fields/texts';
import { english } from './english.ts';

/** Everything that the console says. */
export type Words = typeof english;

/** Words in another language. Those that are missing are said in English. */
export type Translated<Part> = {
  readonly [Name in keyof Part]?: Part[Name] extends string | ((...args: never[]) => string)
    ? Part[Name]
    : Translated<Part[Name]>;
};

export type PartialWords = Translated<Words>;

/** The languages to choose from, each by its own name, and where its words are. */
const languages: Readonly<Record<string, { name: string; load: () => Promise<{ words: PartialWords }> }>> = {
  en: { name: 'English', load: async () => ({ words: {} }) },
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

/** Words with those of another language in their place. */
const over = <Part extends object>(base: Part, other: Translated<Part> | undefined): Part =>
  Object.fromEntries(
    Object.entries(base).map(([name, value]) => {
      const given = other?.[name as keyof Part];
      return [name, typeof value === 'object' ? over(value, given as object | undefined) : (given ?? value)];
    }),
  ) as Part;

/** What a language has of its own. */
export const wordsOf = async (language: string): Promise<PartialWords> =>
  (await languages[language]?.load())?.words ?? {};

/** The words of a language, with English ones where it has none, or where they cannot be loaded. */
export const loadWords = async (language: string): Promise<Words> =>
  over(english, await wordsOf(language).catch(() => ({})));
