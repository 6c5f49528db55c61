import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', ' '), maxLength: 8 });

/** Patterns of everything that is taken, put together at random. */
const patterns = fc.letrec<{ whole: string; piece: string }>((tie) => ({
  whole: fc.array(tie('piece'), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')),
  piece: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '.', '\\d', '[^a]', '[a-b1]', '\\w', '\\s', '^', '$', '\\b', '\\B', '\\-', '[\\w-]'),
    fc
      .tuple(
        fc.constantFrom('a', '.', '\\d', '[ab]'),
        fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?', '??'),
      )
      .map(([one, times]) => one + times),
    tie('whole').map((inner) => `(${inner})`),
    fc.tuple(tie('whole'), tie('whole')).map(([one, other]) => `(?:${one}|${other})`),
    // What may match nothing is not repeated: browsers have a rule of their own there.
    tie('whole').map((inner) =>
      /[$^]|\\b/i.test(inner) || new RegExp(`^(?:${inner})$`).test('') ? `(${inner})` : `(${inner})?`,
    ),
  ),
})).whole;

describe('a pattern of the page', () => {
  it('matches and replaces as the browser does', () => {
    fc.assert(
      fc.property(patterns, letters, (source, text) => {
        const native = new RegExp(source);
        const own = compilePattern(native);
        expect([source, text, own?.test(text)]).toEqual([source, text, native.test(text)]);
        expect([source, text, own?.replace(text, '<$&>')]).toEqual([
          source,
          text,
          text.replace(new RegExp(source, 'g'), '<$&>'),
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    [/^(\d{3})(\d{2})(\d{4})$/, '123456789', '$1-$2-$3', '123-45-6789'],
    [/-/, '1-2-3', '', '123'],
    [/(?<a>x)|y/i, 'XYz', '[$1]', '[X][]z'],
    [/\p{L}+/u, 'é1ü', '$$', '$1$'],
  ])('%s makes of %j with %j what the browser does', (pattern, text, template, expected) => {
    expect(compilePattern(pattern)?.replace(text, template)).toBe(expected);
  });

  it.each([/(a)\1/, /(?=a)b/, /(?<!a)b/, /(?<n>a)\k<n>/, /a{1001}/, /((a{100}){100}){100}/])(
    '%s is not taken',
    (pattern) => {
      expect(compilePattern(pattern)).toBeUndefined();
    },
  );

  it.each([/^(a+)+$/, /^(a|a)*$/, /^(a|aa)+$/, /^(\w*)*\d$/, /(.*)(.*)(.*)(.*)(.*)x/, /^(a?){500}a{500}$/])(
    '%s, which browsers never finish, is answered',
    (pattern) => {
      expect(compilePattern(pattern)?.test(`${'a'.repeat(300)}!`)).not.toBe(true);
    },
  );

  it('gives up after its steps', () => {
    const pattern = compilePattern(/(?:a|b|c|d){0,400}z/);
    expect(pattern?.test('abcd'.repeat(2_000))).toBeUndefined();
    expect(pattern?.replace('abcd'.repeat(2_000), '')).toBeUndefined();
  });
});
