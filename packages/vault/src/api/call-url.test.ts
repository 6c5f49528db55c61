import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callUrl } from './call-url.ts';

it('path and query are those that a URL has', () => {
  const piece = fc.constantFrom(
    'tokens',
    'A-b_1',
    '',
    '.',
    '..',
    '%2e',
    '%41',
    'é',
    ' ',
    '\\',
    '?',
    '#',
    'a?b=c&d',
    '~',
    ':',
    '@',
    ';',
    '\t',
  );
  const path = fc.array(piece, { maxLength: 6 }).map((pieces) => `/${pieces.join('/')}`);
  const origin = fc.constantFrom('http://vault.example', 'https://[::1]:4100', 'http://127.0.0.1:80');
  fc.assert(
    fc.property(origin, path, (begin, end) => {
      const expected = new URL(begin + end);
      const url = callUrl(begin + end);
      expect([url?.pathname, url?.search, [...(url?.searchParams ?? [])]]).toEqual([
        expected.pathname,
        expected.search,
        [...expected.searchParams],
      ]);
    }),
  );
});

it('what makes no URL has none', () => {
  expect(callUrl('')).toBeUndefined();
});
