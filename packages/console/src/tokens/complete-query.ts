/** What can be put in place of a part of a query. */
export interface Suggestion {
  /** What is put there. */
  text: string;
  /** What it means, in a few words: a name of the catalogue. */
  kind: 'field' | 'value' | 'operator';
}

export interface Completion {
  /** The part of the query that a suggestion replaces. */
  from: number;
  to: number;
  suggestions: Suggestion[];
}

/** What is known of the tokens at hand. */
export interface Known {
  types: readonly string[];
  metadataKeys: readonly string[];
  containers: readonly string[];
}

/** Fields of the search, in the order in which they are offered. `data` finds what one sees in plaintext, and no role does here. */
const fields = [
  'type',
  'container',
  'metadata.',
  'created_at',
  'id',
  'fingerprint',
  'created_by',
  'modified_at',
  'modified_by',
];

const dateFields: ReadonlySet<string> = new Set(['created_at', 'modified_at']);
const operators = ['AND ', 'OR ', 'NOT '];
const most = 12;

/** The word that ends at the caret, where it begins, and what stands before it. Spaces inside of quotes belong to the word. */
const wordBefore = (text: string, caret: number): { word: string; from: number; before: string } => {
  let from = 0;
  let quoted = false;
  for (let at = 0; at < caret; at += 1) {
    const char = text.charAt(at);
    if (char === '\\' && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && /[\s()!]/.test(char)) from = at + 1;
  }
  return { word: text.slice(from, caret), from, before: text.slice(0, from).trimEnd() };
};

const daysBefore = (now: Date, days: number): string =>
  new Date(now.valueOf() - days * 86_400_000).toISOString().slice(0, 10);

const quotedIfNeeded = (value: string): string =>
  /^[\w./:@+-]*\*?$/.test(value) && value !== '' ? value : `"${value.replace(/["\\]/g, (char) => `\\${char}`)}"`;

const valuesOf = (field: string, { types, containers }: Known, now: Date): string[] => {
  if (field === 'type') return [...types];
  if (field === 'container') return [...new Set(containers.flatMap((path) => [path, `${path}*`]))];
  if (dateFields.has(field)) return [0, 7, 30].map((days) => `[${daysBefore(now, days)} TO *]`);
  return [];
};

/** Whether a comparison has just ended, so that AND or OR is what can follow. */
const endsComparison = (before: string): boolean =>
  before !== '' && !/(^|[\s(])(AND|OR|NOT)$/.test(before) && !/[(!]$/.test(before);

const starting = (start: string, words: readonly string[]): string[] => {
  const lower = start.toLowerCase();
  return words.filter((word) => word.toLowerCase().startsWith(lower) && word.toLowerCase() !== lower);
};

/** What can stand at the caret of a search query, by the grammar of `POST /tokens/search`. */
export const completeQuery = (text: string, caret: number, known: Known, now: Date): Completion => {
  const { word, from, before } = wordBefore(text, caret);
  const negated = word.startsWith('-') ? 1 : 0;
  const bare = word.slice(negated);
  const colon = bare.indexOf(':');
  const at = from + negated;
  const give = (start: number, suggestions: Suggestion[]): Completion => ({
    from: start,
    to: caret,
    suggestions: suggestions.slice(0, most),
  });
  if (colon >= 0) {
    const values = valuesOf(bare.slice(0, colon), known, now).map(quotedDates);
    const typed = bare.slice(colon + 1).replace(/^"/, '');
    return give(
      at + colon + 1,
      starting(typed, values).map((value) => ({ text: `${value} `, kind: 'value' })),
    );
  }
  const keys = known.metadataKeys.map((key) => `metadata.${quotedIfNeeded(key)}`);
  const comparisons = starting(bare, [...fields, ...keys]).map(
    (name): Suggestion => ({ text: name.endsWith('.') ? name : `${name}:`, kind: 'field' }),
  );
  if (!endsComparison(before)) {
    const not = starting(bare, ['NOT ']).map((name): Suggestion => ({ text: name, kind: 'operator' }));
    return give(at, bare === '' ? comparisons : [...comparisons, ...not]);
  }
  return give(
    from,
    starting(word, operators.slice(0, 2)).map((name) => ({ text: name, kind: 'operator' })),
  );
};

/** Ranges stand as they are; other values are quoted where they hold anything but plain characters. */
function quotedDates(value: string): string {
  return value.startsWith('[') ? value : quotedIfNeeded(value);
}
