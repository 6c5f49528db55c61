import { brands } from '@tessera/rules';
import { expect, it } from 'vitest';
import { DEFAULT_CARD_TYPES } from './card-types.ts';

it('names brands that frames know', () => {
  const known = brands.map(({ name }) => name);
  expect(DEFAULT_CARD_TYPES.filter(({ type }) => !known.includes(type))).toEqual([]);
  expect(new Set(DEFAULT_CARD_TYPES).size).toBe(12);
});
