import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../root.ts';
import { missingFiles } from './built.ts';

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

export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  repository?: unknown;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** The package.json in a folder. */
export const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The packages that go to npm, by their folders' names. */
export const published = readdirSync(join(root, 'packages')).filter(
  (name) => !manifestOf(join(root, 'packages', name)).private,
);

/** Packs what was built as npm would publish it; the tarballs by package. */
export const pack = async (into: string, names: readonly string[] = published): Promise<Map<string, string>> => {
  for (const name of names) {
    const [missing] = missingFiles(join(root, 'packages', name));
    if (missing) throw new Error(`${missing} is missing. Run "npm run build" first; "npm run check" does.`);
  }
  const workspaces = names.flatMap((name) => ['-w', `packages/${name}`]);
  const said = await run(root, 'npm', [
    'pack',
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    into,
    ...workspaces,
  ]);
  // npm 12 lists what it packed by name, older ones as a list.
  const packed = Object.values(JSON.parse(said) as Record<string, { name: string; filename: string }>);
  return new Map(packed.map(({ name, filename }) => [name, join(into, filename)]));
};
