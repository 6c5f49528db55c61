import { Failure, type RevealedReference } from '@tessera/bridge';
import { isObject } from '../records.ts';

/** Names of properties that a page may see: shape, and nothing that could be a value itself. */
const isName = (key: string): boolean => /^[A-Za-z_][\w-]{0,63}$/.test(key);

/** As deep as the vault reads (design §4). */
const maxDepth = 32;

/** Data with a reference in the place of each thing that is no object and no list. */
export const referencesTo = (
  root: Omit<RevealedReference, 'path'>,
  data: unknown,
  path: readonly string[] = [],
): unknown => {
  if (typeof data !== 'object' || data === null || path.length >= maxDepth) return { ...root, path };
  const inner = (key: string | number, value: unknown) => referencesTo(root, value, [...path, String(key)]);
  if (Array.isArray(data)) return data.map((value, index) => inner(index, value));
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => (isName(key) ? [[key, inner(key, value)]] : [])),
  );
};

const isReference = (value: Readonly<Record<string, unknown>>): value is RevealedReference & Record<string, unknown> =>
  Object.hasOwn(value, '$element');

const at = (data: unknown, path: readonly unknown[]): unknown =>
  path.reduce((value, key) => {
    const isThere = typeof value === 'object' && value !== null && typeof key === 'string' && Object.hasOwn(value, key);
    return isThere ? (value as Record<string, unknown>)[key] : undefined;
  }, data);

/**
 * What a page wants shown, with values in the places of its references. Nothing but references stands for a value: a page that could
 * have its own shown beside them would learn by comparing.
 */
export const resolve = (value: unknown, dataOf: (token: string) => unknown, own: string, depth = 0): unknown => {
  if (!isObject(value) || depth > maxDepth) throw new Failure('invalid-payload', { detail: 'no reference' });
  if (!isReference(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, resolve(inner, dataOf, own, depth + 1)]),
    );
  }
  const { $element, token, path } = value;
  if ($element !== own || typeof token !== 'string' || !Array.isArray(path)) {
    throw new Failure('invalid-payload', { detail: 'no reference of this session' });
  }
  return at(dataOf(token), path);
};
