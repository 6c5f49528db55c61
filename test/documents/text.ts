/** A copy of a JSON value in which one text stands for another, also inside longer strings. */
export function replaceText<T>(value: T, from: string, to: string): T {
  return mapStrings(value, (text) => text.replaceAll(from, to)) as T;
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]));
}

/** Declared names as the SDK has them: `tenant_id` is `tenantId`. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Names whose content belongs to the user, so that the SDK leaves the keys in it as they are. */
const usersOwn = new Set(['metadata', 'mask', 'errors', 'configuration']);

/**
 * What the SDK gives back for an answer of the wire, written down from the documents' samples and independent of the
 * contract: declared names are renamed, names inside data and metadata are not.
 */
export function asSdk(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(asSdk);
  if (typeof answer !== 'object' || answer === null) return answer;
  const isPage = 'pagination' in answer;
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => {
      const own = usersOwn.has(key) || (key === 'data' && !isPage);
      return [camelCase(key), own ? value : asSdk(value)];
    }),
  );
}
