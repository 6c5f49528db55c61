import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codingFor } from './content-coding.ts';

it.each([
  [null, undefined],
  ['', undefined],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['br', 'br'],
  ['gzip, br', 'br'],
  ['gzip;q=1.0, br;q=0.8', 'gzip'],
  ['br ; q=0, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', undefined],
  ['*', 'br'],
  ['*, br;q=0', 'gzip'],
  ['*;q=0', undefined],
  ['identity', undefined],
  ['identity, gzip;q=0.5', undefined],
  ['identity;q=0.5, gzip;q=0.5', 'gzip'],
  ['deflate, zstd', undefined],
  ['brotli, gzipped', undefined],
  ['br;q=2, gzip;q=x', undefined],
])('Accept-Encoding %j gives %s', (header, expected) => {
  expect(codingFor(header)).toBe(expected);
});

it('a coding that the caller does not name is never chosen, whatever else the header holds', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      const chosen = codingFor(header);
      const names = header.toLowerCase();
      expect(chosen === undefined || names.includes(chosen) || names.includes('*')).toBe(true);
    }),
  );
});
