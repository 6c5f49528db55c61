import { Failure, type RevealedReference } from '@tessera/bridge';
import { isObject } from '../json.ts';

/** Whether a page may see a property's name. Anything that is no identifier could be a value. */
const isName = (key: string): boolean => /^[A-Za-z_][\w-]{0,63}$/.test(key);

/** The vault stores no deeper data. */
const maxDepth = 32;

/** A copy of the data with a reference in place of each value that is no object and no list. */
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
 * What a page wants to be shown, with its references replaced by values. Every value has to be a reference: a page that could show its own
 * values beside revealed ones could compare the two.
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
