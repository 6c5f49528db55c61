import { DEFAULT_CARD_TYPES } from '@tessera/js';
import { brands } from '@tessera/rules';
import { expect, it } from 'vitest';

it('names brands that frames know', () => {
  const known: string[] = brands.map(({ name }) => name);
  expect(DEFAULT_CARD_TYPES.filter(({ type }) => !known.includes(type))).toEqual([]);
  expect(new Set(DEFAULT_CARD_TYPES).size).toBe(12);
});
