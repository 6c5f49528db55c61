import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commands } from '../packages/vault/src/cli/main.ts';
import type { Option } from '../packages/vault/src/cli/option.ts';
import { type OptionName, options, variableOf } from '../packages/vault/src/cli/options.ts';
import { logFields } from '../packages/vault/src/log/log-writer.ts';
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
      const isTyped = Object.values(commands).every(
        ({ flags, typed }) => !flags.includes(name) || typed.includes(name),
      );
      const variable = isTyped ? '' : `\`${variableOf(name)}\``;
      const flag = `\`--${name}${value === undefined ? '' : ` ${value}`}\``;
      const preset = standard === undefined ? '' : `\`${standard}\``;
      return `| ${flag} | ${variable} | ${preset} | ${help} | ${users.join(' ')} |`.replaceAll(/ (?= \|)/g, '');
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

/** The anchor that GitHub gives to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const withoutBlocks = (text: string): string => text.replace(/^```.*?^```/gms, '');

/** Every anchor of a document; headings that repeat are numbered. */
const anchorsIn = (path: string): Set<string> => {
  const seen = new Map<string, number>();
  const headings = [...withoutBlocks(read(path)).matchAll(/^#{1,6} +(.+)$/gm)];
  return new Set(
    headings.map(([, heading = '']) => {
      const anchor = anchorOf(heading);
      const times = seen.get(anchor) ?? 0;
      seen.set(anchor, times + 1);
      return times === 0 ? anchor : `${anchor}-${times}`;
    }),
  );
};

describe('documents', () => {
  const documents = globSync(['*.md', 'docs/**/*.md', 'demo/*.md', 'findings/**/*.md', '.changeset/*.md'], {
    cwd: root,
  });

  it.each(documents)('link to files and headings that are there: %s', (path) => {
    const links = [
      ...withoutBlocks(read(path))
        .replace(/`[^`\n]*`/g, '')
        .matchAll(/\]\((?!https?:)([^)\s]+)\)/g),
    ].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsIn(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });
});

it('the architecture lists every room of the vault', () => {
  const entries = readdirSync(join(root, 'packages/vault/src')).filter(
    (name) => !/\.test\.ts$|^testing$|^cli\.ts$/.test(name),
  );
  const [, section = ''] = read('docs/architecture.md').split('### 6.1');
  const listed = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names = '']) => names.match(/[\w-]+/g));
  expect(listed.toSorted()).toEqual(entries.map((name) => name.replace(/\.ts$/, '')).sort());
});

it('the index lists every document', () => {
  const listed = new Set([...read('docs/README.md').matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link));
  const unlisted = globSync('*.md', { cwd: join(root, 'docs') }).filter((name) => !listed.has(name));
  expect(unlisted).toEqual(['README.md']);
});

it('the guide for contributors names files that are there', () => {
  const paths = [...read('CONTRIBUTING.md').matchAll(/`((?:packages|docs|test|build|demo|\.ci)(?:\/[^`\s]*)?)`/g)];
  const missing = paths.filter(([, path = '']) => !existsSync(join(root, path.replace(/\/…$/, ''))));
  expect(paths.length).toBeGreaterThan(30);
  expect(missing.map(([path]) => path)).toEqual([]);
});

describe('comments', () => {
  const sources = globSync(['{packages,test,demo,build,findings}/**/*.{ts,tsx,vue,mjs,css}', '*.ts', '.ci/*'], {
    cwd: root,
    exclude: (path) => /node_modules|dist|dist-types/.test(String(path)),
  }).filter((path) => /\.\w+$/.test(path) && path !== 'test/docs.test.ts');
  const texts = sources.map((path) => ({ path, text: read(path) }));

  it('cite nothing that is not in the repository', () => {
    expect(texts.filter(({ text }) => /(?:design|bt-api) §/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('cite sections of the architecture that are there', () => {
    const sections = new Set([...read('docs/architecture.md').matchAll(/^##+ (\d+(?:\.\d+)?)/gm)].map(([, n]) => n));
    const cited = texts.flatMap(({ path, text }) =>
      [...text.matchAll(/docs\/architecture\.md[\s*/]+§(\d+(?:\.\d+)?)/g)].map(([, section = '']) => ({
        path,
        section,
      })),
    );
    expect(sections.size).toBeGreaterThan(30);
    expect(cited.filter(({ section }) => !sections.has(section))).toEqual([]);
  });
});
