import { Failure, type Reference } from '@tessera/bridge';
import { isObject, type Json } from '../json.ts';

/** The keys that lead from the root of a payload to a value: `['card1', 'data', 'number']`. */
export type Path = readonly string[];

/** A part of a payload that becomes one token. */
export interface TokenRecord {
  readonly path: Path;
  /** The property that is stored as the token's data. */
  readonly dataKey: 'data' | 'card' | 'bank';
  readonly type: string;
  readonly body: Json;
}

/** A reference and its path. */
export interface FoundReference {
  readonly path: Path;
  readonly reference: Reference;
}

/** The vault refuses deeper payloads too. */
const maxDepth = 32;

/** Every object with this key counts as a reference and is never sent, whether or not an element has its id. */
const isReference = (value: unknown): value is Reference => isObject(value) && Object.hasOwn(value, '$element');

/** All values of a payload, parents before children; a reference has no children. */
function* walk(value: unknown, path: Path = []): Generator<{ path: Path; value: unknown }> {
  if (path.length > maxDepth) throw new Failure('invalid-payload', { detail: `deeper than ${maxDepth}` });
  yield { path, value };
  if (typeof value !== 'object' || value === null || isReference(value)) return;
  for (const [key, child] of Object.entries(value)) yield* walk(child, [...path, key]);
}

export const referencesIn = (payload: unknown): FoundReference[] =>
  [...walk(payload)].flatMap(({ path, value }) => (isReference(value) ? [{ path, reference: value }] : []));

const recordAt = (path: Path, dataKey: TokenRecord['dataKey'], type: unknown, body: Json): TokenRecord => ({
  path,
  dataKey,
  type: typeof type === 'string' ? type : '',
  body,
});

/** The whole payload as one token. */
export const wholeRecord = (dataKey: TokenRecord['dataKey'], body: unknown, type?: string): TokenRecord[] =>
  isObject(body) ? [recordAt([], dataKey, type ?? body.type, body)] : [];

const isToken = (value: unknown): value is Json =>
  isObject(value) && Object.hasOwn(value, 'type') && Object.hasOwn(value, 'data');

/** Every object with `type` and `data`. What is inside such an object is its data and is not searched again. */
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
  // `fromEntries` defines properties instead of assigning them, so that a key named `__proto__` stays a key.
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, mapReferences(value, replace)]));
};
