import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from './options.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the built pages of the shop are. */
export const builtPages = join(root, 'demo/dist');

const packages = ['rules', 'contract', 'client', 'bridge', 'fields', 'elements', 'js'];
const common = [
  'vite.config.ts',
  'build',
  'package-lock.json',
  ...packages.map((name) => `packages/${name}/src`),
];

interface Target {
  what: string;
  /** Files and folders that it is made of. */
  from: readonly string[];
  /** Folders that the build fills. */
  to: readonly string[];
  /** Arguments of Node. */
  command: readonly string[];
}

const targets = {
  servedScripts: {
    what: 'the scripts and pages that the vault serves',
    from: [...common, 'packages/frame/src', 'packages/console/src'],
    to: [
      'packages/frame/dist',
      'packages/elements/dist/script',
      'packages/elements/dist/field-script',
      'packages/elements/dist/early-script',
      'packages/js/dist/script',
      'packages/console/dist',
    ],
    command: ['node_modules/vite/bin/vite.js', 'build', '--app', '--mode', 'served'],
  },
  pages: {
    what: 'the pages of the shop',
    from: [
      ...common,
      'packages/react/src',
      'packages/vue/src',
      'demo/pages',
      'demo/pages.ts',
      'demo/charge-account.js',
      'demo/orders.ts',
      'demo/reveals.ts',
      'demo/build-pages.ts',
      'demo/page-build.ts',
    ],
    to: ['demo/dist'],
    command: ['--conditions=@tessera/source', 'demo/build-pages.ts'],
  },
} satisfies Record<string, Target>;

const timesIn = (path: string): number[] => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return [stat.mtimeMs];
  return readdirSync(path)
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap((name) => timesIn(join(path, name)));
};

const isFresh = ({ from, to }: Target): boolean => {
  const built = to.flatMap((path) =>
    existsSync(join(root, path)) ? timesIn(join(root, path)) : [0],
  );
  const sources = from.flatMap((path) => timesIn(join(root, path)));
  return Math.min(...built) >= Math.max(...sources);
};

const run = async (
  command: readonly string[],
): Promise<{ code: number | null; said: string }> => {
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const code = await new Promise<number | null>((resolve) =>
    child.once('close', resolve),
  );
  return { code, said };
};

/** Builds a target that is missing or older than its sources, and says so, since that takes some seconds. */
const buildIfStale = async (target: Target): Promise<void> => {
  if (isFresh(target)) return;
  process.stderr.write(`Building ${target.what} …\n`);
  const { code, said } = await run(target.command);
  if (code !== 0)
    throw new StartError(`Building ${target.what} failed:\n${said.trim()}`);
};

export const buildServedScripts = () => buildIfStale(targets.servedScripts);
export const buildPages = () => buildIfStale(targets.pages);
