import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../../build/root.ts';
import { builtCli, ownCli } from '../built.ts';

const run = promisify(execFile);

/** A vault that can be started. */
export interface Build {
  /** What the table calls it. */
  name: string;
  /** The command line of the vault. */
  cli: string;
  remove(): void;
}

/** Whether images of a revision start what was built, and not the sources as older ones do. */
const startsBuilt = (folder: string): boolean =>
  readFileSync(join(folder, 'Dockerfile'), 'utf8').includes('packages/vault/dist/cli.js');

const cliIn = (folder: string): string => {
  if (startsBuilt(folder)) return builtCli(folder);
  const start = join(folder, 'packages/vault/start.js');
  return existsSync(start) ? start : join(folder, 'packages/vault/src/cli.ts');
};

/** What this working tree becomes when it is built. */
export const workingTree = (): Build => ({ name: 'now', cli: ownCli(), remove: () => undefined });

/**
 * Another revision with its own dependencies, in a temporary folder. `revision` may also be a folder in which it is ready to run. Of
 * one whose images start the sources, only the files for browsers are built.
 */
export const checkOut = async (revision: string): Promise<Build> => {
  if (existsSync(join(revision, 'Dockerfile')))
    return { name: 'before', cli: cliIn(revision), remove: () => undefined };
  const { stdout } = await run('git', ['rev-parse', '--short', '--verify', `${revision}^{commit}`], { cwd: root });
  const commit = stdout.trim();
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-baseline-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const archive = join(folder, 'sources.tar');
    await run('git', ['archive', '--output', archive, commit], { cwd: root });
    await run('tar', ['-xf', archive, '-C', folder]);
    for (const command of [
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
      ['run', 'build', ...(startsBuilt(folder) ? [] : ['--', '--mode', 'served'])],
    ])
      await run('npm', command, { cwd: folder, timeout: 600_000, maxBuffer: 2 ** 26 });
    return { name: commit, cli: cliIn(folder), remove };
  } catch (error) {
    remove();
    throw new Error(`The revision ${revision} could not be made ready.`, { cause: error });
  }
};
