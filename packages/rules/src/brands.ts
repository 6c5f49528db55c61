import { type KnownBrand, knownBrands } from './known-brands.ts';

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
export const brands: readonly KnownBrand[] = knownBrands();
