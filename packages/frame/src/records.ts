import { Failure, type Reference } from '@tessera/bridge';

/** Where something stands in a payload, from its root: `['card1', 'data', 'number']`. */
export type Path = readonly string[];

type Json = Readonly<Record<string, unknown>>;

/** A part of a payload that becomes one token. */
export interface TokenRecord {
  readonly path: Path;
  /** The property whose inside is stored as the token's data. */
  readonly place: 'data' | 'card' | 'bank';
  readonly type: string;
  readonly body: Json;
}

/** A reference and where it stands. */
export interface Place {
  readonly path: Path;
  readonly reference: Reference;
}

/** As deep as the vault reads (design §4). */
const maxDepth = 32;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whatever carries the mark is a reference and nothing else: it is never sent, whether or not it leads anywhere. */
const isReference = (value: unknown): value is Reference => isObject(value) && Object.hasOwn(value, '$element');

/** Everything a payload holds, parents before children; a reference is a leaf. */
function* walk(value: unknown, path: Path = []): Generator<{ path: Path; value: unknown }> {
  if (path.length > maxDepth) throw new Failure('invalid-payload', { detail: `deeper than ${maxDepth}` });
  yield { path, value };
  if (typeof value !== 'object' || value === null || isReference(value)) return;
  for (const [key, child] of Object.entries(value)) yield* walk(child, [...path, key]);
}

export const placesIn = (payload: unknown): Place[] =>
  [...walk(payload)].flatMap(({ path, value }) => (isReference(value) ? [{ path, reference: value }] : []));

const recordAt = (path: Path, place: TokenRecord['place'], type: unknown, body: Json): TokenRecord => ({
  path,
  place,
  type: typeof type === 'string' ? type : '',
  body,
});

/** The whole payload as one token. */
export const wholeRecord = (place: TokenRecord['place'], body: unknown, type?: string): TokenRecord[] =>
  isObject(body) ? [recordAt([], place, type ?? body.type, body)] : [];

const isToken = (value: unknown): value is Json =>
  isObject(value) && Object.hasOwn(value, 'type') && Object.hasOwn(value, 'data');

/** Every object with `type` and `data`; what stands inside one is data and is not looked at again. */
export const recordsWithin = (payload: unknown): TokenRecord[] => {
  const records: TokenRecord[] = [];
  for (const { path, value } of walk(payload)) {
    if (isToken(value) && !records.some((outer) => isUnder(path, outer.path))) {
      records.push(recordAt(path, 'data', value.type, value));
    }
  }
  return records;
};

export const isUnder = (path: Path, above: Path): boolean => above.every((key, index) => path[index] === key);

/** The same payload with `replace` called for each reference. */
export const mapReferences = (payload: unknown, replace: (reference: Reference) => unknown): unknown => {
  if (isReference(payload)) return replace(payload);
  if (Array.isArray(payload)) return payload.map((item) => mapReferences(item, replace));
  if (!isObject(payload)) return payload;
  // `fromEntries` defines properties, so that a key named `__proto__` stays a key.
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, mapReferences(value, replace)]));
};
