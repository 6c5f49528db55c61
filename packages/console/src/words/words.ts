import { english } from './english.ts';
import type { Language } from './gate-words.ts';

/** Everything that the console says. */
export type Words = typeof english;

/** Each language by its own name, and where all its words are. */
const languages: Readonly<Record<Language, { name: string; load: () => Promise<{ words: Words }> }>> = {
  en: { name: 'English', load: async () => ({ words: english }) },
  ar: { name: 'العربية', load: () => import('./arabic.ts') },
  de: { name: 'Deutsch', load: () => import('./german.ts') },
  es: { name: 'Español', load: () => import('./spanish.ts') },
  fr: { name: 'Français', load: () => import('./french.ts') },
  ja: { name: '日本語', load: () => import('./japanese.ts') },
  pt: { name: 'Português', load: () => import('./portuguese.ts') },
};

/** The languages to choose from, each by its own name. */
export const languageNames = Object.entries(languages).map(
  ([language, { name }]) => [language as Language, name] as const,
);

/** All words of a language, or English ones where they cannot be loaded. */
export const loadWords = async (language: Language): Promise<Words> => {
  const loaded = await languages[language].load().catch(() => undefined);
  return loaded?.words ?? english;
};
