import { type CardType, type CoBadge, type ElementOptions, Failure } from '@tessera/bridge';
import { type BrandRow, brands, cardNumberBy, type Field } from '@tessera/fields';
import { withBinInfo } from './bin-info.ts';
import { expirationDateBy } from './expiration-date.ts';
import { published, withNetworks } from './networks.ts';
import type { Ask, ShapedField } from './shaped-field.ts';

/** The most brands an element tells apart, and the most patterns of one. */
const limits = { brands: 100, patterns: 500 };

const refused = (option = 'cardTypes') => new Failure('invalid-option', { detail: option });

const isCount = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

/** The first digits of a brand; longer ones would ask about a number and not about its issuer. */
const isPattern = (value: unknown): boolean => isCount(value, 1, 99_999_999);

const listOf = (
  value: unknown,
  isRight: (item: unknown) => boolean,
  most: number,
  option?: string,
): readonly never[] => {
  if (!Array.isArray(value) || value.length > most || !value.every(isRight)) throw refused(option);
  return value as never[];
};

/** One number of first digits, or the lowest and the highest of equally long ones. */
const isRange = (pattern: unknown): boolean =>
  isPattern(pattern) ||
  (Array.isArray(pattern) &&
    pattern.length === 2 &&
    pattern.every(isPattern) &&
    String(pattern[0]).length === String(pattern[1]).length);

const isName = (type: unknown): type is string => typeof type === 'string' && /^[a-z][a-z\d-]{0,40}$/.test(type);

const networkOf = (given: string | CoBadge): CoBadge => {
  const option = 'coBadgedSupport';
  const { type, patterns } = typeof given === 'string' ? { type: given, patterns: undefined } : (given ?? {});
  const known = isName(type) && Object.hasOwn(published, type) ? published[type] : undefined;
  if (!isName(type) || (patterns ?? known) === undefined) throw refused(option);
  return { type, patterns: listOf(patterns ?? known, isRange, limits.patterns, option) };
};

const rowOf = (given: CardType): BrandRow => {
  const { type, patterns, lengths, gaps, code } = given ?? {};
  if (!isName(type)) throw refused();
  const known = brands.find(({ name }) => name === type);
  if (!known && patterns === undefined) throw refused();
  const size = code?.size;
  if (size !== undefined && !isCount(size, 3, 4)) throw refused();
  return {
    name: type,
    patterns: patterns === undefined ? (known?.patterns ?? []) : listOf(patterns, isRange, limits.patterns),
    lengths: lengths === undefined ? (known?.lengths ?? [16]) : listOf(lengths, (length) => isCount(length, 12, 19), 8),
    gaps: gaps === undefined ? (known?.gaps ?? [4, 8, 12]) : listOf(gaps, (gap) => isCount(gap, 1, 18), 18),
    codeSizes: size === undefined ? (known?.codeSizes ?? [3]) : [size],
  };
};

/** The card number as the options about brands and check digits want it, with a choice of networks where they want one. */
const numberBy = (options: ElementOptions): ShapedField => {
  const { cardTypes, skipLuhnValidation, coBadgedSupport, preSelectedNetworks = [] } = options;
  const number = cardNumberBy({
    ...(cardTypes && { brands: listOf(cardTypes, () => true, limits.brands).map(rowOf) }),
    anyCheckDigit: skipLuhnValidation === true,
  });
  const preferred = listOf(preSelectedNetworks ?? [], isName, limits.brands, 'preSelectedNetworks');
  if (!coBadgedSupport) return number;
  const local = listOf(coBadgedSupport, () => true, limits.brands, 'coBadgedSupport').map(networkOf);
  return withNetworks(number, local, preferred);
};

/** A field of a card as options want it: number and date are in one file, as a page that shapes one of them mostly has the other beside it. */
export const shape = (field: Field, options: ElementOptions, ask: Ask): ShapedField => {
  if (field.type === 'cardExpirationDate') return expirationDateBy(field, options);
  const number = numberBy(options);
  return options.binLookup === true ? withBinInfo(number, ask) : number;
};
