import cardTypes from 'credit-card-type/dist/lib/card-types.js';
import { cardRanges } from './card-ranges.ts';
import type { KnownBrand } from './known-brands.ts';
import { merged } from './merged-patterns.ts';

type Trait = Omit<KnownBrand, 'name' | 'patterns'>;

/** Numbers longer than sixteen digits get a fifth group where the others are groups of four. */
const ofFour = [4, 8, 12, 16];

const usual: Trait = { lengths: [16], gaps: ofFour, codeSizes: [3] };

/** Where brands differ from `usual`, or from what the library says of them. */
const traits: Partial<Record<KnownBrand['name'], Partial<Trait>>> = {
  // Thirteen digits: https://developer.authorize.net/hello_world/testing_guide.html, 4007000000027.
  visa: { lengths: [16, 13, 18, 19] },
  // Fourteen digits: https://developer.bambora.com/europe/checkout/getting-started/test-your-setup, 50194500000005.
  dankort: { lengths: [16, 14] },
  uatp: { lengths: [15], gaps: [4, 9] },
};

const ofLibrary = Object.fromEntries(
  Object.values(cardTypes).map(({ type, lengths, gaps, code }): [string, Trait] => [
    type,
    { lengths, gaps: gaps.includes(12) ? ofFour : gaps, codeSizes: [code.size] },
  ]),
);

/** The table of brands, made of the ranges and of what is known of each brand. */
export const brandRows: readonly KnownBrand[] = [...new Set(cardRanges.map(({ brand }) => brand))].map((name) => ({
  name,
  patterns: merged(cardRanges.filter(({ brand }) => brand === name).flatMap(({ patterns }) => patterns)),
  ...usual,
  ...ofLibrary[name],
  ...traits[name],
}));
