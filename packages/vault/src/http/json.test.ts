import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonFault, jsonCheck, parseJson } from './json.ts';

const bounds = { depth: 32, values: 1000 };

const outcome = (read: () => unknown): { value: unknown } | 'refused' => {
  try {
    return { value: read() };
  } catch {
    return 'refused';
  }
};

const messageOf = (text: string): string => {
  try {
    parseJson(text, bounds);
  } catch (error) {
    if (error instanceof JsonFault) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('reading JSON from outside', () => {
  it('keeps every JSON value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseJson(text, bounds)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads numbers of 400 characters that a double holds', () => {
    expect(parseJson(`1.${'0'.repeat(398)}`, bounds)).toBe(1);
  });

  it('accepts what JSON.parse accepts and refuses what it refuses, whatever character is changed', () => {
    const piece = fc.constantFrom(...'{}[]",:\\-+.eE0123 \n\t\u0000au\u2028', 'true', 'null', '\\u00', '1e5');
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.nat({ max: 2 }), piece, (text, place, gone, put) => {
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + put + text.slice(at + gone);
        const expected = outcome(() => JSON.parse(changed));
        const got = outcome(() => parseJson(changed, bounds));
        if (got === 'refused' && /lose digits/.test(messageOf(changed))) return;
        expect(got).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['{"data": 12345678901234567890}', 'A number would lose digits; send it as a string (line 1, column 10)'],
    ['1e400', 'A number would lose digits; send it as a string (line 1, column 1)'],
    ['-1e-400', 'A number would lose digits; send it as a string (line 1, column 1)'],
    ['0.1000000000000000055511151231257827', 'A number would lose digits; send it as a string (line 1, column 1)'],
    [`1.${'0'.repeat(399)}`, 'A number would lose digits; send it as a string (line 1, column 1)'],
    [`1${'0'.repeat(500_000)}1`, 'A number would lose digits; send it as a string (line 1, column 1)'],
    ['{\n  "number": "4242424242424242",\n  "cvc": 123\n', 'Expected a comma or } (line 4, column 1)'],
    ['{"number": 4242424242424242x}', 'Expected a comma or } (line 1, column 28)'],
    ['', 'The text ends where a value is expected (line 1, column 1)'],
    ["{'a': 1}", 'Expected a property name in double quotes (line 1, column 2)'],
    ['["4242', 'A string is not closed (line 1, column 7)'],
    ['01', 'Expected nothing after the value (line 1, column 2)'],
    ['['.repeat(900_000), 'Nested more than 32 levels deep (line 1, column 33)'],
  ])('says where and why without showing the text (%#)', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it.each([
    '1.10',
    '100',
    '1e2',
    '9007199254740993e0'.replace('3e0', '2'),
    '4242424242424242',
    '-0.5e-3',
    '1e21',
    `1${'0'.repeat(300)}`,
  ])('takes %s, which a double holds exactly or as written', (text) => {
    expect(parseJson(text, bounds)).toBe(Number(text));
  });

  it('keeps a property named __proto__ as data', () => {
    const value = parseJson('{"__proto__": {"admin": true}}', bounds);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect((value as { admin?: boolean }).admin).toBeUndefined();
  });

  it('comes to the same in pieces, wherever they end', () => {
    const piece = fc.constantFrom('"a\\u00e9\\n"', '{"n":[1,-2.5e3]}', '[', ']', ',', ' ', 'true', '1e', '"', '\\x');
    const inPieces = (text: string, size: number): string => {
      const check = jsonCheck(text, bounds);
      try {
        for (let pieces = 0; !check(size); pieces += 1) if (pieces > text.length) return 'endless';
      } catch (error) {
        if (error instanceof JsonFault) return error.message;
        throw error;
      }
      return 'accepted';
    };
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.json({ maxDepth: 3 }),
        fc.integer({ min: 1, max: 9 }),
        (a, b, size) => {
          for (const text of [a.join(''), b, `[${b},${a.join('')}]`])
            expect(inPieces(text, size)).toBe(messageOf(text));
        },
      ),
    );
  });

  it('counts values and names of properties', () => {
    const message = 'More than 1000 values and names of properties (line 1, column ';
    const numbers = (count: number) => `[${new Array(count).fill(1).join(',')}]`;
    expect(messageOf(numbers(999))).toBe('accepted');
    expect(messageOf(numbers(1000))).toBe(`${message}2000)`);
    const properties = (count: number) => `{${Array.from({ length: count }, (_, n) => `"${n}":[]`).join(',')}}`;
    expect(messageOf(properties(499))).toBe('accepted');
    expect(messageOf(properties(500))).toContain(message);
  });

  it('counts depth in levels of objects and lists', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(messageOf(nested(32))).toBe('accepted');
    expect(messageOf(nested(33))).toMatch(/^Nested/);
  });
});
