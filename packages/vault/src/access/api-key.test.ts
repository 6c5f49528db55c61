import { expect, it } from 'vitest';
import { pooledRandom } from '../keys/random.ts';
import { isApiKey, newApiKey } from './api-key.ts';

it('draws keys in the documented form, each character of base58 as likely as the next', () => {
  const random = pooledRandom();
  const keys = Array.from({ length: 500 }, () => newApiKey(random));
  expect(new Set(keys).size).toBe(500);
  expect(keys.every(isApiKey)).toBe(true);
  expect(new Set(keys.flatMap((key) => [...key.slice(4)])).size).toBe(58);
});

it('never lets the bytes that would favour some characters through', () => {
  let call = 0;
  // 232 is the first byte beyond the four times that 58 characters fit into a byte.
  const random = (size: number) => new Uint8Array(size).fill(call++ === 0 ? 232 : 231);
  expect(newApiKey(random)).toBe(`key_${'z'.repeat(22)}`);
});

it.each(['key_N88mVGsp3sCXkykyN2EFE', 'key_N88mVGsp3sCXkykyN2EFED, x', 'key_0OIl8mVGsp3sCXkykyN2EF', '', 'Bearer x'])(
  'takes %j for no key',
  (text) => {
    expect(isApiKey(text)).toBe(false);
  },
);
