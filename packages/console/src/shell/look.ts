import { chosenLanguage, directionOf, type GateWords, type Language, loadGateWords } from '../words/gate-words.ts';
import { keepPreferences, type Preferences, readPreferences } from './preferences.ts';

/** How the pages look and what language they speak. */
export interface Look {
  readonly preferences: Preferences;
  readonly language: Language;
  /** The words that every page may need. */
  readonly words: GateWords;
  /** Takes other preferences, and says whether the language is another one now. */
  prefer(next: Preferences): Promise<boolean>;
  /** Gives the document its language, direction and colours. */
  apply(): void;
}

/** The look of the pages by what the reader chose before, or else by what the browser and the system say. */
export const createLook = async (window: Window): Promise<Look> => {
  let preferences = readPreferences(window);
  const wanted = () => chosenLanguage(preferences.language, window.navigator.languages);
  let language = wanted();
  let words = await loadGateWords(language);
  return {
    get preferences() {
      return preferences;
    },
    get language() {
      return language;
    },
    get words() {
      return words;
    },
    prefer: async (next) => {
      preferences = next;
      keepPreferences(window, next);
      const other = wanted();
      if (other === language) return false;
      words = await loadGateWords(other);
      language = other;
      return true;
    },
    apply: () => {
      const { documentElement } = window.document;
      documentElement.lang = language;
      documentElement.dir = directionOf(language);
      if (preferences.theme) documentElement.dataset.theme = preferences.theme;
      else delete documentElement.dataset.theme;
    },
  };
};
