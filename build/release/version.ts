/*
 * `npm run version`: gives all packages the version that the files in `.changeset` ask for, moves their sentences into CHANGELOG.md,
 * and writes the version where programs say it. Commit what it changes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { inRoot, root } from '../root.ts';
import { nextVersion, type Plan, section, withSection } from './changelog.ts';
import { versionFiles } from './version-files.ts';

const changeset = (...args: string[]): void => {
  const cli = inRoot('node_modules/@changesets/cli/bin.js');
  execFileSync(process.execPath, [cli, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
};

const readPlan = (): Plan => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-version-'));
  try {
    const file = join(folder, 'plan.json');
    changeset('status', '--output', relative(root, file));
    return JSON.parse(readFileSync(file, 'utf8')) as Plan;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const plan = readPlan();
const version = nextVersion(plan);
const changelog = inRoot('CHANGELOG.md');
writeFileSync(changelog, withSection(readFileSync(changelog, 'utf8'), section(plan)));
changeset('version');
for (const { path, find } of versionFiles) {
  const text = readFileSync(inRoot(path), 'utf8');
  if (!find.test(text))
    throw new Error(`${path} no longer says its version where build/release/version-files.ts looks.`);
  writeFileSync(
    inRoot(path),
    text.replace(find, (_, before: string, _old: string, after: string) => before + version + after),
  );
}
execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], { cwd: root, stdio: ['ignore', 2, 2] });
process.stderr.write(`All packages are ${version} now. Read CHANGELOG.md, and commit.\n`);
