import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The floor plan: what each package may import at run time, and what it may know as types alone. An arrow that is not
 * in this table does not exist. `outside` lists the packages from npm (and Node) that may be named there, so that
 * nothing but zod and our own lines ever checks a value.
 */
const floorPlan: Record<string, { imports: string[]; types?: string[]; outside: RegExp }> = {
  rules: { imports: [], outside: /^(card-validator|credit-card-type)/ },
  contract: { imports: ['rules'], outside: /^(zod|msw)$/ },
  bridge: { imports: [], outside: /^$/ },
  fields: { imports: ['rules'], outside: /^$/ },
  client: { imports: ['contract'], outside: /^(ky|zod|jose)$/ },
  elements: { imports: ['bridge'], types: ['fields', 'client'], outside: /^$/ },
  frame: { imports: ['bridge', 'fields'], types: ['contract'], outside: /^lit\/html\.js$/ },
  vault: {
    imports: ['contract', 'rules'],
    outside:
      /^(node:|jose$|prom-client$|pg$|json-p3$|koffi$|@scure\/base$|shamir-secret-sharing$|age-encryption$|openpgp$|zod$|ipaddr\.js$|quickjs-emscripten-core$|@jitl\/quickjs-|@simplewebauthn\/server|openid-client$)/,
  },
  js: { imports: ['client', 'elements'], outside: /^$/ },
  react: { imports: ['js'], outside: /^react$/ },
  vue: { imports: ['js'], outside: /^vue$/ },
  console: {
    imports: ['bridge', 'client', 'fields'],
    types: ['contract'],
    outside: /^(lit\/|uplot$|@codemirror\/|@lezer\/)/,
  },
};

/**
 * The rooms of a package, from top to bottom. A room is a folder of its `src`, or a file that lies there by itself; rooms on one row are
 * separated by spaces. An import from one room to another, of types too, has to point to a row below, and no import within a room may
 * lead back to where it started. Tests may import anything of their package.
 */
