import { describe, expect, it } from 'vitest';
import { english } from './english.ts';
import { chosenLanguage, loadGateWords } from './gate-words.ts';
import { languageNames, loadWords } from './words.ts';

type Leaf = string | ((...args: number[]) => string);

/** Every sentence by its path: `logs.liveStates.off`. */
const leaves = (words: object, path = ''): Map<string, Leaf> =>
  new Map(
    Object.entries(words).flatMap(([name, value]: [string, unknown]): [string, Leaf][] =>
      typeof value === 'object' && value !== null
        ? [...leaves(value, `${path}${name}.`)]
        : [[`${path}${name}`, value as Leaf]],
    ),
  );

/** What a sentence says for numbers: those that take numbers as text are given the same digits. */
const said = (leaf: Leaf, ...numbers: number[]): string => (typeof leaf === 'string' ? leaf : leaf(...numbers));

const all = leaves(english);
const withNumbers = [...all].filter(([, leaf]) => typeof leaf === 'function');
const letters = (text: string): string => text.replace(/[\d.,\s]/g, '');

/** Sentences in which English has another word for one than for many. */
const plural = withNumbers.filter(([, leaf]) => letters(said(leaf, 1, 1)) !== letters(said(leaf, 2, 2)));

/** Words that a language has in common with English; the first line is code. */
const shared: Readonly<Record<string, readonly string[]>> = {
  every: ['', 'Webhook', 'type:card AND metadata.order:7'],
  de: ['Code (JavaScript)', 'Container', 'Name', 'Passkeys', 'Proxy', 'Token', 'Tokens', 'Version'],
  es: ['no', 'Reactor', 'Token', 'Tokens'],
  fr: [
    ...['Action', 'Application', 'Applications', 'Classification', 'Code (JavaScript)', 'Menu', 'Page', 'Pages'],
    ...['Session', 'Sessions', 'Signatures', 'Type', 'Version', 'version 23'],
  ],
  pt: ['Menu', 'Token', 'Tokens'],
};

/** German says one Schlüssel and two Schlüssel. */
const unchanged: Readonly<Record<string, readonly string[]>> = { de: ['keys.dueCount', 'applications.mostKeys'] };

const languages = languageNames.map(([language]) => language).filter((language) => language !== 'en');

describe.each(languages)('the words of %s', (language) => {
  it('are there for each sentence, and for no other', async () => {
    expect([...leaves(await loadWords(language)).keys()].sort()).toEqual([...all.keys()].sort());
  });

  it('begin with those of the first page', async () => {
    expect(await loadWords(language)).toMatchObject(await loadGateWords(language));
  });

  it('are not the English ones', async () => {
    const words = leaves(await loadWords(language));
    const same = [...words].filter(([path, leaf]) => said(leaf, 23, 47) === said(all.get(path) ?? '', 23, 47));
    const texts = new Set(same.map(([, leaf]) => said(leaf, 23, 47)));
    expect([...texts].sort()).toEqual([...(shared.every ?? []), ...(shared[language] ?? [])].sort());
  });

  it('hold what they are given, whatever the number', async () => {
    const words = leaves(await loadWords(language));
    const number = new Intl.NumberFormat(language);
    for (const [path, english] of withNumbers) {
      const leaf = words.get(path) ?? '';
      const text = said(leaf, 23, 47, 81);
      for (const given of [23, 47, 81].slice(0, typeof english === 'string' ? 0 : english.length)) {
        expect(text, path).toContain(number.format(given));
      }
      for (const count of [0, 1, 2, 3, 11, 100, 1_000_000]) {
        expect(said(leaf, count, count, count), path).not.toMatch(/#|undefined|NaN|\[object/);
        expect(said(leaf, count, count, count).trim(), path).not.toBe('');
      }
    }
  });

  it('have the plural forms of the language', async () => {
    const words = leaves(await loadWords(language));
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    // A number for each form. Romance languages have one for millions, which they write like all others next to digits.
    const samples = { zero: 0, one: 1, two: 2, few: 3, many: 11, other: 100 };
    const forms = pluralCategories.filter((form) => form !== 'many' || language === 'ar');
    for (const [path] of plural) {
      if (unchanged[language]?.includes(path)) continue;
      const texts = forms.map((form) => said(words.get(path) ?? '', samples[form], samples[form]));
      const wanted = language === 'ar' ? 4 : forms.length;
      expect(new Set(texts.map(letters)).size, `${path}: ${texts.join(' | ')}`).toBeGreaterThanOrEqual(wanted);
    }
  });
});

describe('the language of the pages', () => {
  it('is the one that was chosen', () => {
    expect(chosenLanguage('ja', ['fr'])).toBe('ja');
  });

  it.each(['xx', '__proto__', '', undefined])(
    'is the first of the browser that there is, where %j was chosen',
    (chosen) => {
      expect(chosenLanguage(chosen, ['xx', 'fr-CA', 'de'])).toBe('fr');
      expect(chosenLanguage(chosen, ['xx'])).toBe('en');
    },
  );
});
