import { brandOf, type CardBrand, type CardRules, digits, isLength, judgeCard } from '@tessera/rules';
import type { Field } from './field.ts';

/** No pattern has more digits than this, so the brand depends on no others. */
const brandDigits = 8;

/** A card number of the given brands, with spaces as on the card. The value is its ASCII digits. */
export const cardNumberBy = (rules: CardRules): Field => {
  let known = '';
  let brand = brandOf(known);
  /** A dozen questions are asked for each key, nearly all about the same number, and the table is long. */
  const brandFor = (number: string): CardBrand => {
    const start = number.slice(0, brandDigits);
    // Asked in between as well, and answered without the table.
    if (start === '') return brandOf(start);
    if (known !== start) brand = brandOf(start, rules.brands);
    known = start;
    return brand;
  };
  return {
    type: 'cardNumber',
    part: { target: 'cardNumber', option: 'cardNumber' },
    placeholder: '1234 1234 1234 1234',
    inputMode: 'numeric',
    autocomplete: 'cc-number',
    classFloor: 'pci',
    parse: digits,
    format: (number) => {
      const ends = [...brandFor(number).gaps, number.length];
      return ends
        .map((end, index) => number.slice(ends[index - 1] ?? 0, end))
        .filter((group) => group !== '')
        .join(' ');
    },
    judge: (number, { settled }) => judgeCard(number, { ...rules, settled }, brandFor(number)).verdict,
    // Brands with 16 or 18 digits mostly have 16, so 16 is full; of brands with every length from 12 to 19, no length is until 19.
    fill: (number, { settled }) => {
      const { length } = number;
      const brand = brandFor(number);
      if (!isLength(brand, length, settled)) return length > Math.max(...brand.lengths) ? 'full' : 'short';
      return brand.lengths.includes(length + 1) || !isLength(brand, length) ? 'enough' : 'full';
    },
    facts: (number, verdict) => ({
      cardBrand: brandFor(number).name,
      // The first six and last four digits of an incomplete number could be the whole number.
      ...(verdict === 'complete' && {
        cardBin: number.slice(0, number.length < 16 ? 6 : 8),
        cardLast4: number.slice(-4),
      }),
    }),
    codeSizes: (number) => brandFor(number).codeSizes,
    data: (number) => ({ number }),
  };
};

/** A card number of any brand, with a valid check digit. */
export const cardNumber: Field = cardNumberBy({});
