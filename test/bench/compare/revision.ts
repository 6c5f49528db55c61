import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Sources from which a vault is started. */
export interface Build {
  /** What the table calls it. */
  name: string;
  /** The command line of the vault. */
  cli: string;
  remove(): void;
}

/** What images start: older revisions have no file of JavaScript for that. */
const cliIn = (folder: string): string => {
  const start = join(folder, 'packages/vault/start.js');
  return existsSync(start) ? start : join(folder, 'packages/vault/src/cli.ts');
};

/** The sources of this working tree. */
export const workingTree: Build = { name: 'now', cli: cliIn(repository), remove: () => undefined };

/**
 * The sources of another revision with its own dependencies, in a temporary folder. `revision` may also be a folder in which they are
 * ready to run. What is built are the files for browsers; the vault itself runs from its sources, as it does in images.
 */
export const checkOut = async (revision: string): Promise<Build> => {
  if (existsSync(cliIn(revision))) return { name: 'before', cli: cliIn(revision), remove: () => undefined };
  const { stdout } = await run('git', ['rev-parse', '--short', '--verify', `${revision}^{commit}`], {
    cwd: repository,
  });
  const commit = stdout.trim();
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-baseline-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const archive = join(folder, 'sources.tar');
    await run('git', ['archive', '--output', archive, commit], { cwd: repository });
    await run('tar', ['-xf', archive, '-C', folder]);
    for (const command of [
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
      ['run', 'build', '--', '--mode', 'served'],
    ])
      await run('npm', command, { cwd: folder, timeout: 600_000, maxBuffer: 2 ** 26 });
    return { name: commit, cli: cliIn(folder), remove };
  } catch (error) {
    remove();
    throw new Error(`The revision ${revision} could not be made ready.`, { cause: error });
  }
};
