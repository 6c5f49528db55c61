import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { EnvironmentOptions } from 'vite';
import { inRoot } from './root.ts';

/** Packages that are published to npm. Each becomes one file per entry, which imports every other package by its name. */
export const packages = [
  ...['rules', 'contract', 'client', 'bridge', 'fields', 'elements', 'js', 'react', 'vue'],
  'vault',
] as const;

/** Packages that run in Node alone. */
const forNode: ReadonlySet<string> = new Set(['vault']);

/**
 * Packages that become a part of the file that imports them. ky asks for Node 22 and runs on Node 20; npm warns of whatever asks for
 * a newer Node than the reader's, so it is not installed beside the client. A process that imports zod loads its texts in fifty
 * languages, which takes 10 MB; of a part of the vault, what nobody uses is left out.
 */
const contained: Readonly<Record<string, RegExp>> = { client: /^ky$/, vault: /^(?:@tessera\/contract(?:\/|$)|zod$)/ };

/** The entries of a package as its package.json names them: `{ index: 'src/index.ts', strict: 'src/strict.ts' }`. */
const entriesOf = (name: string): Record<string, string> => {
  const { exports } = JSON.parse(readFileSync(inRoot(`packages/${name}/package.json`), 'utf8')) as {
    exports: Record<string, { '@tessera/source': string }>;
  };
  const sources = Object.values(exports).map((entry) => entry['@tessera/source']);
  return Object.fromEntries(sources.map((path) => [basename(path, '.ts'), inRoot(`packages/${name}/${path}`)]));
};

/** How Vite builds a package for npm: readable, with its imports left as they are. */
export const packageEnvironment = (name: string): EnvironmentOptions => ({
  consumer: forNode.has(name) ? 'server' : 'client',
  // Of packages for Node, Vite would leave out whatever is installed.
  ...(forNode.has(name) && contained[name] && { resolve: { noExternal: contained[name] } }),
  build: {
    outDir: inRoot(`packages/${name}/dist`),
    emptyOutDir: true,
    minify: false,
    target: 'es2022',
    lib: { entry: entriesOf(name), formats: ['es'], fileName: (_, entry) => `${entry}.js` },
    rolldownOptions: {
      external: (id) => !id.startsWith('.') && !id.startsWith('/') && !contained[name]?.test(id),
      onLog: (level, log, next) => {
        // Rolldown warns that a bundle may lose directives such as `use client`. These entries keep theirs.
        if (log.code === 'MODULE_LEVEL_DIRECTIVE') return;
        // What is imported when it is needed would be loaded from the start.
        if (log.code === 'INEFFECTIVE_DYNAMIC_IMPORT') throw new Error(log.message);
        next(level, log);
      },
    },
  },
});
