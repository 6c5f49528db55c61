// The table alone: the library around it costs a frame half as much again as what it decides in a few lines.
import cardTypes from 'credit-card-type/dist/lib/card-types.js';
import type { CreditCardTypeCardBrandId } from 'credit-card-type/dist/types.js';

/** What is known of a brand. */
export interface KnownBrand {
  readonly name: CreditCardTypeCardBrandId;
  /** First digits, or the lowest and the highest of equally long ones. */
  readonly patterns: readonly (number | readonly number[])[];
  /** Numbers of digits the brand issues. */
  readonly lengths: readonly number[];
  /** After how many digits a space is printed. */
  readonly gaps: readonly number[];
  /** The lengths its verification code may have. */
  readonly codeSizes: readonly number[];
}

// A bundle carries the rows and not the way to them: the build replaces this module by its value as a literal.
export const brands: readonly KnownBrand[] = Object.values(cardTypes).map(
  ({ type, patterns, lengths, gaps, code }) => ({
    name: type as CreditCardTypeCardBrandId,
    patterns,
    lengths,
    // Numbers longer than sixteen digits get a fifth group where the others are groups of four.
    gaps: gaps.includes(12) ? [...gaps, 16] : gaps,
    codeSizes: [code.size],
  }),
);
