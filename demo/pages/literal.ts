/** A value as a developer would write it: keys without quotes, one line. */
export const literal = (value: unknown): string => {
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(value) ?? 'undefined';
  return `{ ${Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .map(
      ([key, held]) =>
        `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${literal(held)}`,
    )
    .join(', ')} }`;
};
