import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ExpressionError, type Json } from './expression.ts';
import { evaluate } from './testing/evaluate.ts';
import { differences } from './testing/liquid-differences.ts';

interface Corpus {
  version: string;
  scope: Record<string, Json>;
  /** An expression and the text that Liquid writes for it; null is an error. */
  answers: [expression: string, text: string | null][];
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const { version, scope, answers }: Corpus = JSON.parse(read('testing/liquid-5.4.json'));

const textOf = (expression: string): string | null => {
  try {
    // The brackets make the result text, as all results of Liquid are.
    return String(evaluate(`[{{ ${expression} }}]`, scope)).slice(1, -1);
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
};

it('compares at least 400 expressions, each of them once', () => {
  expect(version).toBe('5.4.0');
  expect(new Set(answers.map(([expression]) => expression)).size).toBe(answers.length);
  expect(answers.length).toBeGreaterThan(400);
});

it('gives what Liquid gives, but for the differences that are listed', () => {
  const listed = Object.assign({}, ...Object.values(differences));
  const expected = answers.map(([expression, text]) => [expression, listed[expression] ?? text]);
  for (const row of expected) if (listed[String(row[0])] === null) row[1] = null;
  expect(answers.map(([expression]) => [expression, textOf(expression)])).toEqual(expected);
});

it('lists no difference that is none, and none twice', () => {
  const liquid = new Map(answers);
  const listed = Object.values(differences).flatMap((expressions) => Object.entries(expressions));
  expect(listed.filter(([expression, ours]) => !liquid.has(expression) || liquid.get(expression) === ours)).toEqual([]);
  expect(new Set(listed.map(([expression]) => expression)).size).toBe(listed.length);
});

it('the guide to expressions has a row for every kind of difference, with an example', () => {
  const guide = read('../../../../docs/expressions.md');
  const liquid = new Map(answers);
  const written = (text: string | null | undefined) =>
    text == null ? 'an error' : text === '' ? 'nothing' : `\`${text}\``;
  const rows = Object.entries(differences).map(([reason, expressions]) => {
    const [expression = '', ours] = Object.entries(expressions)[0] ?? [];
    const shown = expression.replaceAll('|', '\\|');
    return `| ${reason} | \`${shown}\` | ${written(ours)} | ${written(liquid.get(expression))} |`;
  });
  const [, table = ''] = /<!-- differences -->\n([\s\S]*)<!-- \/differences -->/.exec(guide) ?? [];
  expect(table.trim().split('\n')).toEqual(['| | example | here | Liquid |', '|---|---|---|---|', ...rows]);
});
