import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPath, pathOf, withQuery } from './address.ts';

describe('the path of a page', () => {
  it('gives back every id that was put into it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ minLength: 1 }), (tenant, id) => {
        const pattern = '/t/{tenant}/tokens/{id}';
        expect(matchPath(pattern, pathOf(pattern, { tenant, id }))).toEqual({ tenant, id });
      }),
    );
  });

  it.each(['/tokens', '/tokens/', '/tokens/a/b', '/token/a', '/tokens/%ff'])('does not fit %s', (path) => {
    expect(matchPath('/tokens/{id}', path)).toBeUndefined();
  });
});

describe('a query', () => {
  it('leaves out what is empty, and keeps every other text', () => {
    expect(withQuery('/tokens', { query: undefined, start: '' })).toBe('/tokens');
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (query) => {
        const url = new URL(withQuery('/tokens', { query }), 'https://console.example');
        expect(url.searchParams.get('query')).toBe(query);
      }),
    );
  });
});
