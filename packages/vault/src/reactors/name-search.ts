/**
 * A search for names as a pattern of SQL's LIKE with `!` as its escape, to be held against names in lower case. A search without `*`
 * finds names that hold it; with `*` it is the whole name, and each `*` stands for any characters.
 */
export const namePattern = (search: string): string => {
  const parts = search
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[!%_]/g, '!$&'));
  return parts.length === 1 ? `%${parts[0]}%` : parts.join('%');
};
