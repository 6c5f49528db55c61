// The table alone: the library around it costs a frame half as much again as what it decides in these few lines.
import cardTypes from 'credit-card-type/dist/lib/card-types.js';
import type { CreditCardType, CreditCardTypeCardBrandId } from 'credit-card-type/dist/types.js';

export type CardBrandName = CreditCardTypeCardBrandId | 'unknown';

/** What a card number's first digits tell about it. */
export interface CardBrand {
  readonly name: CardBrandName;
  /** Numbers of digits the brand issues. */
  readonly lengths: readonly number[];
  /** After how many digits a space is printed. */
  readonly gaps: readonly number[];
  /** The lengths its verification code may have. */
  readonly codeSizes: readonly number[];
}

const unknown: CardBrand = {
  name: 'unknown',
  // ISO/IEC 7812-1 ends at 19, Maestro begins at 12.
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  gaps: [4, 8, 12, 16],
  codeSizes: [3, 4],
};

const toBrand = ({ type, lengths, gaps, code }: CreditCardType): CardBrand => ({
  name: type as CreditCardTypeCardBrandId,
  lengths,
  // Numbers longer than sixteen digits get a fifth group where the others are groups of four.
  gaps: gaps.includes(12) ? [...gaps, 16] : gaps,
  codeSizes: [code.size],
});

/** The brand of that name; a name nobody knows is the unknown brand. */
export const brandNamed = (name: string | undefined): CardBrand => {
  const known = name !== undefined && Object.hasOwn(cardTypes, name) && cardTypes[name];
  return known ? toBrand(known) : unknown;
};

/**
 * How precisely a pattern recognises a number: by how many digits and, of equally long patterns, by how few numbers it
 * takes; 0 while it may still fit, -1 when it does not.
 */
const precision = (number: string, pattern: number | number[]): number => {
  const [low = '', high = low] = [pattern].flat().map(String);
  const known = number.slice(0, low.length);
  if (known < low.slice(0, known.length) || known > high.slice(0, known.length)) return -1;
  return known.length < low.length ? 0 : low.length - (Number(high) - Number(low)) / 10 ** low.length;
};

/** The brand of the ASCII digits typed so far: the only one that is possible, or the one with the most precise pattern. */
export const brandOf = (number: string): CardBrand => {
  const possible = Object.values(cardTypes)
    .map((type) => ({ type, fit: Math.max(...type.patterns.map((pattern) => precision(number, pattern))) }))
    .filter(({ fit }) => fit >= 0)
    .sort((a, b) => b.fit - a.fit);
  const [best] = possible;
  return best && (possible.length === 1 || possible.every(({ fit }) => fit > 0)) ? toBrand(best.type) : unknown;
};
