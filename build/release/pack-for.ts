/*
 * `npm run pack -- PACKAGE FOLDER`: packs a package and those of this repository that it needs into a folder, from which one command
 * installs them into a project. It prints that command.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { inRoot, root } from '../root.ts';
import { isStale, missingFiles } from './built.ts';
import { manifestOf, pack, published } from './pack.ts';

const fail = (text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(2);
};

/** A package and, of those in this repository, all that it needs, by their folders' names. */
const withDependencies = (name: string, found: Set<string> = new Set()): Set<string> => {
  if (found.has(name)) return found;
  found.add(name);
  for (const dependency of Object.keys(manifestOf(inRoot(`packages/${name}`)).dependencies ?? {})) {
    if (dependency.startsWith('@tessera/')) withDependencies(dependency.replace('@tessera/', ''), found);
  }
  return found;
};

// npm changes to the folder of the repository, and tells where the command was typed.
const typedIn = process.env.INIT_CWD ?? process.cwd();
const [name = '', to] = process.argv.slice(2);
if (!published.includes(name) || to === undefined) {
  fail(`Usage: npm run pack -- PACKAGE FOLDER, where PACKAGE is one of ${published.join(', ')}.`);
}
const folder = resolve(typedIn, to ?? '');
mkdirSync(folder, { recursive: true });
if (readdirSync(folder).length > 0) fail(`${folder} is not empty. Name a folder that is, or a new one.`);

const names = [...withDependencies(name)];
const folders = names.map((each) => inRoot(`packages/${each}`));
if (folders.some((each) => missingFiles(each).length > 0 || isStale(each))) {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
}
await pack(folder, names);
const project = resolve(folder, '..');
process.stdout.write(`In ${project}: npm i ./${relative(project, folder)}/*.tgz\n`);
