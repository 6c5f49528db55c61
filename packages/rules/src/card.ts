import { cardNumber } from 'card-validator/dist/card-number.js';
import creditCardType from 'credit-card-type';
import type { CreditCardType, CreditCardTypeCardBrandId } from 'credit-card-type/dist/types.js';
import { luhn } from './luhn.ts';

/** Still being typed, finished and right, or wrong whatever is typed next. */
export type Verdict = 'incomplete' | 'complete' | 'invalid';

export type CardBrandName = CreditCardTypeCardBrandId | 'unknown';

/** What a card number's first digits tell about it. */
export interface CardBrand {
  readonly name: CardBrandName;
  /** The name as people know it; empty for an unknown brand. */
  readonly label: string;
  /** Numbers of digits the brand issues. */
  readonly lengths: readonly number[];
  /** After how many digits a space is printed. */
  readonly gaps: readonly number[];
  /** What the brand calls its verification code, and the lengths the code may have. */
  readonly code: { readonly name: string; readonly sizes: readonly number[] };
}

const unknown: CardBrand = {
  name: 'unknown',
  label: '',
  // ISO/IEC 7812-1 ends at 19, Maestro begins at 12.
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  gaps: [4, 8, 12, 16],
  code: { name: 'CVC', sizes: [3, 4] },
};

const toBrand = ({ niceType, type, lengths, gaps, code }: CreditCardType): CardBrand => ({
  name: type as CreditCardTypeCardBrandId,
  label: niceType,
  lengths,
  // Numbers longer than sixteen digits get a fifth group where the others are groups of four.
  gaps: gaps.includes(12) ? [...gaps, 16] : gaps,
  code: { name: code.name, sizes: [code.size] },
});

/** The brand of that name; a name nobody knows is the unknown brand. */
export const brandNamed = (name: string | undefined): CardBrand =>
  name !== undefined && Object.values(creditCardType.types).some((known) => known === name)
    ? toBrand(creditCardType.getTypeInfo(name))
    : unknown;

/**
 * The server's rule for a `card`: 12 to 19 ASCII digits with a right check digit. It asks for no brand, so that private
 * labels, airline cards and ranges opened tomorrow are cards too.
 */
export const isCardNumber = (number: string): boolean => /^\d{12,19}$/.test(number) && luhn(number);

/** Brand and verdict of the ASCII digits typed so far. Nothing that can still become a right number is `invalid`. */
export const judgeCard = (number: string): { brand: CardBrand; verdict: Verdict } => {
  // UnionPay numbers carry the check digit; the library asks for it only when told.
  const { card, isValid, isPotentiallyValid } = cardNumber(number, { luhnValidateUnionPay: true });
  if (card) {
    return { brand: toBrand(card), verdict: isValid ? 'complete' : isPotentiallyValid ? 'incomplete' : 'invalid' };
  }
  if (isCardNumber(number)) return { brand: unknown, verdict: 'complete' };
  return { brand: unknown, verdict: number.length < 19 ? 'incomplete' : 'invalid' };
};
