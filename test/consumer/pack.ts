import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program to its end and gives back what it said; what it said is in the error when it fails. */
export const run = async (
  cwd: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, env: { ...process.env, ...env } });
    return stdout;
  } catch (thrown) {
    const { stdout = '', stderr = '' } = thrown as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`);
  }
};

interface Manifest {
  name: string;
  version: string;
  private?: boolean;
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The packages that go to npm, by their folders' names. */
export const published = readdirSync(join(root, 'packages')).filter(
  (name) => !manifestOf(join(root, 'packages', name)).private,
);

/** Packs what was built as npm would publish it; the tarballs by package. */
export const pack = async (into: string): Promise<Map<string, string>> => {
  for (const name of published) {
    if (existsSync(join(root, 'packages', name, 'dist/index.js'))) continue;
    throw new Error(`packages/${name} is not built. Run "npm run build" first; "npm run check" does.`);
  }
  const workspaces = published.flatMap((name) => ['-w', `packages/${name}`]);
  const said = await run(root, 'npm', ['pack', '--json', '--pack-destination', into, ...workspaces]);
  // npm 12 lists what it packed by name, older ones as a list.
  const packed = Object.values(JSON.parse(said) as Record<string, { name: string; filename: string }>);
  return new Map(packed.map(({ name, filename }) => [name, join(into, filename)]));
};

const versionOf = (name: string) => manifestOf(join(root, 'node_modules', name)).version;

/** Installs tarballs and what a shop has beside them, in the versions that are in the cache already. */
export const install = async (folder: string, tarballs: ReadonlyMap<string, string>): Promise<void> => {
  const others = ['react', 'react-dom', 'vue', '@types/node', '@types/react', '@types/react-dom', '@types/pg'];
  const dependencies = Object.fromEntries([
    ...[...tarballs].map(([name, file]) => [name, `file:${file}`]),
    ...others.map((name) => [name, versionOf(name)]),
  ]);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', type: 'module', dependencies }));
  await run(folder, 'npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']);
};
