/** Why a text is no JSON object, in the words of the browser. */
export class JsonObjectError extends Error {
  override readonly name = 'JsonObjectError';
}

/** The object that a text holds as JSON; an empty one where nothing was typed. Throws `JsonObjectError` that begins with `prefix`. */
export const jsonObject = (text: string, prefix: string): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(text.trim() === '' ? '{}' : text);
  } catch (thrown) {
    throw new JsonObjectError(`${prefix} ${thrown instanceof Error ? thrown.message : ''}`, { cause: thrown });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new JsonObjectError(`${prefix} { … }`);
};
