import { brands, type KnownBrand } from './brands.ts';

export type CardBrandName = KnownBrand['name'] | 'unknown';

/** A row of a table of brands, the built-in or another. */
export interface BrandRow extends Omit<KnownBrand, 'name'> {
  readonly name: string;
}

/** What a card number's first digits tell about it. */
export interface CardBrand extends Omit<BrandRow, 'patterns'> {
  /** One of `CardBrandName`, or of the table that was given. */
  readonly name: string;
}

const unknown: CardBrand = {
  name: 'unknown',
  // ISO/IEC 7812-1 ends at 19, Maestro begins at 12.
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  gaps: [4, 8, 12, 16],
  codeSizes: [3, 4],
};

/** What is known of a number that another table has no row for: no length is right. */
const none: CardBrand = { ...unknown, lengths: [] };

/** The brand of that name; a name nobody knows is the unknown brand. */
export const brandNamed = (name: string | undefined): CardBrand =>
  brands.find((brand) => brand.name === name) ?? unknown;

/**
 * How precisely a pattern recognises a number: by how many digits and, of equally long patterns, by how few numbers it
 * takes; 0 while it may still fit, -1 when it does not.
 */
const precision = (number: string, pattern: BrandRow['patterns'][number]): number => {
  const [low = '', high = low] = [pattern].flat().map(String);
  const known = number.slice(0, low.length);
  if (known < low.slice(0, known.length) || known > high.slice(0, known.length)) return -1;
  return known.length < low.length ? 0 : low.length - (Number(high) - Number(low)) / 10 ** low.length;
};

/** The brand of the ASCII digits typed so far: the only one that is possible, or the one with the most precise pattern. */
export const brandOf = (number: string, table: readonly BrandRow[] = brands): CardBrand => {
  const possible = table
    .map((brand) => ({ brand, fit: Math.max(...brand.patterns.map((pattern) => precision(number, pattern))) }))
    .filter(({ fit }) => fit >= 0)
    .sort((a, b) => b.fit - a.fit);
  const [best] = possible;
  if (number === '') return unknown;
  if (!best && table !== brands) return none;
  return best && (possible.length === 1 || possible.every(({ fit }) => fit > 0)) ? best.brand : unknown;
};
