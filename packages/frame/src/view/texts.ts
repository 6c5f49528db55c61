import type { MessageKind, Messages } from '@tessera/bridge';
import { english, languageOf, type Texts } from '@tessera/fields/texts';
import { load } from '../load.ts';

/**
 * Finds the texts of the first of the wanted languages there is, else English. Only English is there from the start: `redraw`
 * is called when others have come, and where they do not come, English stays.
 */
export const createTexts = (redraw: () => void) => {
  let translations: Readonly<Record<string, Texts>> | undefined;
  let asked = false;
  return (wanted: readonly string[]) => {
    const found = languageOf(wanted);
    if (found !== 'en' && !asked) {
      asked = true;
      load(() => import('@tessera/fields/translations')).then(
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
      network: translated?.network,
      /** The label of a type of field or element; `own` is the English one of a field that was fetched late. */
      label: (type: string, own = ''): string => labels[type as keyof typeof labels] ?? own,
      error: (type: MessageKind, label: string): string => errors[type](label),
      /** All errors of a label. */
      errors: (label: string): Messages[string] => ({
        empty: errors.empty(label),
        incomplete: errors.incomplete(label),
        invalid: errors.invalid(label),
      }),
    };
  };
};
