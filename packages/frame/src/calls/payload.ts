import { Failure, type Reference } from '@tessera/bridge';
import { isObject, type Json } from '../json.ts';

/** The keys that lead from the root of a payload to a value: `['card1', 'data', 'number']`. */
export type Path = readonly string[];

/** A part of a payload that becomes one token. */
export interface TokenRecord {
  readonly path: Path;
  /** The property that is stored as the token's data; nothing where the value itself is the data, as the plain values of a document are. */
  readonly dataKey?: 'data' | 'card' | 'bank';
  readonly type: string;
  readonly body: Json;
}

type DataKey = NonNullable<TokenRecord['dataKey']>;

/** A reference and its path. */
export interface FoundReference {
  readonly path: Path;
  readonly reference: Reference;
}

/** The vault refuses deeper payloads too, and documents of more tokens. */
const limits = { depth: 32, tokens: 1_000 };

/** Every object with this key counts as a reference and is never sent, whether or not an element has its id. */
export const isReference = (value: unknown): value is Reference => isObject(value) && Object.hasOwn(value, '$element');

/** All values of a payload, parents before children; nothing inside of references and of values that are `closed`. */
function* walk(
  value: unknown,
  closed: (value: unknown) => boolean = () => false,
  path: Path = [],
): Generator<{ path: Path; value: unknown }> {
  if (path.length > limits.depth) throw new Failure('invalid-payload', { detail: `deeper than ${limits.depth}` });
  yield { path, value };
  if (typeof value !== 'object' || value === null || isReference(value) || closed(value)) return;
  for (const [key, child] of Object.entries(value)) yield* walk(child, closed, [...path, key]);
}

/** At most so many that comparing each with each token takes no noticeable time. */
const counted = <T>(found: T[]): T[] => {
  if (found.length > limits.tokens) throw new Failure('invalid-payload', { detail: `more than ${limits.tokens}` });
  return found;
};

export const referencesIn = (payload: unknown): FoundReference[] =>
  counted([...walk(payload)].flatMap(({ path, value }) => (isReference(value) ? [{ path, reference: value }] : [])));

const recordAt = (path: Path, dataKey: DataKey, type: unknown, body: Json): TokenRecord => ({
  path,
  dataKey,
  type: typeof type === 'string' ? type : '',
  body,
});

/** The whole payload as one token. */
export const wholeRecord = (dataKey: DataKey, body: unknown, type?: string): TokenRecord[] =>
  isObject(body) ? [recordAt([], dataKey, type ?? body.type, body)] : [];

export const isToken = (value: unknown): value is Json =>
  isObject(value) &&
  (Object.hasOwn(value, 'token_intent_id') ||
    (Object.hasOwn(value, 'type') && (Object.hasOwn(value, 'data') || Object.hasOwn(value, 'encrypted'))));

/** What a value of a document that is no token itself becomes: `{ type: 'token', data: value }`. */
const typeOfPlain = 'token';

/**
 * The tokens of a document that elements can be in: every object with `type` and `data`, whose inside is its data and is not searched; and
 * each element elsewhere, which becomes a token by itself.
 */
export const recordsWithin = (payload: unknown): TokenRecord[] =>
  counted(
    [...walk(payload, isToken)].flatMap(({ path, value }): TokenRecord[] => {
      if (isReference(value)) return [{ path, type: typeOfPlain, body: {} }];
      return isToken(value) ? [recordAt(path, 'data', value.type, value)] : [];
    }),
  );

export const isUnder = (path: Path, above: Path): boolean => above.every((key, index) => path[index] === key);

/** The same payload with `replace` called for each reference. */
export const mapReferences = (payload: unknown, replace: (reference: Reference) => unknown): unknown => {
  if (isReference(payload)) return replace(payload);
  if (Array.isArray(payload)) return payload.map((item) => mapReferences(item, replace));
  if (!isObject(payload)) return payload;
  // `fromEntries` defines properties instead of assigning them, so that a key named `__proto__` stays a key.
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, mapReferences(value, replace)]));
};
