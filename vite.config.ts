import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defaultClientConditions, type EnvironmentOptions, type Plugin, runnerImport, type ViteBuilder } from 'vite';
import { defineConfig } from 'vitest/config';
import { frameHtml } from './packages/vault/src/pages/frame-html.ts';

const sources = {
  resolve: { conditions: ['@tessera/source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['@tessera/source'], externalConditions: ['@tessera/source'] } },
};

const root = dirname(fileURLToPath(import.meta.url));
const inRoot = (path: string) => `${root}/${path}`;

/** Packages that go to npm as they are: one file per entry, everything else by name. */
const packages = [
  ...['rules', 'contract', 'client', 'bridge', 'fields', 'elements', 'js', 'react', 'vue'],
  'vault',
] as const;

/** Packages that run in Node alone. */
const forNode: ReadonlySet<string> = new Set(['vault']);

/**
 * Scripts that the vault serves, with their budgets in bytes after brotli. A frame's holds for all that is loaded before it
 * can be used: its document and its script. What it fetches later, and what only some elements need, is in files of its own.
 */
const scripts = {
  frame: {
    entry: 'packages/frame/src/main.ts',
    out: 'packages/frame/dist',
    name: 'frame.[hash].js',
    budget: 18_000,
    format: 'es',
  },
  elementsScript: {
    entry: 'packages/elements/src/script.ts',
    out: 'packages/elements/dist/script',
    name: 'elements.js',
    budget: 6_000,
    format: 'iife',
  },
  fieldScript: {
    entry: 'packages/elements/src/field-script.ts',
    out: 'packages/elements/dist/field-script',
    name: 'tessera-field.js',
    budget: 2_000,
    format: 'iife',
  },
  sdkScript: {
    entry: 'packages/js/src/script.ts',
    out: 'packages/js/dist/script',
    name: 'basis-theory.js',
    budget: 18_000,
    format: 'iife',
  },
} as const;

/** The same for each file that a frame fetches later. */
const partBudget = 4_000;

/** The entries of a package as its package.json names them: `{ index: 'src/index.ts', strict: 'src/strict.ts' }`. */
const entriesOf = (name: string): Record<string, string> => {
  const { exports } = JSON.parse(readFileSync(inRoot(`packages/${name}/package.json`), 'utf8')) as {
    exports: Record<string, { '@tessera/source': string }>;
  };
  const sources = Object.values(exports).map((entry) => entry['@tessera/source']);
  return Object.fromEntries(sources.map((path) => [basename(path, '.ts'), inRoot(`packages/${name}/${path}`)]));
};

const forNpm = (name: string): EnvironmentOptions => ({
  consumer: forNode.has(name) ? 'server' : 'client',
  build: {
    outDir: inRoot(`packages/${name}/dist`),
    emptyOutDir: true,
    minify: false,
    target: 'es2022',
    lib: { entry: entriesOf(name), formats: ['es'], fileName: (_, entry) => `${entry}.js` },
    rolldownOptions: {
      external: (id) => !id.startsWith('.') && !id.startsWith('/'),
      // A directive of an entry (`use client`) stays where it is.
      onLog: (level, log, next) => log.code === 'MODULE_LEVEL_DIRECTIVE' || next(level, log),
    },
  },
});

/** No comments and no source map: nothing but what runs. */
const forPages = ({ entry, out, name, format }: (typeof scripts)[keyof typeof scripts]): EnvironmentOptions => ({
  consumer: 'client',
  // Only the default environment takes over the conditions above; without them a bundle would be made of older bundles.
  resolve: sources.resolve,
  build: {
    outDir: inRoot(out),
    emptyOutDir: true,
    minify: true,
    sourcemap: false,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: inRoot(entry),
      output: {
        format,
        entryFileNames: name,
        chunkFileNames: 'frame-[name].[hash].js',
        comments: false,
      },
    },
  },
});

/** Modules that compute what they export: the contract's routes, the table of card brands, the stylesheet of frames. */
const computed = [
  ...['packages/client/src/routes.ts', 'packages/rules/src/brands.ts'],
  'packages/frame/src/view/look.ts',
].map(inRoot);

/**
 * Nobody listens to penpal's log, of its errors only the codes are read, and none crosses a port with message and stack (see
 * `sealedMessenger`), which also shakes hands by itself: bundles leave out the sentences, what would send them, and the handshake.
 */
const quietPenpal: Plugin = {
  name: 'quiet-penpal',
  apply: 'build',
  transform: (code, id) =>
    id.includes('/penpal/dist/')
      ? code
          .replace(/(var (?:de)?serializeError = )[^;]*?=> (?:\(\{[^;]*\}\)|\{[\s\S]*?\n\});/g, '$1() => new Error();')
          .replace(
            /const methodPaths = extract[^;]*;|const handleSynMessage = \(message\) => \{\s+log[\s\S]*?(?=const handleAck2)/g,
            '',
          )
          .replace(/if \(is(?:Syn|Ack1)Message\(message\)\) \{\s+handle[^}]*\}/g, '')
          .replace(/(?<!#)\blog\?\.\(/g, 'false && (')
          .replace(
            /(new PenpalError_default\(\s*"[A-Z_]+"),\s*(?:"[^"]*"|`(?:[^`\\]|\\.)*`|error\.message)\s*\)/g,
            '$1)',
          )
      : null,
};

/** `/js/elements.js` stands behind another client's errors, and names its own by their codes; docs/elements.md explains them. */
const codesAlone: Plugin = {
  name: 'codes-alone',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'elementsScript',
  load: (id) => (id === inRoot('packages/bridge/src/error-texts.ts') ? 'export const errorTexts = {};' : null),
};

/** A file that is fetched later is fetched, without Vite's own loader around it. */
const plainImports: Plugin = {
  name: 'plain-imports',
  apply: 'build',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (file) => file();' : null),
};

/** Evaluates them while building, so that a bundle carries the value and not the validator or library it is made of. */
const computedModules: Plugin = {
  name: 'computed-modules',
  apply: 'build',
  async load(id) {
    if (!computed.includes(id)) return null;
    const { module } = await runnerImport<Record<string, unknown>>(id, {
      // Otherwise Node would load what other packages were built to last, which may be older than their sources.
      environments: { inline: { resolve: { ...sources.resolve, noExternal: [/^@tessera\//] } } },
      configFile: false,
      root,
      logLevel: 'error',
    });
    return Object.entries(module)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join('\n');
  },
};

/**
 * Type declarations of all packages in one run of the compiler, each beside its package's bundle, and the license. Whether types are right
 * is `npm run types`; a mistake in a test does not keep the packages from being built.
 */
const declare = (): void => {
  const out = inRoot('node_modules/.tessera-types');
  rmSync(out, { recursive: true, force: true });
  const { stdout } = spawnSync(
    process.execPath,
    [
      inRoot('node_modules/typescript/bin/tsc'),
      ...['-p', root, '--noEmit', 'false', '--emitDeclarationOnly', '--declaration', '--outDir', out],
    ],
    { encoding: 'utf8' },
  );
  for (const name of packages) {
    if (!existsSync(`${out}/packages/${name}/src`)) throw new Error(`No declarations for ${name}:\n${stdout}`);
    cpSync(inRoot('LICENSE'), inRoot(`packages/${name}/dist/LICENSE`));
    cpSync(`${out}/packages/${name}/src`, inRoot(`packages/${name}/dist`), {
      recursive: true,
      filter: (path) => !/\.(test|spec|suite|test-d)\.d\.ts$|\/testing$/.test(path),
    });
  }
};

/** What the vault serves goes to npm inside of the vault, which looks for it there. */
const packServed = (): void => {
  for (const { out } of Object.values(scripts)) {
    cpSync(inRoot(out), inRoot(`packages/vault/dist/served/${out.replace('packages/', '')}`), { recursive: true });
  }
};

/** What a browser loads of a build at once: the frame's document and its script, any other file as it is. */
const served = (file: string): string[] => {
  const [name, text] = [basename(file), readFileSync(file, 'utf8')];
  if (!name.startsWith('frame.')) return [text];
  const later = globSync(`${dirname(file)}/frame-*.js`).map((path) => [basename(path), readFileSync(path, 'utf8')]);
  return [frameHtml({ name, text, parts: Object.fromEntries(later) }, ['https://shop.example']), text];
};

/** Prints what is served with its weight, and ends the build when it weighs too much. */
const weigh = (): void => {
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`.padStart(10);
  const rows = (Object.keys(scripts) as (keyof typeof scripts)[]).flatMap((name) => {
    const { out, name: pattern, budget } = scripts[name];
    return globSync(inRoot(`${out}/*.js`)).map((file) => {
      const isMain = globSync(inRoot(`${out}/${pattern.replace('[hash]', '*')}`)).includes(file);
      const parts = served(file).map((text) => Buffer.from(text));
      const weight = (pack: (part: Buffer) => Uint8Array) =>
        parts.reduce((sum, part) => sum + pack(part).byteLength, 0);
      const label = parts.length > 1 ? `document + ${basename(file)}` : basename(file);
      return {
        label,
        raw: weight((part) => part),
        gzip: weight(gzipSync),
        brotli: weight(brotliCompressSync),
        budget: isMain ? budget : partBudget,
      };
    });
  });
  process.stderr.write(`\n${'served'.padEnd(32)}       raw      gzip    brotli    budget\n`);
  for (const { label, raw, gzip, brotli, budget } of rows) {
    process.stderr.write(`${label.padEnd(32)}${[raw, gzip, brotli, budget].map(kilobytes).join('')}\n`);
  }
  const [frame = ''] = globSync(inRoot(`${scripts.frame.out}/frame.*.js`)).map((file) => readFileSync(file, 'utf8'));
  if (/\bfrom ?"/.test(frame)) throw new Error('A frame would wait for a second script: see what its script imports.');
  const tooHeavy = rows.filter(({ brotli, budget }) => brotli > budget);
  if (tooHeavy.length > 0) throw new Error(`Over budget: ${tooHeavy.map(({ label }) => label).join(', ')}.`);
};

/**
 * `vite build --app` builds everything; `--mode served` only what the vault serves, which is what a server in a fresh
 * checkout waits for.
 */
const buildApp = async (builder: ViteBuilder): Promise<void> => {
  const all = builder.config.mode === 'served' ? Object.keys(scripts) : [...packages, ...Object.keys(scripts)];
  for (const name of all) {
    const environment = builder.environments[name];
    if (environment) await builder.build(environment);
  }
  if (builder.config.mode !== 'served') {
    declare();
    packServed();
  }
  weigh();
};

/** One PostgreSQL server for all who ask for a database, started with the first. */
const globalSetup = 'packages/vault/src/store/testing/global-postgres.ts';

/** Nothing is proved by how fast a machine is: what takes this long hangs. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

/**
 * Files of tests share a process, and the modules that it has loaded: importing one does nothing, so there is nothing to keep apart. A
 * process and a set of modules for each file took a third of the time.
 */
const together = { isolate: false };

/**
 * Each process and thread that runs the vault's sources strips and compiles them; what one has made the next takes from here, by content.
 * It has to be set before the processes of tests begin.
 */
process.env.NODE_COMPILE_CACHE ??= inRoot('node_modules/.cache/compiled');

/** Suites that see a vault as its callers do, neither its files nor a database they chose themselves. */
const vaultSuites = globSync('packages/vault/src/**/*.test.ts', { cwd: root }).filter((path) => {
  const suite = readFileSync(inRoot(path), 'utf8');
  return suite.includes('startRig(') && !/rig\.folder|placeIn(Database|Files)/.test(suite);
});

export default defineConfig({
  ...sources,
  logLevel: 'warn',
  plugins: [computedModules, quietPenpal, codesAlone, plainImports],
  environments: {
    ...Object.fromEntries(packages.map((name) => [name, forNpm(name)])),
    ...Object.fromEntries(Object.entries(scripts).map(([name, script]) => [name, forPages(script)])),
  },
  builder: { buildApp },
  test: {
    // They wait for disks, servers and processes half of the time.
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      {
        ...sources,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**', '**/dist/**'],
          ...patience,
          ...together,
          globalSetup,
        },
      },
      {
        ...sources,
        test: {
          name: 'postgres',
          include: vaultSuites,
          provide: { engine: 'PostgreSQL' },
          ...patience,
          ...together,
          globalSetup,
        },
      },
      {
        ...sources,
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.ts'],
          ...patience,
        },
      },
    ],
  },
});
