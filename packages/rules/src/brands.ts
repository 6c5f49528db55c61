// Only the table is imported. The functions of the library would make a frame's script larger than the few lines that replace them.
import cardTypes from 'credit-card-type/dist/lib/card-types.js';
import type { CreditCardTypeCardBrandId } from 'credit-card-type/dist/types.js';

/** A brand of cards in the built-in table. */
export interface KnownBrand {
  readonly name: CreditCardTypeCardBrandId;
  /** First digits of card numbers: exact ones, or the lowest and the highest of a range of equal length. */
  readonly patterns: readonly (number | readonly number[])[];
  /** How many digits a card number of this brand has. */
  readonly lengths: readonly number[];
  /** After how many digits a space follows when the number is printed. */
  readonly gaps: readonly number[];
  /** How many digits the verification code has. */
  readonly codeSizes: readonly number[];
}

// The build replaces this module by its value as a literal, so that bundles contain the rows alone.
/**
 * The brands of cards that are known: their first digits, lengths, gaps and code lengths.
 *
 * @example
 * ```ts
 * import { brands } from '@tessera/rules';
 *
 * brands.find(({ name }) => name === 'american-express')?.lengths; // [15]
 * ```
 */
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
