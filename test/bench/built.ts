import { spawnSync } from 'node:child_process';
import { isStale, missingFiles } from '../../build/release/built.ts';
import { inRoot } from '../../build/root.ts';

/** The command line of the vault once it is built, in a folder with the sources of the repository. */
export const builtCli = (folder: string): string => `${folder}/packages/vault/dist/cli.js`;

/** What runs when a vault of the build does. */
const parts = ['rules', 'contract', 'vault'].map((name) => inRoot(`packages/${name}`));

/** The command line of this working tree, built as production runs it. What is older than its sources is built again first. */
export const ownCli = (): string => {
  if (parts.some((part) => missingFiles(part).length > 0 || isStale(part))) {
    const { status } = spawnSync('npm', ['run', '-s', 'build'], { cwd: inRoot(''), stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error('The build failed; the lines above say why.');
  }
  return builtCli(inRoot('').replace(/\/$/, ''));
};

/** How Node runs a file: sources import the sources of other packages, and what was built imports what was built. */
export const nodeFlags = (file: string): string[] => (file.includes('/dist/') ? [] : ['--conditions=@tessera/source']);
