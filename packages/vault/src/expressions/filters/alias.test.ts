import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../expression.ts';
import { evaluate } from '../testing/evaluate.ts';

const classOf = (char: string): string =>
  /\p{N}/u.test(char) ? 'digit' : /[\p{L}\p{M}]/u.test(char) ? 'letter' : char;

/** A stream of numbers that a test chooses, scaled to each bound as a uniform source would be. */
const sourceOf = (draws: readonly number[]) => {
  let drawn = 0;
  return {
    random: (bound: number) => Math.floor((draws[drawn++ % draws.length] ?? 0) * bound),
    drawn: () => drawn,
  };
};

const draws = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 30 });
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(...'aZ09-_ éß٣💳ñ中'), fc.string({ minLength: 1, maxLength: 1 })),
  minLength: 1,
  maxLength: 40,
});
const reveal = fc.nat({ max: 12 });

const attempt = (template: string, data: string, random: (bound: number) => number): string[] | undefined => {
  try {
    return Array.from(String(evaluate(template, { data }, { random })));
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
};

describe('Aliases', () => {
  it('keep length and, unless length alone is asked for, the class of every character; they show what is revealed and no more', () => {
    fc.assert(
      fc.property(text, reveal, reveal, draws, fc.boolean(), (value, first, last, numbers, isFormat) => {
        const source = sourceOf(numbers);
        const filter = isFormat ? 'alias_preserve_format' : 'alias_preserve_length';
        const alias = attempt(`{{ data | ${filter}: ${first}, ${last} }}`, value, source.random);
        const chars = Array.from(value);
        const isInside = (index: number) => index >= first && index < chars.length - last;
        const replaced = chars.filter((char, index) => isInside(index) && (!isFormat || classOf(char) !== char));
        if (replaced.length === 0) {
          expect(alias).toBeUndefined();
          return;
        }
        expect(source.drawn()).toBe(replaced.length);
        expect(alias).toHaveLength(chars.length);
        for (const [index, char] of chars.entries()) {
          const put = alias?.[index];
          const expected = !isInside(index) ? 'kept' : isFormat ? classOf(char) : 'either';
          if (expected === 'digit') expect(put).toMatch(/^\d$/);
          else if (expected === 'letter') expect(put).toMatch(/^[a-z]$/);
          else if (expected === 'either') expect(put).toMatch(/^[a-z0-9]$/);
          else expect(put).toBe(char);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('draw every letter and digit of their alphabet', () => {
    const seen = (filter: string, data: string) =>
      new Set(
        Array.from({ length: 36 }, (_, index) =>
          evaluate(`{{ data | ${filter} }}`, { data }, { random: (bound) => index % bound }),
        ),
      );
    expect(seen('alias_preserve_format', 'A').size).toBe(26);
    expect(seen('alias_preserve_format', '7').size).toBe(10);
    expect(seen('alias_preserve_length', '-').size).toBe(36);
    expect(seen('alias_card', '1').size).toBe(10);
  });

  it('of cards keep separators, BIN and last four as asked', () => {
    const number = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 12, maxLength: 19 });
    fc.assert(
      fc.property(
        number,
        fc.constantFrom('', ' ', '-'),
        fc.boolean(),
        fc.boolean(),
        draws,
        (digits, separator, bin, last4, numbers) => {
          const value = digits.replace(/\d{4}(?=\d)/g, (group) => group + separator);
          const source = sourceOf(numbers);
          const alias = attempt(`{{ data | alias_card: ${bin}, '${last4}' }}`, value, source.random)?.join('') ?? '';
          const shown = (bin ? (digits.length < 16 ? 6 : 8) : 0) + (last4 ? 4 : 0);
          const plain = alias.replace(/\D/g, '');
          expect(alias.replace(/\d/g, '#')).toBe(value.replace(/\d/g, '#'));
          expect(source.drawn()).toBe(digits.length - shown);
          if (bin) expect(plain.slice(0, digits.length < 16 ? 6 : 8)).toBe(digits.slice(0, digits.length < 16 ? 6 : 8));
          if (last4) expect(plain.slice(-4)).toBe(digits.slice(-4));
        },
      ),
    );
  });
});

describe('Masks', () => {
  it('show the ends that are asked for, never the whole value, and nothing but mask characters elsewhere', () => {
    fc.assert(
      fc.property(text, reveal, reveal, (value, first, last) => {
        const chars = Array.from(value);
        const masked = Array.from(String(evaluate(`{{ data | reveal: ${first}, ${last}, '*' }}`, { data: value })));
        const isWhole =
          chars.length <= first + last ||
          chars.every((char, index) => char === '*' || index < first || index >= chars.length - last);
        const expected = chars.map((char, index) =>
          !isWhole && (index < first || index >= chars.length - last) ? char : '*',
        );
        expect(masked).toStrictEqual(expected);
      }),
    );
  });

  it('by reveal_last keep punctuation and hide every letter and digit before the end', () => {
    fc.assert(
      fc.property(text, reveal, (value, length) => {
        const chars = Array.from(value);
        const masked = Array.from(String(evaluate(`{{ data | reveal_last: ${length} }}`, { data: value })));
        const shown = Math.max(0, chars.length - length);
        expect(masked).toStrictEqual(
          chars.map((char, index) => (index < shown && classOf(char) !== char ? 'X' : char)),
        );
      }),
    );
  });
});
