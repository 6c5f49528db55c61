import { brandOf, digits, judgeCard } from '@tessera/rules';
import type { Field } from './field.ts';

/** A card's number, spaced as on the card. The value is its ASCII digits. */
export const cardNumber: Field = {
  type: 'cardNumber',
  part: { target: 'cardNumber', option: 'cardNumber' },
  label: 'Card number',
  placeholder: '1234 1234 1234 1234',
  inputMode: 'numeric',
  autocomplete: 'cc-number',
  classFloor: 'pci',
  parse: digits,
  format: (number) => {
    const ends = [...brandOf(number).gaps, number.length];
    return ends
      .map((end, index) => number.slice(ends[index - 1] ?? 0, end))
      .filter((group) => group !== '')
      .join(' ');
  },
  judge: (number, { settled }) => {
    const { brand, verdict } = judgeCard(number);
    const finished = settled === true && brand.lengths.includes(number.length);
    return verdict === 'incomplete' && finished ? 'invalid' : verdict;
  },
  // A brand that issues 16 digits and next 18 is most often done at 16; one that issues each length from 12 to 19 is not.
  fill: (number) => {
    const { lengths } = brandOf(number);
    if (!lengths.includes(number.length)) return number.length > Math.max(...lengths) ? 'full' : 'short';
    return lengths.includes(number.length + 1) ? 'enough' : 'full';
  },
  facts: (number, verdict) => ({
    cardBrand: brandOf(number).name,
    // Of a number still being typed, first six and last four digits could be all of it.
    ...(verdict === 'complete' && {
      cardBin: number.slice(0, number.length < 16 ? 6 : 8),
      cardLast4: number.slice(-4),
    }),
  }),
  data: (number) => ({ number }),
};
