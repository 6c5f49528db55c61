import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type AppFiles, loadApp } from '../console/app-files.ts';
import { type BuiltFiles, loadFiles, NotBuiltError } from '../pages/files.ts';
import { type Lock, takeLock } from '../storage/lock.ts';
import { CommandError } from './command-error.ts';

const isCheckout = import.meta.url.endsWith('.ts');
/** The folder of built files: beside this package in a checkout, and inside it when installed from npm. */
const packages = new URL(isCheckout ? '../../../' : './served/', import.meta.url);
const root = new URL('../', packages);
const lockFile = new URL('node_modules/.tessera-build.lock', root);

const build = async (say: (text: string) => void): Promise<void> => {
  say('The frames and scripts that the vault serves are not built yet. Building them now …\n');
  // The build's output goes to standard error; standard output is for results.
  const npm = spawn('npm', ['run', 'build', '--', '--mode', 'served'], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new CommandError('The build failed; the lines above say why. Mend that, then start again.');
};

const loaded = (): BuiltFiles | NotBuiltError => {
  try {
    return loadFiles(packages);
  } catch (error) {
    if (error instanceof NotBuiltError) return error;
    throw error;
  }
};

/** Waits until no other process builds. */
const buildLock = async (): Promise<Lock> => {
  for (;;) {
    const lock = takeLock(fileURLToPath(lockFile));
    if (lock) return lock;
    await pause(100);
  }
};

/**
 * The frames and scripts to serve. In a checkout where they are not built yet, this builds them first and says so. If several
 * vaults start at the same time, only one builds.
 */
export const builtFiles = async (say: (text: string) => void): Promise<BuiltFiles> => {
  const found = loaded();
  if (!(found instanceof NotBuiltError)) return found;
  if (!isCheckout || !existsSync(new URL('vite.config.ts', root))) throw found;
  const lock = await buildLock();
  try {
    if (loaded() instanceof NotBuiltError) await build(say);
    return loadFiles(packages);
  } finally {
    lock.release();
  }
};

/** The pages of the console; `undefined` where they are not built. */
export const builtConsole = (): AppFiles | undefined => loadApp(new URL('console/dist/', packages));
