import { type CardType, type ElementOptions, Failure } from '@tessera/bridge';
import { type BrandRow, brands, cardNumberBy, type Field } from '@tessera/fields';

/** The most brands an element tells apart, and the most patterns of one. */
const limits = { brands: 100, patterns: 500 };

const refused = () => new Failure('invalid-option', { detail: 'cardTypes' });

const isCount = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

/** The first digits of a brand; longer ones would ask about a number and not about its issuer. */
const isPattern = (value: unknown): boolean => isCount(value, 1, 99_999_999);

const listOf = (value: unknown, isRight: (item: unknown) => boolean, most: number): readonly never[] => {
  if (!Array.isArray(value) || value.length > most || !value.every(isRight)) throw refused();
  return value as never[];
};

const rowOf = (given: CardType): BrandRow => {
  const { type, patterns, lengths, gaps, code } = given ?? {};
  if (typeof type !== 'string' || !/^[a-z][a-z\d-]{0,40}$/.test(type)) throw refused();
  const known = brands.find(({ name }) => name === type);
  if (!known && patterns === undefined) throw refused();
  const size = code?.size;
  if (size !== undefined && !isCount(size, 3, 4)) throw refused();
  const isRange = (pattern: unknown) =>
    isPattern(pattern) ||
    (Array.isArray(pattern) &&
      pattern.length === 2 &&
      pattern.every(isPattern) &&
      String(pattern[0]).length === String(pattern[1]).length);
  return {
    name: type,
    patterns: patterns === undefined ? (known?.patterns ?? []) : listOf(patterns, isRange, limits.patterns),
    lengths: lengths === undefined ? (known?.lengths ?? [16]) : listOf(lengths, (length) => isCount(length, 12, 19), 8),
    gaps: gaps === undefined ? (known?.gaps ?? [4, 8, 12]) : listOf(gaps, (gap) => isCount(gap, 1, 18), 18),
    codeSizes: size === undefined ? (known?.codeSizes ?? [3]) : [size],
  };
};

/** A card number that takes only some brands, or brands of the page's own, or any check digit. */
export const shape = (_: Field, { cardTypes, skipLuhnValidation }: ElementOptions): Field =>
  cardNumberBy({
    ...(cardTypes && { brands: listOf(cardTypes, () => true, limits.brands).map(rowOf) }),
    anyCheckDigit: skipLuhnValidation === true,
  });
