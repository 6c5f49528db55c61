import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hideMatches } from './hide.ts';
import { PatternError } from './pattern-error.ts';
import { compilePattern } from './program.ts';
import { searcher } from './search.ts';

const free = () => undefined;

/** Every match, as JavaScript's own engine reports them. */
const found = (pattern: string, text: string) => {
  const search = searcher(compilePattern(pattern), free);
  const matches: (string | undefined)[][] = [];
  for (let from = 0; from <= text.length; ) {
    const next = search(text, from);
    if (!next) break;
    matches.push([
      text.slice(next.start, next.end),
      ...next.groups.map((group) => group && text.slice(group.start, group.end)),
    ]);
    from = next.end > next.start ? next.end : next.end + 1;
  }
  return matches;
};
const expected = (pattern: string, text: string) =>
  [...text.matchAll(new RegExp(pattern, 'g'))].map((match) => [...match]);

/** Patterns without loops around what can be empty, in which engines disagree about groups. */
const character = fc.constantFrom(
  'a',
  'b',
  'c',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '[ab]',
  '[^a]',
  '[a-c1-3_]',
  '\\x61',
  '\\.',
  '-',
);
const atom = fc.letrec<{ atom: string; sequence: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3 },
    character,
    fc.tuple(fc.constantFrom('(', '(?:', '(?<n0>'), tie('sequence')).map(([open, inside]) => `${open}${inside})`),
    fc.tuple(tie('sequence'), tie('sequence')).map(([left, right]) => `(?:${left}|${right})`),
  ),
  sequence: fc.array(tie('atom'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
}));
const repeated = fc
  .tuple(character, fc.constantFrom('', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{2,}?'))
  .map((parts) => parts.join(''));
const assertion = fc.constantFrom('', '', '^', '$', '\\b', '\\B');
const pattern = fc
  .array(
    fc.oneof(
      repeated,
      atom.atom,
      fc.tuple(assertion, repeated).map((parts) => parts.join('')),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => {
    let names = 0;
    return parts.join('').replaceAll('?<n0>', () => {
      names += 1;
      return `?<n${names}>`;
    });
  });
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '2', ' ', '-', '.', '\n', 'é'), maxLength: 24 });

describe('a search', () => {
  it('finds what a JavaScript engine finds, groups included', () => {
    fc.assert(
      fc.property(pattern, text, (written, given) => {
        expect(found(written, given)).toEqual(expected(written, given));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['(a|ab)(c|bcd)(d*)', 'abcd'],
    ['(\\d{6})(\\d{6})(\\d{4})', 'x4242424242424242 4000056655665556'],
    ['"(?:number|pan)"\\s*:\\s*"(\\d+)"', '{"number": "42", "pan":"43", "other":"44"}'],
    ['^(.*?),(.*)$', 'a,b,c'],
    ['[\\]\\-a]+', ']-a]'],
    ['\\u0041\\x42', 'AB'],
    ['[^]', '\n'],
    ['a{0}b', 'ab'],
    ['', 'ab'],
  ])('%s in %j', (written, given) => {
    expect(found(written, given)).toEqual(expected(written, given));
  });

  /** Patterns that keep an engine that goes back busy for longer than the world lasts. */
  it.each([
    ['(a+)+$', 30_000],
    ['(a|a)*b', 30_000],
    ['(.*a){12}$', 4000],
    ['(?:a?){50}a{50}', 5000],
  ])('%s takes work that grows with the text alone', (written, length) => {
    const workOn = (size: number): number => {
      let steps = 0;
      searcher(compilePattern(written), (more) => {
        steps += more;
      })(`${'a'.repeat(size)}!`, 0);
      return steps;
    };
    expect(workOn(length) / workOn(length / 10)).toBeLessThan(12);
  });

  it('stops when whoever pays for it has nothing left', () => {
    let left = 10_000;
    const charge = (steps: number) => {
      left -= steps;
      if (left < 0) throw new RangeError('spent');
    };
    const text = 'ab'.repeat(100_000);
    expect(() => hideMatches('(a.*z)', '*', text, charge)).toThrow('spent');
    expect(left).toBeGreaterThan(-10_000);
  });
});

describe('a pattern that is none, or whose search has no bound', () => {
  it.each([
    '(',
    ')',
    '[',
    '[b-a]',
    'a{2',
    'a{3,2}',
    'a**',
    '*',
    '+a',
    '?',
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(?i:a)',
    '(a)\\1',
    '\\k<n>',
    '\\p{L}',
    '\\',
    'a{1001}',
    '((a{100}){100})',
    `${'('.repeat(51)}a${')'.repeat(51)}`,
    '^*',
    '}',
    '{',
  ])('is refused: %s', (written) => {
    expect(() => compilePattern(written)).toThrow(PatternError);
  });

  it('may have fifty groups in each other', () => {
    expect(() => compilePattern(`${'('.repeat(50)}a${')'.repeat(50)}`)).not.toThrow();
  });

  it('is refused or compiled, and never anything else, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab()[]{}|?*+^$\\.<>:=!-,0123dwu'), maxLength: 20 }),
        (written) => {
          try {
            compilePattern(written);
          } catch (error) {
            expect(error).toBeInstanceOf(PatternError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('hiding', () => {
  const hide = (written: string, given: string) => hideMatches(written, '*', given, free);

  it.each([
    // The published example of the API.
    ['^(aa).*?$', 'aabbccaabbccaa', '**bbcc**bbcc**'],
    ['(\\d{12})\\d{4}', 'a 4242424242424242 b 4000056655665556', 'a ************4242 b ************5556'],
    ['"pan":"(\\d+)"', '{"pan":"42","n":42}', '{"pan":"**","n":42}'],
    ['(a)|(b)', 'abc', '**c'],
    ['(x)', 'abc', 'abc'],
    ['(a*)', 'baab', 'b**b'],
    ['()', 'ab', 'ab'],
    ['(ab)(b)', 'abb', '***'],
    ['.*(aa).*', 'baaab', 'b**ab'],
  ])('%s in %s gives %s', (written, given, hidden) => {
    expect(hide(written, given)).toBe(hidden);
  });

  it('keeps the length of a text, leaves what is outside of matches, and leaves no captured value in a match', () => {
    fc.assert(
      fc.property(pattern, text, (written, given) => {
        const hidden = hideMatches(`(${written})`, '\u2022', given, free);
        expect(hidden).toHaveLength(given.length);
        let end = 0;
        for (const { 0: match, index } of given.matchAll(new RegExp(`(${written})`, 'g'))) {
          expect(hidden.slice(end, index)).toBe(given.slice(end, index));
          end = index + match.length;
          expect(hidden.slice(index, end)).toBe('\u2022'.repeat(match.length));
        }
        expect(hidden.slice(end)).toBe(given.slice(end));
      }),
      { numRuns: 1000 },
    );
  });
});
