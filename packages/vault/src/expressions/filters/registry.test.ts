import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { effortLimits } from '../../effort/effort.ts';
import type { Filter } from '../filter.ts';
import { aliasLength, dataDepth, defaultLimits, jsonPathLength, searchLength } from '../limits.ts';
import { families, filters } from './registry.ts';

const page = readFileSync(new URL('../../../../../docs/expressions.md', import.meta.url), 'utf8');

const sectionOf = (heading: string): string =>
  page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';

const show = (value: unknown): string => (value === null ? 'none' : value === '' ? 'empty' : `\`${value}\``);

const argumentsOf = ({ parameters }: Filter): string =>
  Object.entries(parameters)
    .map(([name, { fallback }]) => (fallback === undefined ? `\`${name}\`` : `\`${name}\` (${show(fallback)})`))
    .join(', ');

const tableOf = (family: Readonly<Record<string, Filter>>): string[] => [
  '| Filter | Arguments (default) | Takes | Gives |',
  '| --- | --- | --- | --- |',
  ...Object.entries(family).map(
    ([name, filter]) =>
      `| \`${name}\` | ${argumentsOf(filter) || '–'} | ${filter.input.expects} | ${filter.description} |`,
  ),
];

it('The documentation lists the filters that exist, with their arguments and what they do', () => {
  const written = sectionOf('Filters')
    .split('\n')
    .filter((line) => /^(### |\|)/.test(line));
  const expected = Object.entries(families).flatMap(([heading, family]) => [`### ${heading}`, ...tableOf(family)]);
  expect(written).toStrictEqual(expected);
});

it('The documentation names every limit', () => {
  const written = (sectionOf('Errors and limits').match(/\d[\d,]*/g) ?? []).map((number) =>
    Number(number.replaceAll(',', '')),
  );
  const { steps, characters, piece } = effortLimits;
  const limits = [...Object.values(defaultLimits), dataDepth, searchLength, aliasLength, steps, characters, piece];
  expect(limits.filter((limit) => !written.includes(limit))).toStrictEqual([]);
  expect(sectionOf('JSONPath')).toContain(`at most ${jsonPathLength} characters`);
});

it('No two families claim one name', () => {
  expect(filters.size).toBe(Object.values(families).flatMap(Object.keys).length);
});
