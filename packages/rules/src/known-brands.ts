import { brandText } from './brand-text.ts';
import type { CardRange, Pattern } from './card-ranges.ts';

/** A brand of cards in the built-in table. */
export interface KnownBrand {
  readonly name: CardRange['brand'];
  /** First digits of card numbers: exact ones, or the lowest and the highest of a range of equal length. */
  readonly patterns: readonly Pattern[];
  /**
   * How many digits a card number of this brand has, the usual number first. Shorter numbers are so rare that they count as the
   * beginning of a longer one until their field is left.
   */
  readonly lengths: readonly number[];
  /** After how many digits a space follows when the number is printed. */
  readonly gaps: readonly number[];
  /** How many digits the verification code has. */
  readonly codeSizes: readonly number[];
}

const numbers = (text: string): readonly number[] => text.split(',').map(Number);

/** `short` with the digits in front that it shares with `full`. */
const filled = (full: string, short: string): string => full.slice(0, -short.length) + short;

const patterns = (text: string): readonly Pattern[] =>
  text.split(' ').flatMap((group) => {
    let low = group;
    return group.split(',').map((part): Pattern => {
      const [digits = '', end = ''] = part.split('-');
      low = low === group ? digits : filled(low, digits);
      return end ? [Number(low), Number(filled(low, end))] : Number(low);
    });
  });

let table: readonly KnownBrand[] | undefined;

/** The built-in table. It is read when it is first asked for, as a field that nothing was typed into needs none of it. */
export const knownBrands = (): readonly KnownBrand[] => {
  table ??= brandText.split('\n').map((line) => {
    const [name = '', first = '', lengths, gaps, sizes] = line.split(':');
    return {
      name: name as KnownBrand['name'],
      patterns: patterns(first),
      lengths: numbers(lengths || '16'),
      gaps: numbers(gaps || '4,8,12,16'),
      codeSizes: numbers(sizes || '3'),
    };
  });
  return table;
};
