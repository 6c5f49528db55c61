import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commands } from '../packages/vault/src/cli/main.ts';
import { type Option, type OptionName, options, variableOf } from '../packages/vault/src/cli/options.ts';
import { logFields } from '../packages/vault/src/log-writer.ts';
import { prometheus } from '../packages/vault/src/metrics/prometheus.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The lines between two marks of docs/operations.md. */
const section = (name: string): string[] => {
  const [, text] = new RegExp(`<!-- ${name} -->\n([^]*?)<!-- /${name} -->`).exec(read('docs/operations.md')) ?? [];
  return text?.trim().split('\n') ?? [];
};

/** What stands in the code marks of the given column of a table, head and rule left out. */
const named = (lines: string[], column: number): string[] =>
  lines
    .slice(2)
    .flatMap((line) => [...(line.split('|')[column + 1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

describe('the guide to operations', () => {
  it('lists every setting as the program knows it', () => {
    const row = (name: OptionName) => {
      const { value, default: standard, help }: Option = options[name];
      const users = Object.entries(commands).flatMap(([command, { flags }]) =>
        flags.includes(name) ? [`\`${command}\``] : [],
      );
      const flag = `\`--${name}${value === undefined ? '' : ` ${value}`}\``;
      const preset = standard === undefined ? '' : `\`${standard}\``;
      return `| ${flag} | \`${variableOf(name)}\` | ${preset} | ${help} | ${users.join(' ')} |`.replaceAll(
        '|  |',
        '| |',
      );
    };
    expect(section('settings')).toEqual([
      '| flag | variable | default | what it is | commands |',
      '|---|---|---|---|---|',
      ...Object.keys(options).map((name) => row(name as OptionName)),
    ]);
  });

  it('lists every field that a log line may hold', () => {
    const always = ['level', 'time', 'msg'];
    expect(named(section('log fields'), 0).sort()).toEqual([...always, ...logFields].sort());
  });

  it('lists every metric of our own', async () => {
    const { text } = prometheus();
    const described = [...(await text()).matchAll(/^# TYPE (tessera_\w+)/gm)].map(([, name]) => name);
    expect(named(section('metrics'), 0)).toEqual(described);
  });
});

it('the oldest Node that runs it is the same everywhere', () => {
  const { engines } = JSON.parse(read('packages/vault/package.json'));
  for (const path of ['README.md', 'docs/operations.md', 'docs/decisions.md']) {
    expect(read(path)).toContain(`Node ${engines.node.replace('>=', '')} or newer`);
  }
});

describe('documents', () => {
  const documents = ['README.md', 'SECURITY.md', ...globSync('docs/*.md', { cwd: root })];

  it.each(documents)('link to files that are there: %s', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });
});
