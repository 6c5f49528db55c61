import { describe, expect, it } from 'vitest';
import { onePiece } from '../effort/testing/test-effort.ts';
import { type CompileOptions, compile, ExpressionError, type Json } from './expression.ts';

const frozen = <T extends Json>(value: T): T => {
  Object.freeze(value);
  return value;
};
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

describe('Hostile templates and data end by a bound', () => {
  const wide = { limits: { template: 10_000_000, outputs: 1_000_000, segments: 1_000_000, filters: 1_000_000 } };
  const hundredThousand = 100_000;

  it.each<[what: string, template: string]>([
    ['opening braces', '{'.repeat(hundredThousand)],
    ['closing braces', '}'.repeat(hundredThousand)],
    ['empty outputs', '{{}}'.repeat(hundredThousand)],
    ['brackets', `{{ data${'['.repeat(hundredThousand)} }}`],
    ['indexes', `{{ data${'[0]'.repeat(hundredThousand)} }}`],
    ['filters', `{{ data ${'| upcase '.repeat(hundredThousand)} }}`],
    ['arguments', `{{ data | append: ${"'x',".repeat(hundredThousand)} 'x' }}`],
    ['outputs', '{{data}}'.repeat(hundredThousand)],
    ['unclosed quotes', `{{ '${'{{'.repeat(hundredThousand)}`],
    ['white space', `{{ ${' '.repeat(hundredThousand)}data`],
    ['hyphens', `{{ a${'-'.repeat(hundredThousand)}}}`],
    ['a long name', `{{ data | ${'a'.repeat(hundredThousand)} }}`],
  ])('%s', (_, template) => {
    expect(String(run(template, { data: 'x' }, wide)).length).toBeLessThanOrEqual(template.length);
    expect(String(run(template, { data: 'x' }, { ...wide, heads: 'reference' })).length).toBeLessThanOrEqual(
      template.length,
    );
    expect(run(template, { data: 'x' })).toBeInstanceOf(ExpressionError);
  });

  const text = 'a'.repeat(500_000);
  // Twice the same list at every level: a tree of 2³⁹ nodes in forty lists.
  const tree = Array.from({ length: 40 }).reduce<Json>((inner) => [inner, inner], 1);
  const many = Array.from({ length: 200_000 }, (_, index) => index % 7);

  const rows: [template: string, data: Json][] = [
    ["{{ data | pad_left: 9007199254740991, '0' }}", 'x'],
    ["{{ data | pad_right: 100000000, '0' | pad_left: 100000000, '0' }}", 'x'],
    [`{{ data | replace: 'a', '${'b'.repeat(1000)}' }}`, text],
    [`{{ data | replace: '', '${'b'.repeat(1000)}' }}`, text],
    [`{{ data | split: '' | join: '${'b'.repeat(1000)}' }}`, text],
    ['{{ data.text | split: data.search }}', { text, search: `b${text.slice(1)}` }],
    [
      `{{ data | remove: 'b${'a'.repeat(255)}' | remove: 'b${'a'.repeat(255)}' | remove: 'b${'a'.repeat(255)}' }}`,
      text,
    ],
    ["{{ data | split: '' | sort | sort }}", text],
    [`{{ data ${'| append: data '.repeat(16)} }}`, text],
    [`{{ data ${'| concat: data '.repeat(16)} | uniq }}`, many],
    ['{{ data | alias_preserve_length }}', text],
    ['{{ data.size }}'.repeat(200), text],
    ["{{ 'a' | reveal: 1, 1, 'X', data }}".repeat(200), text],
    ['{{ data | size }}'.repeat(200), Object.fromEntries(many.map((_, index) => [`k${index}`, 1]))],
    [`{{ '${'%c'.repeat(8000)}' | append: 1 }}{{ 0 | date: data }}`, text],
    ["{{ data | json: '$..[*,*]..[*,*]..[*,*].x' }}", tree],
    ["{{ data | json: '$[*,*,*][?@.x==$.y || $.z].y' }}", [many, many]],
    ["{{ data | json: '$[?count($..*) > 0]' }}", many],
    ["{{ data | json: '$.z[?$.a==$.b]' }}", { a: text, b: `${text.slice(1)}a`, z: many }],
    [`{{ data | json: '$${'[0,0]'.repeat(35)}.x' }}`, tree],
    [`{{ data | json: '$${'[?('.repeat(160)}' }}`, {}],
    [`{{ data | json: '$[?${'('.repeat(400)}' }}`, {}],
    [`{{ data | json: '$[?${'!'.repeat(400)}@]' }}`, [1, 2]],
  ];

  it.each(rows.map(([template, value]) => [template.slice(0, 60), template, value] as const))(
    '%s',
    (_, template, value) => {
      expect(run(template, { data: value })).toBeInstanceOf(ExpressionError);
    },
  );

  it('data nested far deeper than a body can be', () => {
    let deep: Json = 1;
    for (let level = 0; level < hundredThousand; level += 1) deep = level % 2 ? [deep] : { a: deep };
    for (const filter of ['stringify', 'uniq', 'join', "json: '$..a'", "json: '$[?@==@]'"]) {
      expect(run(`{{ data | ${filter} }}`, { data: filter === 'stringify' ? deep : [deep, deep] })).toBeInstanceOf(
        ExpressionError,
      );
    }
    expect(run('x {{ data }}', { data: deep })).toBeInstanceOf(ExpressionError);
    expect(run(deep, {})).toBeInstanceOf(ExpressionError);
    expect(run('{{ data }}', { data: deep })).toBeInstanceOf(ExpressionError);
    expect(run('{{ data | size }}', { data: deep })).toBe(1);
  });

  it('and the largest honest value passes', () => {
    const body = Array.from({ length: 90_000 }, (_, index) => `entry ${index}`);
    expect(run('{{ data | stringify }}', { data: body }) === JSON.stringify(body)).toBe(true);
    // 1e20 takes four characters of a body and twenty-one of what is written out again.
    expect(run('{{ data | stringify }}', { data: Array.from({ length: 50_000 }, () => 1e20) })).toHaveLength(1_100_001);
    expect(run('{{ data | upcase | downcase | strip | last4 }}', { data: 'a'.repeat(1_000_000) })).toBe('aaaa');
    expect(run("{{ data | json: '$..number' }}", { data: [body, { number: 7 }] })).toBe(7);
    expect(run(`{{ data | json: '$${'[0]'.repeat(60)}' }}`, { data: frozen([frozen([1])]) })).toBeNull();
    expect(run("{{ data | json: '$[*].a' }}", { data: frozen([frozen({ a: 1 })]) })).toBe(1);
  });
});
