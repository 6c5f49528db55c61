import type { Field } from '@tessera/fields';
import { load } from '../load.ts';
import type { ShownError } from './box.ts';

/** What a frame says in one language. */
export interface Texts {
  /** Names of boxes by their type, where they differ from the field's own. */
  readonly labels: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<ShownError, (label: string) => string>>;
  /** What the button for it does, and what it has done. */
  readonly copy: readonly [copy: string, copied: string];
}

const english: Texts = {
  labels: {},
  errors: {
    incomplete: (label) => `${label} is incomplete.`,
    invalid: (label) => `${label} is not valid.`,
  },
  copy: ['Copy', 'Copied'],
};

/** Languages by BCP 47 primary subtag. A further one is its name here and a record in translations.ts. */
const languages = ['en', 'ar', 'de', 'es', 'fr', 'ja', 'pt'];

/**
 * Finds the texts of the first of the wanted languages there is, else English. Only English is there from the start: `redraw`
 * is called when others have come, and where they do not come, English stays.
 */
export const createTexts = (redraw: () => void) => {
  let translations: Readonly<Record<string, Texts>> | undefined;
  let asked = false;
  return (wanted: readonly string[]) => {
    const tags = wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
    const found = tags.find((tag) => languages.includes(tag)) ?? 'en';
    if (found !== 'en' && !asked) {
      asked = true;
      load(() => import('./translations.ts')).then(
        (file) => {
          translations = file.translations;
          redraw();
        },
        () => {},
      );
    }
    const translated = translations?.[found];
    const { labels, errors, copy } = translated ?? english;
    return {
      lang: translated ? found : 'en',
      copy,
      label: (field: Field): string => labels[field.type] ?? field.label,
      error: (type: ShownError, label: string): string => errors[type](label),
    };
  };
};
