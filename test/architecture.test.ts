import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The floor plan: what each package may import at run time, and what it may know as types alone. An arrow that is not
 * in this table does not exist. `outside` lists the packages from npm (and Node) that may be named there, so that
 * penpal stays in the bridge, and nothing but zod and our own lines ever checks a value.
 */
const floorPlan: Record<string, { imports: string[]; types?: string[]; outside: RegExp }> = {
  rules: { imports: [], outside: /^(card-validator|credit-card-type)/ },
  contract: { imports: ['rules'], outside: /^(zod|msw)$/ },
  bridge: { imports: [], outside: /^penpal$/ },
  fields: { imports: ['rules'], outside: /^$/ },
  client: { imports: ['contract'], outside: /^(ky|zod)$/ },
  elements: { imports: ['bridge'], types: ['fields'], outside: /^$/ },
  frame: { imports: ['bridge', 'fields'], types: ['contract'], outside: /^lit\/html\.js$/ },
  vault: {
    imports: ['contract', 'rules'],
    outside:
      /^(node:|pino$|prom-client$|pg$|json-p3$|@scure\/base$|zod$|ipaddr\.js$|quickjs-emscripten-core$|@jitl\/quickjs-)/,
  },
  js: { imports: ['client', 'elements'], outside: /^$/ },
  react: { imports: ['js'], outside: /^react$/ },
  vue: { imports: ['js'], outside: /^vue$/ },
};

/** In the client, zod and the contract exist in these files alone: the rest of it travels to merchant pages. */
const clientFilesWithContract = /^packages\/client\/src\/(routes|strict)\.ts$/;

/** Both ends of the wire use one codec for queries; it stands alone, without zod. */
const queryCodec = '@tessera/contract/query';

/** What is said to customers, which the page's side says too: records of strings, and no code of a field. */
const words = /^@tessera\/fields\/(texts|translations)$/;

interface Arrow {
  file: string;
  from: string;
  to: string;
  typesOnly: boolean;
}

const statement = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\(\s*'([^']+)'\s*\)/g;

const arrowsIn = (file: string, from: string, text: string): Arrow[] =>
  [...text.matchAll(statement)].map(([, , type, fixed, dynamic]) => ({
    file,
    from,
    to: fixed ?? dynamic ?? '',
    typesOnly: type !== undefined,
  }));

const isTest = (file: string) => /\.(test|test-d|suite|spec)\.tsx?$|\/testing\//.test(file);

const sources = (folder: string): string[] =>
  (existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }) : [])
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path));

const packages = readdirSync(join(root, 'packages'));

const arrows = packages.flatMap((name) =>
  sources(`packages/${name}/src`)
    .filter((file) => !isTest(file))
    .flatMap((file) => arrowsIn(file, name, readFileSync(join(root, file), 'utf8'))),
);

/** What is wrong with an arrow, in words, or nothing. */
const objection = ({ file, from, to, typesOnly }: Arrow): string | undefined => {
  const plan = floorPlan[from];
  if (!plan) return `${from} has no place in the floor plan`;
  if (to.startsWith('.')) {
    const target = relative(root, join(root, dirname(file), to));
    if (!target.startsWith(`packages/${from}/src/`)) return `${file} reaches out of its package to ${target}`;
    return /\.(ts|tsx|css)$/.test(to) ? undefined : `${file} imports ${to} without its ending`;
  }
  const [, ours] = /^@tessera\/([^/]+)/.exec(to) ?? [];
  if (ours === undefined) return plan.outside.test(to) ? undefined : `${file} may not import ${to}`;
  if (from === 'elements' && words.test(to)) return undefined;
  if (plan.imports.includes(ours) || (typesOnly && plan.types?.includes(ours))) {
    const slim = from !== 'client' || typesOnly || to === queryCodec || clientFilesWithContract.test(file);
    return slim ? undefined : `${file} would carry the contract to a merchant page`;
  }
  return `${file} imports ${to}, which does not lie below ${from}`;
};

describe('the floor plan', () => {
  it('has a row for every package and a package for every row', () => {
    expect(Object.keys(floorPlan).sort()).toEqual([...packages].sort());
  });

  it('is kept by every import', () => {
    expect(arrows.map(objection).filter(Boolean)).toEqual([]);
  });

  it('has arrows that only go down', () => {
    const settled = new Set<string>();
    const floors = Object.entries(floorPlan);
    while (settled.size < floors.length) {
      const ready = floors.filter(
        ([name, { imports, types = [] }]) =>
          !settled.has(name) && [...imports, ...types].every((to) => settled.has(to)),
      );
      expect(ready, 'a cycle among the packages that are left').not.toEqual([]);
      for (const [name] of ready) settled.add(name);
    }
  });

  it.each([
    ['an upward import', 'packages/rules/src/x.ts', "import { createClient } from '@tessera/client';"],
    ['penpal outside the bridge', 'packages/elements/src/x.ts', "import { connect } from 'penpal';"],
    [
      'a value import where types are allowed',
      'packages/frame/src/x.ts',
      "import { contract } from '@tessera/contract';",
    ],
    ['a relative path into another package', 'packages/frame/src/x.ts', "import { a } from '../../vault/src/a.ts';"],
    ['a dynamic import', 'packages/bridge/src/x.ts', "const a = await import('@tessera/fields');"],
    ['the contract in the client', 'packages/client/src/x.ts', "import { contract } from '@tessera/contract';"],
  ])('refuses %s', (_, file, text) => {
    const from = file.split('/')[1] ?? '';
    expect(arrowsIn(file, from, text).map(objection)).toEqual([expect.any(String)]);
  });
});
