import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuiltFiles, loadFiles, NotBuiltError } from '../pages/files.ts';
import { CommandError } from './command-error.ts';
import type { Terminal } from './terminal.ts';

/** Where the packages lie: beside ours in a checkout and in `node_modules` alike. */
const packages = new URL(import.meta.url.endsWith('.ts') ? '../../../' : '../../', import.meta.url);

const build = async (root: string, { err }: Terminal): Promise<void> => {
  err('The frames and scripts that the vault serves are not built yet. Building them now …\n');
  // Its words go to standard error, like everything that is not an answer.
  const npm = spawn('npm', ['run', 'build', '--', '--mode', 'served'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new CommandError('The build failed; the lines above say why. Mend that, then start again.');
};

/** The frames and scripts to serve. In a checkout where they are not built yet, builds them first and says so. */
export const builtFiles = async (terminal: Terminal): Promise<BuiltFiles> => {
  try {
    return loadFiles(packages);
  } catch (error) {
    const root = new URL('../', packages);
    if (!(error instanceof NotBuiltError) || !existsSync(new URL('vite.config.ts', root))) throw error;
    await build(fileURLToPath(root), terminal);
    return loadFiles(packages);
  }
};
