import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Effort, EffortSpent } from '../effort/effort.ts';
import { onePiece, testEffort } from '../effort/testing/test-effort.ts';
import { compile, ExpressionError, type Json } from './expression.ts';
import { filters } from './filters/registry.ts';

const environment = { random: (bound: number) => bound - 1, now: () => new Date(0) };

/** Counts nothing: the injected part of counter-proofs. */
const uncounted = (): Effort => ({ ...onePiece(), charge: () => undefined, produce: () => undefined });

/** Arguments for filters that need some, as an attacker would choose them. */
const given: Readonly<Record<string, string>> = {
  append: ": 'x'",
  card_exp: ": 'MM'",
  concat: ': data',
  date: ": '%c'",
  default: ': 1',
  divided_by: ': 3',
  find: ": 'b' | append: 'x'",
  find_index: ": 'b' | append: 'x'",
  has: ": 'b' | to_string",
  hmac: ": 'sha-512', 'k' | to_base16",
  json: ": '$..a'",
  map: ": 'a'",
  at_least: ': 1',
  at_most: ': 1',
  minus: ': 1',
  modulo: ': 7',
  pad_left: ": 10, 'x'",
  pad_right: ": 10, 'x'",
  plus: ': 1',
  prepend: ": 'x'",
  reject: ": 'a'",
  remove: ": 'aa'",
  remove_first: ": 'ab'",
  remove_last: ": 'ba'",
  replace: ": 'a', 'bb'",
  replace_first: ": 'ab', 'c'",
  replace_last: ": 'ba', 'c'",
  reveal_last: ': 4',
  size: ' | to_string',
  slice: ': 2, 3',
  split: ": 'a'",
  sum: ' | to_string',
  times: ': 2',
  where: ": 'a'",
};

/** Data of about a size for filters of text and of lists; each filter takes one of them. */
const inputs = (size: number): Json[] => [
  'aB<% '.repeat(size / 5),
  'YWFh'.repeat(size / 4),
  Array.from({ length: size }, (_, index) => `${index}`),
  Array.from({ length: size }, (_, index) => ({ a: index })),
];

/** What a filter is charged for data of a size; nothing where it takes none of it. */
const stepsOf = (name: string, size: number, effortOf: () => Effort): number | undefined => {
  const expression = compile(`{{ data | ${name}${given[name] ?? ''} | size }}`);
  const charged = inputs(size).flatMap((data) => {
    const effort = effortOf();
    try {
      expression.evaluate({ data }, effort, environment);
      return [effort.steps];
    } catch (error) {
      if (error instanceof ExpressionError) return [];
      throw error;
    }
  });
  return charged.length === 0 ? undefined : Math.max(...charged);
};

/** Filters that take values which cannot be large: numbers, dates, card numbers, and what an alias is drawn for. */
const small = [
  'abs',
  'at_least',
  'at_most',
  'ceil',
  'divided_by',
  'floor',
  'minus',
  'modulo',
  'plus',
  'round',
  'times',
];
const never = [...small, 'alias_card', 'alias_preserve_format', 'alias_preserve_length', 'card_bin', 'card_exp'];
const unused = [...never, 'card_mask', 'date', 'to_boolean', 'to_number'];

describe('Every filter', () => {
  const names = [...filters.keys()].filter((name) => !unused.includes(name));
  /** Filters that are not charged at least a step for each character, or not clearly more for twice the data. */
  const cheap = (effortOf: () => Effort) =>
    names.filter((name) => {
      const [once = 0, twice = 0] = [stepsOf(name, 4000, effortOf), stepsOf(name, 8000, effortOf)];
      return once < 4000 || twice < 1.6 * once;
    });

  it('is charged for the data that it works on, in proportion to its size at least', () => {
    expect(cheap(onePiece)).toEqual([]);
  });

  it('fails this test when it is not charged', () => {
    expect(cheap(uncounted)).toEqual(names);
  });

  it('that is left out above takes no large data', () => {
    expect(unused.filter((name) => stepsOf(name, 4000, onePiece) !== undefined)).toEqual([]);
  });
});

const call = fc.constantFrom(...filters.keys()).map((name) => `${name}${given[name] ?? ''}`);
const output = fc
  .tuple(
    fc.constantFrom('data', 'data.a', 'data[0]', '"ab"'),
    fc.array(fc.oneof(call, fc.constantFrom("pad_left: 90000, 'x'", 'append: data', 'concat: data')), { maxLength: 8 }),
  )
  .map((parts) => `{{ ${parts.flat().join(' | ')} }}`);

/** The places in which expressions stand: text, a mask, and several of them in one string. */
const template = fc.oneof(
  output,
  fc.array(output, { minLength: 1, maxLength: 6 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'c'), output),
  fc.array(output, { minLength: 1, maxLength: 4 }).map((all) => all.join(' ')),
) as fc.Arbitrary<Json>;

const data = fc.oneof(
  fc.integer({ min: 0, max: 5000 }).map((size) => 'aB<% '.repeat(size)),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 300, size: 'max' }),
  fc.jsonValue({ maxDepth: 4 }),
) as fc.Arbitrary<Json>;

describe('Whatever expressions, filters and places are put together', () => {
  /** Runs a template under bounds, and gives what it cost and how large the result is; nothing for other errors. */
  const outcome = (source: Json, value: Json, effort: Effort) => {
    try {
      const result = compile(source).evaluate({ data: value }, effort, environment);
      return { isSpent: false, size: JSON.stringify(result).length };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return { isSpent: error.isSpent, size: 0 };
    }
  };

  const bounds = { steps: 2_000_000, characters: 50_000 };

  it('they end within the steps and characters that they may take, or with an error that says so', () => {
    let spent = 0;
    fc.assert(
      fc.property(template, data, (source, value) => {
        const effort = testEffort(bounds);
        const { isSpent, size } = outcome(source, value, effort);
        if (isSpent) {
          spent += 1;
          return;
        }
        expect(effort.steps).toBeLessThanOrEqual(bounds.steps);
        expect(effort.characters).toBeLessThanOrEqual(bounds.characters);
        // Escapes make up to six characters of one, and a number has up to twenty-five.
        expect(size).toBeLessThanOrEqual(25 * bounds.characters);
        expect(effort.steps).toBeGreaterThanOrEqual(size / 25);
      }),
      { numRuns: 1500 },
    );
    expect(spent).toBeGreaterThan(0);
  });

  it('and without being charged, some of them make more than that', () => {
    const attack = "{{ 'a' | pad_left: 90000, 'x' | pad_right: 180000, 'x' }}";
    expect(outcome(attack, null, testEffort(bounds)).isSpent).toBe(true);
    expect(outcome(attack, null, uncounted()).size).toBeGreaterThan(bounds.characters);
    expect(() => testEffort(bounds).charge(bounds.steps + 1)).toThrow(EffortSpent);
  });
});
