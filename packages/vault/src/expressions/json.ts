/** What a token's data can be: anything JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What flows between filters: JSON, or the bytes of a digest on their way to an encoding. */
export type Value = Json | Uint8Array;

export const isObject = (value: Value | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** Reads a property the value owns itself; what an object inherits does not exist here. */
export const own = (value: Value, name: string): Json =>
  isObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
