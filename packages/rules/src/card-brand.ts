import { type KnownBrand, knownBrands } from './known-brands.ts';

/**
 * The name of a built-in brand, or `unknown`.
 *
 * @example
 * ```ts
 * import type { CardBrandName } from '@tessera/rules';
 *
 * const accepted: CardBrandName[] = ['visa', 'mastercard'];
 * ```
 */
export type CardBrandName = KnownBrand['name'] | 'unknown';

/**
 * A row of a table of brands: the built-in table or one of your own.
 *
 * @example
 * ```ts
 * import { type BrandRow, brandOf } from '@tessera/rules';
 *
 * const store: BrandRow = { name: 'store', patterns: [6040], lengths: [16], gaps: [4, 8, 12], codeSizes: [3] };
 * brandOf('6040123', [store]).name; // 'store'
 * ```
 */
export interface BrandRow extends Omit<KnownBrand, 'name'> {
  readonly name: string;
}

/**
 * What the first digits of a card number tell about it.
 *
 * @example
 * ```ts
 * import { brandOf, type CardBrand } from '@tessera/rules';
 *
 * const { gaps, codeSizes }: CardBrand = brandOf('3782');
 * gaps; // [4, 10]
 * codeSizes; // [4]
 * ```
 */
export interface CardBrand extends Omit<BrandRow, 'patterns'> {
  /** One of `CardBrandName`, or a name of the table that was given. */
  readonly name: string;
}

const unknown: CardBrand = {
  name: 'unknown',
  // Numbers have at most 19 digits (ISO/IEC 7812-1); the shortest are those of Maestro with 12.
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  gaps: [4, 8, 12, 16],
  codeSizes: [3, 4],
};

/** The brand of a number that a table of the caller's own has no row for: no length is valid. */
const none: CardBrand = { ...unknown, lengths: [] };

/**
 * The built-in brand with this name, or the brand `unknown`.
 *
 * @example
 * ```ts
 * import { brandNamed } from '@tessera/rules';
 *
 * brandNamed('visa').lengths; // [16, 13, 18, 19]
 * brandNamed('store').name; // 'unknown'
 * ```
 */
export const brandNamed = (name: string | undefined): CardBrand =>
  (name ? knownBrands().find((brand) => brand.name === name) : undefined) ?? unknown;

/**
 * How precisely a pattern matches a number. Longer patterns are more precise; of equally long ones, the one that covers fewer
 * numbers. 0 while the pattern may still match, -1 when it cannot.
 */
const precision = (number: string, pattern: BrandRow['patterns'][number]): number => {
  const [low = '', high = low] = [pattern].flat().map(String);
  const known = number.slice(0, low.length);
  if (known < low.slice(0, known.length) || known > high.slice(0, known.length)) return -1;
  return known.length < low.length ? 0 : low.length - (Number(high) - Number(low)) / 10 ** low.length;
};

/**
 * The brand of the ASCII digits typed so far: the only possible one, or the one with the most precise pattern; else `unknown`.
 *
 * @example
 * ```ts
 * import { brandOf } from '@tessera/rules';
 *
 * brandOf('42').name; // 'visa'
 * brandOf('3').name; // 'unknown'
 * ```
 */
export const brandOf = (number: string, table?: readonly BrandRow[]): CardBrand => {
  // Asked several times while an empty field is drawn, and the table is long.
  if (number === '') return unknown;
  const possible = (table ?? knownBrands())
    .map((brand) => ({ brand, fit: Math.max(...brand.patterns.map((pattern) => precision(number, pattern))) }))
    .filter(({ fit }) => fit >= 0)
    .sort((a, b) => b.fit - a.fit);
  const [best] = possible;
  if (!best && table && table !== knownBrands()) return none;
  return best && (possible.length === 1 || possible.every(({ fit }) => fit > 0)) ? best.brand : unknown;
};
