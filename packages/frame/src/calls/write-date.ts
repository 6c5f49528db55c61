/** Luxon's tokens for months and years, and text between single quotes. */
const token = /'([^']*)'|yyyy|yy|y|LL|L|MM|M/g;

/** Whether a text is a date format: all its letters are tokens, or quoted. */
export const isDateFormat = (format: unknown): format is string =>
  typeof format === 'string' && format.length <= 40 && !/\p{L}/u.test(format.replace(token, ''));

/** An expiry date as text: `MM/yy`, `yyyy-MM`. */
export const writeDate = (data: Readonly<Record<string, unknown>>, format: string): string => {
  const [month, year] = [data.expiration_month, data.expiration_year].map(String);
  return format.replace(token, (name: string, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    if (name === 'yy') return `${year?.slice(-2)}`;
    return name.startsWith('y') ? `${year}` : `${month?.padStart(name.length, '0')}`;
  });
};
