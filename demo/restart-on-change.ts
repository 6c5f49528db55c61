import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether vault, served scripts or the shop's server are made of this file. Pages, and the wrappers that only pages load, are
 * reloaded by Vite without a restart.
 */
export const needsRestart = (path: string): boolean =>
  /^(packages\/(?!react\/|vue\/)[\w-]+\/src\/|demo\/[^/]+$|build\/)/.test(path) &&
  /\.(ts|js|css)$/.test(path) &&
  !/\.(test|spec|suite|test-d)\.ts$|\/testing\//.test(path);

interface Watched {
  /** Arguments of Node: the program to run. */
  command: readonly string[];
  root: string;
  /** Folders under the root that are watched with everything in them. */
  folders: readonly string[];
  /** Whether the program needs a restart when this file has changed; the path starts at the root. */
  concerns: (path: string) => boolean;
  say: (text: string) => void;
  /** Ends the program and the watching. */
  stop: AbortSignal;
}

/** Editors write a file in several steps, and a checkout changes many files. In milliseconds. */
const quietFor = 150;

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('close', () => resolve()));

/**
 * Runs a program until `stop`, and starts it anew after each change of its sources. A program that
 * ends by itself, for instance because of a mistake in the changed file, is started again after the next change.
 */
export const restartOnChange = async ({
  command,
  root,
  folders,
  concerns,
  say,
  stop,
}: Watched): Promise<void> => {
  let tell: (path: string | undefined) => void = () => {};
  let timer: NodeJS.Timeout | undefined;
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, name) => {
      const path = `${folder}/${String(name).replaceAll('\\', '/')}`;
      if (!concerns(path)) return;
      clearTimeout(timer);
      timer = setTimeout(() => tell(path), quietFor);
    }),
  );
  stop.addEventListener('abort', () => tell(undefined));

  while (!stop.aborted) {
    const change = new Promise<string | undefined>((resolve) => {
      tell = resolve;
    });
    const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
    void ended(child).then(() => {
      if (child.exitCode) say('Waiting for a change, to start again …\n');
    });
    const path = await change;
    if (path) say(`${path} has changed: starting again …\n`);
    child.kill('SIGTERM');
    await ended(child);
  }
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
};
