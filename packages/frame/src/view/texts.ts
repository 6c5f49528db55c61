import type { Field } from '@tessera/fields';
import type { ShownError } from './box.ts';

/** What a frame says in one language. */
interface Texts {
  /** Names of boxes by their type, where they differ from the field's own. */
  readonly labels: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<ShownError, (label: string) => string>>;
}

const english: Texts = {
  labels: {},
  errors: {
    incomplete: (label) => `${label} is incomplete.`,
    invalid: (label) => `${label} is not valid.`,
  },
};

/** Languages by BCP 47 primary subtag. A further one is one record here. */
const languages: ReadonlyMap<string, Texts> = new Map([['en', english]]);

/** The texts of the first of the wanted languages there is, else English. */
export const textsFor = (wanted: readonly string[]) => {
  const tags = wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  const lang = tags.find((tag) => languages.has(tag)) ?? 'en';
  const { labels, errors } = languages.get(lang) ?? english;
  return {
    lang,
    label: (field: Field): string => labels[field.type] ?? field.label,
    error: (type: ShownError, label: string): string => errors[type](label),
  };
};
