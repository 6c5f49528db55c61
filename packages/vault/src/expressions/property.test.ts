import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onePiece } from '../effort/testing/test-effort.ts';
import { type CompileOptions, compile, ExpressionError, type Json } from './expression.ts';
import { filters } from './filters/registry.ts';

const marker = 'S3CR3T';
const random = (bound: number) => bound - 1;
const now = () => new Date(0);

/** Runs a template to its end or its ExpressionError; anything else thrown fails the test. */
const run = (template: Json, scope: Record<string, Json>, options?: CompileOptions): Json | ExpressionError => {
  try {
    return compile(template, options).evaluate(scope, onePiece(), { random, now });
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
};

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
const data = fc.oneof(
  json,
  fc.string().map((text) => marker + text),
  fc.array(fc.oneof(json, fc.constant(marker))),
  fc.dictionary(
    fc.constantFrom('a', '__proto__', 'expiration_month', 'expiration_year'),
    fc.oneof(json, fc.constant(marker), fc.integer()),
  ),
);

const argument = fc.oneof(
  fc.integer({ min: -5, max: 400 }).map(String),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((number) => number.toFixed(3)),
  fc.constantFrom(
    "''",
    "'a'",
    '"-"',
    "'$..*'",
    "'$[?@.a==1]'",
    "'%F %Q'",
    "'sha-256'",
    "'MM/YY'",
    'true',
    'nil',
    'data',
    'data.a[0]',
    "'999999999'",
  ),
);
const call = fc
  .tuple(fc.constantFrom(...filters.keys()), fc.array(argument, { maxLength: 3 }))
  .map(([name, given]) => (given.length === 0 ? name : `${name}: ${given.join(', ')}`));
const output = fc
  .tuple(fc.constantFrom('data', 'data.a', 'data[0]', 'data[-1]', '" a "', '7'), fc.array(call, { maxLength: 4 }))
  .map((parts) => `{{ ${parts.flat().join(' | ')} }}`);
const fragments = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{{',
        '}}',
        '{{-',
        '-}}',
        '{%',
        '|',
        ':',
        ',',
        '.',
        '[',
        ']',
        "'",
        '"',
        'data',
        ' ',
        '-1',
        '1.5',
        'json',
        'last4',
        '𝒳',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('Whatever the template and the data', () => {
  it('only ExpressionErrors are thrown, they stand inside the template and hold nothing of the data', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          output,
          fragments,
          fc.tuple(output, fragments, output).map((parts) => parts.join('')),
        ),
        data,
        (template, value) => {
          const result = run(template, { data: value });
          if (!(result instanceof ExpressionError)) {
            expect(JSON.parse(JSON.stringify(result))).toStrictEqual(JSON.parse(JSON.stringify(result ?? null)));
            return;
          }
          expect(result.message).not.toContain(marker);
          expect(result.column).toBeGreaterThanOrEqual(1);
          expect(result.column).toBeLessThanOrEqual(template.length + 1);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('masks of any shape keep it', () => {
    fc.assert(
      fc.property(json, (mask) => {
        const result = run(mask, {});
        if (!(result instanceof ExpressionError)) expect(result).toStrictEqual(mask);
      }),
    );
  });

  it('a path ends at the value that stands there, with its type', () => {
    const key = fc.oneof(
      fc.string().filter((text) => !text.includes("'")),
      fc.constantFrom('__proto__', 'size', 'first'),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 8 }), json, (keys, value) => {
        const scope = { data: keys.reduceRight<Json>((inner, each) => Object.fromEntries([[each, inner]]), value) };
        expect(run(`{{ data${keys.map((each) => `['${each}']`).join('')} }}`, scope)).toStrictEqual(value);
      }),
    );
  });
});

describe('JSONPath', () => {
  const piece = fc.constantFrom(
    '$',
    '@',
    '.',
    '..',
    '[',
    ']',
    '*',
    '?',
    '(',
    ')',
    ',',
    ':',
    "'a'",
    '"b"',
    'a',
    '1',
    '-1',
    '0',
    '&&',
    '||',
    '!',
    '==',
    '<',
    'count(',
    'value(',
    'length(',
    'match(',
    ' ',
    '#',
    '~',
    '\\u00',
    '1e5',
    'null',
  );

  it('takes any text for a query without hanging or throwing anything else', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), json, (pieces, value) => {
        const query = pieces.join('');
        const quote = query.includes("'") ? '"' : "'";
        run(`{{ data | json: ${quote}$${query}${quote} }}`, { data: value });
      }),
      { numRuns: 3000 },
    );
  });
});
