import type { Shape } from '@tessera/contract';

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** The names of the SDK for those of the wire. Maps and unknown values are the user's, and stay as they are. */
export type Camelized<T> = unknown extends T
  ? T
  : T extends readonly (infer Item)[]
    ? Camelized<Item>[]
    : T extends object
      ? string extends keyof T
        ? T
        : { [Name in keyof T as Name extends string ? CamelCase<Name> : Name]: Camelized<T[Name]> }
      : T;

/**
 * Renames the keys of declared objects from the wire's snake_case. A key that the shape does not know (a newer vault
 * may add some) is renamed too, and what stands under it is left alone.
 */
export const camelize = (value: unknown, shape: Shape | null | undefined): unknown =>
  rename(value, shape, (wireName) => [wireName, camelCase(wireName)]);

/** The way back. */
export const snakize = (value: unknown, shape: Shape | null | undefined): unknown =>
  rename(value, shape, (name) => [snakeCase(name), snakeCase(name)]);

function rename(
  value: unknown,
  shape: Shape | null | undefined,
  names: (key: string) => [wireName: string, renamed: string],
): unknown {
  if (!shape || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rename(item, shape, names));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const [wireName, renamed] = names(key);
      return [renamed, rename(inner, Object.hasOwn(shape, wireName) ? shape[wireName] : null, names)];
    }),
  );
}

// A name that begins with an underscore has no way back, so it is left as it is.
const camelCase = (name: string): string =>
  name.startsWith('_') ? name : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
