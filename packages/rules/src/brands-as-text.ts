import type { KnownBrand } from './known-brands.ts';

const shared = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
};

const writePatterns = (patterns: KnownBrand['patterns']): string => {
  let before = '';
  let text = '';
  for (const pattern of patterns) {
    const [low = '', high = low] = [pattern].flat().map(String);
    const [same, common] = [shared(before, low), shared(low, high)];
    text += before.length === low.length && same > 1 ? `,${low.slice(same)}` : ` ${low}`;
    if (low !== high) text += `-${high.slice(common)}`;
    before = low;
  }
  return text.slice(1);
};

/**
 * The table of brands as short as it can be read by a few lines, because every frame carries both: a brand in a line, its
 * parts divided by colons, and what most brands have in common left out. A pattern after a comma begins like the one before
 * it, and the high end of a range like its low one: `650031-3,5-51` is 650031 to 650033 and 650035 to 650051.
 */
export const writeBrands = (brands: readonly KnownBrand[]): string =>
  brands
    .map(({ name, patterns, lengths, gaps, codeSizes }) => {
      const parts = [lengths, gaps, codeSizes].map(String);
      const [length, gap, size] = parts.map((part, index) => (part === ['16', '4,8,12,16', '3'][index] ? '' : part));
      return [name, writePatterns(patterns), length, gap, size].join(':').replace(/:+$/, '');
    })
    .join('\n');