const rooms: Record<string, readonly string[]> = {
  bridge: [
    'index',
    'accept-page open-frame',
    'guards rpc',
    'errors',
    'protocol',
    'session events',
    'calls error-texts options words',
  ],
  frame: ['main reveal', 'start', 'session', 'calls', 'siblings', 'view', 'vault', 'header-text json load'],
  elements: [
    'script field-script early-script web-elements-script',
    'web-elements',
    'seam',
    'index',
    'tag',
    'create-elements',
    'calls',
    'element',
    'page-session',
    'errors early frame-source limits options',
    'early-frame',
  ],
  vault: [
    'index cli',
    'console',
    'vault storage audit-verify',
    'vault-options',
    'api pages sweeper',
    'resources reference limits reveals',
    'proxy',
    'reactors tenants webhooks operators',
    'tokens',
    'services context expressions patterns idempotency isolate due-keys-watch root-key-watch',
    'audit usage metrics egress bins',
    'access node sandbox times',
    'http keys',
    'store log problem effort',
    'ids threads timers',
  ],
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

/** The file of the repository that a relative import names; nothing for other imports. */
const targetOf = ({ file, to }: Arrow): string | undefined =>
  to.startsWith('.') ? relative(root, join(root, dirname(file), to)) : undefined;

/** The room of a file: `calls` for `packages/frame/src/calls/fill.ts`, `start` for `packages/frame/src/start.ts`. */
const roomOf = (file: string): string => file.split('/')[3]?.replace(/\.tsx?$/, '') ?? '';

/** The row of a room, counted from the top. */
const rowOf = (name: string, room: string): number =>
  (rooms[name] ?? []).findIndex((row) => row.split(' ').includes(room));

/** What is wrong with an import from one room to another, in words, or nothing. */
const climb = (arrow: Arrow): string | undefined => {
  const { file, from } = arrow;
  const target = targetOf(arrow);
  if (!rooms[from] || !target) return undefined;
  const [here, there] = [roomOf(file), roomOf(target)];
  if (rowOf(from, here) < 0) return `${file} lies in \`${here}\`, which has no row among the rooms of ${from}`;
  if (here === there || rowOf(from, here) < rowOf(from, there)) return undefined;
  return `${file} imports ${target}, but \`${there}\` does not lie below \`${here}\``;
};

/** The files of these arrows that are on a circle of imports, or between two circles. */
const circling = (some: readonly Arrow[]): string[] => {
  let left = new Map<string, string[]>();
  for (const arrow of some) {
    const target = targetOf(arrow);
    if (target) left.set(arrow.file, [...(left.get(arrow.file) ?? []), target]);
  }
  for (;;) {
    // A file whose imports are all settled is settled; then the same from the other end.
    const targets = new Set([...left.values()].flat());
    const next = new Map(
      [...left]
        .map(([file, to]) => [file, to.filter((target) => left.has(target))] as [string, string[]])
        .filter(([file, to]) => to.length > 0 && targets.has(file)),
    );
    if (next.size === left.size) return [...next.keys()].sort();
    left = next;
  }
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
    ['a package from npm in the bridge', 'packages/bridge/src/x.ts', "import { connect } from 'penpal';"],
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

describe('the rooms of a package', () => {
  const within = arrows.filter(({ from }) => rooms[from]);

  it.each(Object.keys(rooms))('of %s are all there, and have one row each', (name) => {
    const found = new Set(
      sources(`packages/${name}/src`)
        .filter((file) => !isTest(file))
        .map(roomOf),
    );
    expect((rooms[name] ?? []).flatMap((row) => row.split(' ')).sort()).toEqual([...found].sort());
  });

  it('are imported from above alone', () => {
    expect(within.map(climb).filter(Boolean)).toEqual([]);
  });

  it('hold no circle of files', () => {
    expect(circling(within)).toEqual([]);
  });

  it.each([
    ['an import of a room above', 'errors.ts', "import { openFrame } from './open-frame.ts';"],
    ['an import of the types of a room above', 'errors.ts', "import type { Remote } from './rpc.ts';"],
    ['an import of a room on the same row', 'open-frame.ts', "import { acceptPage } from './accept-page.ts';"],
    ['the type of a room above', 'errors.ts', "type Rpc = typeof import('./rpc.ts');"],
    ['a room without a row', 'unheard.ts', "import { errorTexts } from './error-texts.ts';"],
  ])('refuse %s', (_, file, text) => {
    expect(arrowsIn(`packages/bridge/src/${file}`, 'bridge', text).map(climb)).toEqual([expect.any(String)]);
  });

  it('refuse each import that is turned round', () => {
    const turned = within.flatMap((arrow): Arrow[] => {
      const file = targetOf(arrow);
      const isBetween = file !== undefined && roomOf(file) !== roomOf(arrow.file);
      return isBetween ? [{ ...arrow, file, to: `./${relative(dirname(file), arrow.file)}` }] : [];
    });
    expect(turned.length).toBeGreaterThan(10);
    expect(turned.filter((arrow) => climb(arrow) === undefined)).toEqual([]);
  });

  it('refuse a circle inside of a room, of types too, and nothing that hangs on it', () => {
    const file = (name: string) => `packages/bridge/src/room/${name}.ts`;
    const circle = [
      ...arrowsIn(file('a'), 'bridge', "import type { B } from './b.ts';"),
      ...arrowsIn(file('b'), 'bridge', "import { c } from './c.ts';\nimport { leaf } from './leaf.ts';"),
      ...arrowsIn(file('c'), 'bridge', "export type { A } from './a.ts';"),
      ...arrowsIn(file('above'), 'bridge', "import { a } from './a.ts';"),
    ];
    expect(circling(circle)).toEqual([file('a'), file('b'), file('c')]);
  });
});
