import { type BrandRow, brandOf, type CardBrand } from './card-brand.ts';
import { luhn } from './luhn.ts';

/** Still being typed, finished and right, or wrong whatever is typed next. */
export type Verdict = 'incomplete' | 'complete' | 'invalid';

/**
 * The server's rule for a `card`: 12 to 19 ASCII digits with a right check digit. It asks for no brand, so that private
 * labels, airline cards and ranges opened tomorrow are cards too.
 */
export const isCardNumber = (number: string): boolean => /^\d{12,19}$/.test(number) && luhn(number);

/** Which numbers are right. */
export interface CardRules {
  /** The only brands there are; without it, all that are known, and those that are not. */
  readonly brands?: readonly BrandRow[];
  /** A wrong check digit is right too. */
  readonly anyCheckDigit?: boolean;
}

/**
 * Brand and verdict of the ASCII digits typed so far. Nothing that can still become a right number is `invalid`. The check
 * digit counts for every brand, UnionPay included.
 */
export const judgeCard = (
  number: string,
  { brands, anyCheckDigit }: CardRules = {},
): { brand: CardBrand; verdict: Verdict } => {
  const brand = brandOf(number, brands);
  if (brand.lengths.includes(number.length) && (anyCheckDigit || luhn(number))) return { brand, verdict: 'complete' };
  return { brand, verdict: number.length < Math.max(...brand.lengths) ? 'incomplete' : 'invalid' };
};
