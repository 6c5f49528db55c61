/** The kinds of account that a card draws on. */
export const fundings = ['credit', 'debit', 'prepaid'] as const;

/** What is known of the cards whose numbers begin alike. What is left out is not known. */
export interface BinFacts {
  brand?: string | undefined;
  funding?: (typeof fundings)[number] | undefined;
  segment?: string | undefined;
  /** The name of the bank that gave out the cards. */
  issuer?: string | undefined;
  /** Where the issuer is: two letters (ISO 3166-1). */
  country?: string | undefined;
}

/** Facts about a range of beginnings of card numbers, each of eleven digits. */
export interface BinRange extends BinFacts {
  low: number;
  high: number;
}

/** Digits of the beginnings that ranges are made of: more than any network uses for its BINs, and too few to be a card number. */
export const binDigits = 11;

/** The first and the last beginning that a BIN, or a range of BINs of equal length, stands for. */
export const boundsOf = (first: string, last = first): Pick<BinRange, 'low' | 'high'> => ({
  low: Number(first.padEnd(binDigits, '0')),
  high: Number(last.padEnd(binDigits, '9')),
});

/** Two ranges of a table cross, or are the same. */
export class BinOverlap extends Error {
  override readonly name = 'BinOverlap';

  readonly ranges: readonly [BinRange, BinRange];

  constructor(one: BinRange, other: BinRange) {
    super('Two ranges of a table cross, or are the same.');
    this.ranges = [one, other];
  }
}

/**
 * Cuts ranges that lie in others out of these, so that each beginning is in one range at most. Throws `BinOverlap` for two that cross
 * and for two that are the same, because nothing says which of them is right.
 */
export const flattened = <Range extends BinRange>(ranges: readonly Range[]): Range[] => {
  const flat: Range[] = [];
  /** The ranges around the current place, the outermost first. */
  const open: Range[] = [];
  let place = 0;
  const add = (range: Range, low: number, high: number): void => {
    if (low <= high) flat.push({ ...range, low, high });
  };
  const closeBefore = (limit: number): void => {
    for (let range = open.at(-1); range && range.high < limit; range = open.at(-1)) {
      add(range, place, range.high);
      place = range.high + 1;
      open.pop();
    }
  };
  for (const range of ranges.toSorted((a, b) => a.low - b.low || b.high - a.high)) {
    closeBefore(range.low);
    const around = open.at(-1);
    if (around) {
      const isSame = range.low === around.low && range.high === around.high;
      if (isSame || range.high > around.high) throw new BinOverlap(around, range);
      add(around, place, range.low - 1);
    }
    place = range.low;
    open.push(range);
  }
  closeBefore(Number.POSITIVE_INFINITY);
  return flat;
};
