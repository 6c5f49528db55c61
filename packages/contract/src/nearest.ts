/** Edits (insert, delete, replace, swap of two neighbours) that lead from one name to another. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  let above: number[] = [];
  for (let index = 0; index < from.length; index += 1) {
    const next = [index + 1];
    for (let column = 0; column < to.length; column += 1) {
      const replaced = (row[column] ?? 0) + (from[index] === to[column] ? 0 : 1);
      const isSwap = index > 0 && column > 0 && from[index] === to[column - 1] && from[index - 1] === to[column];
      const swapped = isSwap ? (above[column - 1] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    above = row;
    row = next;
  }
  return row[to.length] ?? 0;
};

/**
 * At most three names that someone who wrote this one may have meant, the likeliest first. A name of more than 40 characters has none.
 *
 * @example
 * ```ts
 * import { nearest } from '@tessera/contract';
 *
 * nearest('expiry_month', ['number', 'expiration_month', 'cvc']); // []
 * nearest('expirationmonth', ['number', 'expiration_month', 'cvc']); // ['expiration_month']
 * ```
 */
export function nearest(name: string, names: Iterable<string>): string[] {
  if (name.length > 40) return [];
  return [...names]
    .map((known) => ({ known, edits: known.startsWith(name) ? 1 : distance(name, known) }))
    .filter(({ edits }) => edits <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.edits - b.edits || (a.known < b.known ? -1 : 1))
    .slice(0, 3)
    .map(({ known }) => known);
}
