import type { JsonInput, JsonValue, Shape } from '@tessera/contract';

type CamelCase<Name extends string> = Name extends `_${string}`
  ? Name
  : Name extends `${infer Head}_${infer Tail}`
    ? `${Head}${Capitalize<CamelCase<Tail>>}`
    : Name;

/** The type with its declared keys in camel case. Maps and any JSON belong to the user, so their keys stay as they are. */
export type Camelized<T> = JsonValue extends T
  ? T
  : JsonInput extends T
    ? T
    : T extends readonly (infer Item)[]
      ? Camelized<Item>[]
      : T extends object
        ? string extends keyof T
          ? T
          : { [Name in keyof T as Name extends string ? CamelCase<Name> : Name]: Camelized<T[Name]> }
        : T;

/**
 * Renames the keys of declared objects from snake_case to camelCase. A key that the shape does not list (a newer vault may answer
 * with more) is renamed too, and the value under it stays as it is.
 */
export const camelize = (value: unknown, shape: Shape | null | undefined): unknown =>
  rename(value, shape, (wireName) => [wireName, camelCase(wireName)]);

/** Renames the keys of declared objects from camelCase to snake_case. */
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

// A name that begins with an underscore could not be renamed back, so it stays as it is.
const camelCase = (name: string): string =>
  name.startsWith('_') ? name : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
