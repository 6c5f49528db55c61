import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { inRoot, root } from '../../build/root.ts';

/** Packages whose exports are for other programs. The vault is a program, and what it exports starts it. */
const libraries = ['rules', 'contract', 'client', 'elements', 'js', 'react', 'vue'];

export interface Entry {
  /** What an import names: `@tessera/client/strict`. */
  readonly specifier: string;
  readonly file: string;
}

/** Every entry of every library, as its package.json names them. */
export const entries: readonly Entry[] = globSync('packages/*/package.json', { cwd: root })
  .filter((path) => libraries.includes(basename(dirname(path))))
  .flatMap((path) => {
    const { name, exports } = JSON.parse(readFileSync(inRoot(path), 'utf8')) as {
      name: string;
      exports: Record<string, { '@tessera/source': string }>;
    };
    return Object.entries(exports).map(([at, { '@tessera/source': source }]) => ({
      specifier: name + at.slice(1),
      file: inRoot(`${dirname(path)}/${source}`),
    }));
  })
  .sort((a, b) => a.specifier.localeCompare(b.specifier));
