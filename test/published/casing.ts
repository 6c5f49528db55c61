import { mismatches } from '../documents/match.ts';
import { elided } from '../documents/pair.ts';

/**
 * How one version of the vendor's SDK names what it gives back, read off its published code. It renames every key, at
 * any depth, but for what it leaves to the user at the top of an answer, or of each item where `itemwise`.
 */
export interface Casing {
  /** Services and the properties whose content they leave alone. */
  keeps: Readonly<Record<string, readonly string[]>>;
  /** Services, and single methods, that rename nothing at all. */
  verbatim: readonly string[];
  /** Pages of the services above are renamed item by item; else a page is one object, and `data` its property. */
  itemwise: boolean;
}

type Known = Parameters<typeof mismatches>[2];
type Answer = Record<string, unknown>;

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Dots and capitals go, too: `data.number` is found under `dataNumber`, and `API_KEY` under `apiKey`. */
const camelCase = (name: string): string =>
  (name === name.toUpperCase() ? name.toLowerCase() : name).replace(/[._]+(\w)/g, (_, next: string) =>
    next.toUpperCase(),
  );

const renamed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isAnswer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [camelCase(key), renamed(item)]));
};

const keeping = (answer: unknown, own: readonly string[]): unknown => {
  if (!isAnswer(answer)) return renamed(answer);
  const kept = Object.entries(answer).filter(([key]) => own.includes(key));
  return { ...(renamed(answer) as Answer), ...Object.fromEntries(kept) };
};

/** Compares what a call of the SDK gave back with the answer that the documents show on the wire. */
export function differences(casing: Casing, call: string, shown: unknown, got: unknown, known: Known): string[] {
  const [service = ''] = call.split('.');
  if (casing.verbatim.includes(service) || casing.verbatim.includes(call)) return mismatches(shown, got, known, 'wire');
  const own = casing.keeps[service] ?? [];
  if (!isAnswer(shown) || !Array.isArray(shown.data) || !('pagination' in shown)) {
    return mismatches(keeping(shown, own), got, known, 'sdk');
  }
  const { data, ...page } = shown;
  const items = isAnswer(got) ? got.data : undefined;
  const ofPage = mismatches(renamed({ ...page, data: elided }), got, known, 'sdk');
  if (casing.itemwise) {
    const expected = data.map((item) => keeping(item, own));
    return [...ofPage, ...mismatches(expected, items, known, 'sdk')];
  }
  const isRaw = own.includes('data');
  return [...ofPage, ...mismatches(isRaw ? data : renamed(data), items, known, isRaw ? 'wire' : 'sdk')];
}
