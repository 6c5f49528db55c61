import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf, run } from '../../build/release/pack.ts';
import { root } from '../../build/root.ts';

const versionOf = (name: string) => manifestOf(join(root, 'node_modules', name)).version;

/** Installs tarballs and the other dependencies of a shop, in the versions of this repository, which npm has in its cache. */
export const install = async (folder: string, tarballs: ReadonlyMap<string, string>): Promise<void> => {
  const others = ['react', 'react-dom', 'vue', '@types/node', '@types/react', '@types/react-dom', '@types/pg'];
  const dependencies = Object.fromEntries([
    ...[...tarballs].map(([name, file]) => [name, `file:${file}`]),
    ...others.map((name) => [name, versionOf(name)]),
  ]);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', type: 'module', dependencies }));
  await run(folder, 'npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']);
};
