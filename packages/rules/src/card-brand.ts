import { brands, type KnownBrand } from './brands.ts';

export type CardBrandName = KnownBrand['name'] | 'unknown';

/** What a card number's first digits tell about it. */
export interface CardBrand extends Omit<KnownBrand, 'name' | 'patterns'> {
  readonly name: CardBrandName;
}

const unknown: CardBrand = {
  name: 'unknown',
  // ISO/IEC 7812-1 ends at 19, Maestro begins at 12.
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  gaps: [4, 8, 12, 16],
  codeSizes: [3, 4],
};

/** The brand of that name; a name nobody knows is the unknown brand. */
export const brandNamed = (name: string | undefined): CardBrand =>
  brands.find((brand) => brand.name === name) ?? unknown;

/**
 * How precisely a pattern recognises a number: by how many digits and, of equally long patterns, by how few numbers it
 * takes; 0 while it may still fit, -1 when it does not.
 */
const precision = (number: string, pattern: KnownBrand['patterns'][number]): number => {
  const [low = '', high = low] = [pattern].flat().map(String);
  const known = number.slice(0, low.length);
  if (known < low.slice(0, known.length) || known > high.slice(0, known.length)) return -1;
  return known.length < low.length ? 0 : low.length - (Number(high) - Number(low)) / 10 ** low.length;
};

/** The brand of the ASCII digits typed so far: the only one that is possible, or the one with the most precise pattern. */
export const brandOf = (number: string): CardBrand => {
  const possible = brands
    .map((brand) => ({ brand, fit: Math.max(...brand.patterns.map((pattern) => precision(number, pattern))) }))
    .filter(({ fit }) => fit >= 0)
    .sort((a, b) => b.fit - a.fit);
  const [best] = possible;
  return best && (possible.length === 1 || possible.every(({ fit }) => fit > 0)) ? best.brand : unknown;
};
