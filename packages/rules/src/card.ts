import { type BrandRow, brandOf, type CardBrand } from './card-brand.ts';
import { hasCheckDigit } from './check-digit.ts';

/**
 * `incomplete` while typing more can make a valid number, `complete` when the number is valid, `invalid` when nothing typed next
 * can make it valid.
 *
 * @example
 * ```ts
 * import { judgeCard, type Verdict } from '@tessera/rules';
 *
 * const verdict: Verdict = judgeCard('4242').verdict;
 * verdict; // 'incomplete'
 * ```
 */
export type Verdict = 'incomplete' | 'complete' | 'invalid';

/**
 * Whether a string is a card number as the vault accepts it: 12 to 19 ASCII digits with a matching check digit. The brand does not
 * matter, so that private labels, airline cards and new ranges are accepted.
 *
 * @example
 * ```ts
 * import { isCardNumber } from '@tessera/rules';
 *
 * isCardNumber('4242424242424242'); // true
 * isCardNumber('4242 4242 4242 4242'); // false
 * ```
 */
export const isCardNumber = (number: string): boolean => /^\d{12,19}$/.test(number) && hasCheckDigit(number);

/**
 * Which card numbers are valid.
 *
 * @example
 * ```ts
 * import { brands, type CardRules, judgeCard } from '@tessera/rules';
 *
 * const onlyVisa: CardRules = { brands: brands.filter(({ name }) => name === 'visa') };
 * judgeCard('5555555555554444', onlyVisa).verdict; // 'invalid'
 * ```
 */
export interface CardRules {
  /** The accepted brands. By default all brands, including unknown ones. */
  readonly brands?: readonly BrandRow[];
  /** Whether any check digit is accepted. */
  readonly anyCheckDigit?: boolean;
  /** Whether nothing more will be typed. Then a number of a length that the brand issues is complete or invalid. */
  readonly settled?: boolean | undefined;
}

/**
 * Whether a number of a brand can have this many digits. Fewer digits than usual count only where nothing more will be typed.
 *
 * @example
 * ```ts
 * import { brandNamed, isLength } from '@tessera/rules';
 *
 * isLength(brandNamed('visa'), 16); // true
 * isLength(brandNamed('visa'), 13); // false
 * isLength(brandNamed('visa'), 13, true); // true
 * ```
 */
export const isLength = ({ lengths }: CardBrand, length: number, settled = false): boolean =>
  lengths.includes(length) && (settled || length >= (lengths[0] ?? 0));

/**
 * The brand and the verdict of the ASCII digits typed so far. Digits that can still become a valid number are `invalid`
 * only where they are `settled`. The check digit counts for every brand, UnionPay included. Pass the brand where it is known already.
 *
 * @example
 * ```ts
 * import { judgeCard } from '@tessera/rules';
 *
 * judgeCard('4242424242424242').verdict; // 'complete'
 * judgeCard('378282246310005').brand.name; // 'american-express'
 * ```
 */
export const judgeCard = (
  number: string,
  { brands, anyCheckDigit, settled }: CardRules = {},
  brand: CardBrand = brandOf(number, brands),
): { brand: CardBrand; verdict: Verdict } => {
  const { length } = number;
  const isFull = isLength(brand, length, settled);
  if (isFull && (anyCheckDigit || hasCheckDigit(number))) return { brand, verdict: 'complete' };
  return { brand, verdict: (isFull && settled) || length >= Math.max(...brand.lengths) ? 'invalid' : 'incomplete' };
};
