import { elided } from './pair.ts';
import { camelCase } from './text.ts';

/** What a replay knows about the world in which it runs. */
export interface Known {
  /** Real ids that stand where the documents print samples. */
  ids: ReadonlySet<string>;
  /** Applications that may be named as the maker of something. */
  actors: ReadonlySet<string>;
  /** What the clock of the vault shows, as the vault writes it. */
  now: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const base58 = '[1-9A-HJ-NP-Za-km-z]';

type Rule = (value: unknown, known: Known) => boolean;

const text =
  (pattern: RegExp): Rule =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const actor: Rule = (value, { actors }) => typeof value === 'string' && actors.has(value);
const now: Rule = (value, known) => value === known.now;

/** Properties whose printed value is a sample: what a real answer must hold instead. */
const forms: Record<string, Rule> = {
  key: text(new RegExp(`^key_${base58}{20,}$`)),
  fingerprint: text(new RegExp(`^${base58}{20,}$`)),
  created_by: actor,
  modified_by: actor,
  created_at: now,
  modified_at: now,
  last_created_at: now,
};

/** Documented properties of objects and errors that an answer may hold although a sample leaves them out. The last ones are younger. */
const mayFollow = [
  'id',
  'tenant_id',
  'type',
  'fingerprint',
  'fingerprint_expression',
  'mask',
  'privacy',
  'classification',
  'container',
  'metadata',
  'encryption',
  'search_indexes',
  'expires_at',
  'created_by',
  'created_at',
  'modified_by',
  'modified_at',
  'instance',
  'total_tokens',
  'containers',
  'keys',
  'card',
  'bank',
];

/** What a page of a list has had since: where the next one starts. */
const nextPage = ['after', 'next'];

/** Below these names a sample shows everything there is: one property more would be a leak. */
const complete = ['data', 'bank', 'card', 'configuration', 'metadata', 'mask', 'pagination', 'errors'];

/**
 * Compares an answer with the one that is printed, by the rule for replaying documents: each property shown is present
 * with its value, or with its form where the value is a sample. Gives back what is wrong, one sentence each.
 */
export function mismatches(expected: unknown, actual: unknown, known: Known, casing: 'wire' | 'sdk'): string[] {
  const name = casing === 'sdk' ? camelCase : (key: string) => key;
  const rules = new Map(Object.entries(forms).map(([key, rule]) => [name(key), rule]));
  // Younger than the documents. Published clients name it without the line in front.
  const follow = new Set([...mayFollow.map(name), '_extras', 'extras']);
  const closed = new Set(complete);
  // A report is ordered by types of tokens, some of which have the names of properties.
  const isComplete = (key: string, path: string) => closed.has(key) && !path.endsWith(`/${name('metrics_by_type')}`);

  return compare(expected, actual, '', false);

  function compare(shown: unknown, value: unknown, path: string, isClosed: boolean): string[] {
    if (typeof shown === 'string' && shown.includes('≈')) return compareForm(shown, value, path);
    if (shown === elided) return value === null || value === undefined ? [`${path} is missing`] : [];
    if (Array.isArray(shown)) return compareLists(shown, value, path, isClosed);
    if (typeof shown === 'object' && shown !== null) return compareObjects(shown, value, path, isClosed);
    const isSample = typeof shown === 'string' && uuid.test(shown) && !known.ids.has(shown);
    if (isSample)
      return typeof value === 'string' && uuid.test(value) ? [] : [`${path} is no UUID but ${print(value)}`];
    return shown === value ? [] : [`${path} is ${print(value)} and should be ${print(shown)}`];
  }

  function compareObjects(shown: object, value: unknown, path: string, isClosed: boolean): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
    const found = value as Record<string, unknown>;
    const wrong = Object.entries(shown).flatMap(([key, part]) => {
      const at = `${path}/${key}`;
      if (!Object.hasOwn(found, key)) return [`${at} is missing`];
      const rule = isClosed ? undefined : rules.get(key);
      if (rule) return rule(found[key], known) ? [] : [`${at} has the wrong form: ${print(found[key])}`];
      if (key === 'pagination' && part === elided) return comparePagination(found[key], at);
      return compare(part, found[key], at, isClosed || (isComplete(key, path) && !Array.isArray(part)));
    });
    const isNewer = (key: string) => path.endsWith('/pagination') && nextPage.includes(key);
    const added = Object.keys(found).filter(
      (key) => !Object.hasOwn(shown, key) && !isNewer(key) && (isClosed || !follow.has(key)),
    );
    return [...wrong, ...added.map((key) => `${path}/${key} is not documented here`)];
  }

  /** What stands between marks is a sample, the rest is meant as it is (`like`). */
  function compareForm(shown: string, value: unknown, path: string): string[] {
    const parts = shown.split('≈').map((part, index) => {
      const letter = part.replace(/[^\da-z]/gi, '\\$&');
      return index % 2 === 0 ? letter : letter.replace(/[a-z]/g, '[a-z0-9]').replace(/\d(?![^[]*\])/g, '\\d');
    });
    const sample = shown.replaceAll('≈', '');
    const fits = typeof value === 'string' && value !== sample && new RegExp(`^${parts.join('')}$`).test(value);
    return fits ? [] : [`${path} has not the form of ${sample}: ${print(value)}`];
  }

  function comparePagination(value: unknown, path: string): string[] {
    const keys = ['total_items', 'page_number', 'page_size', 'total_pages'].map(name);
    const found = (value ?? {}) as Record<string, unknown>;
    return keys.filter((key) => !Number.isInteger(found[key])).map((key) => `${path}/${key} is no integer`);
  }

  /** Where a list ends in `{...}` there is more in it, and what is shown may stand anywhere. */
  function compareLists(shown: unknown[], value: unknown, path: string, isClosed: boolean): string[] {
    if (!Array.isArray(value)) return [`${path} is no list`];
    if (!shown.includes(elided)) {
      if (shown.length !== value.length) return [`${path} has ${value.length} items and should have ${shown.length}`];
      return shown.flatMap((item, index) => compare(item, value[index], `${path}/${index}`, isClosed));
    }
    if (value.length < shown.length) return [`${path} has only ${value.length} items`];
    return shown
      .filter((item) => item !== elided)
      .flatMap((item) => {
        const attempts = value.map((candidate, index) => compare(item, candidate, `${path}/${index}`, isClosed));
        return attempts.reduce((best, attempt) => (attempt.length < best.length ? attempt : best));
      });
  }
}

const print = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
