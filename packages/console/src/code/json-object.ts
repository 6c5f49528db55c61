import { TypedError } from '../parts/typed-error.ts';

/** The object that a text holds as JSON; an empty one where nothing was typed. Throws `TypedError` that begins with `prefix`. */
export const jsonObject = (text: string, prefix: string): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(text.trim() === '' ? '{}' : text);
  } catch (thrown) {
    throw new TypedError(`${prefix} ${thrown instanceof Error ? thrown.message : ''}`, { cause: thrown });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new TypedError(`${prefix} { … }`);
};
