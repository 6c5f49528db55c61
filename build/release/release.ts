/*
 * `npm run release`: builds all packages, packs and checks them, and publishes them with provenance. With `--dry-run` it publishes
 * nothing, needs no network, and lists what it would publish and what stands in the way.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot, root } from '../root.ts';
import { check } from './check.ts';
import { objections } from './objections.ts';
import { manifestOf, pack, published } from './pack.ts';

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const isDry = values['dry-run'];
const say = (text: string) => void process.stderr.write(`${text}\n`);

const folderOf = (name: string) => inRoot(`packages/${name}`);

const inTheWay = () =>
  objections({
    manifests: published.map((name) => manifestOf(folderOf(name))),
    changelog: readFileSync(inRoot('CHANGELOG.md'), 'utf8'),
    pending: globSync('.changeset/*.md', { cwd: root })
      .map((path) => basename(path))
      .filter((name) => name !== 'README.md'),
    isDirty: execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }) !== '',
    environment: process.env,
  });

/** Builds and packs everything, and throws where a check finds something. The tarballs by package. */
const packChecked = async (into: string): Promise<Map<string, string>> => {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  const tarballs = await pack(into);
  const wrong: string[] = [];
  for (const name of published) {
    const found = await check(folderOf(name), tarballs.get(`@tessera/${name}`) ?? '');
    wrong.push(...found.map((problem) => `@tessera/${name}: ${problem}`));
  }
  if (wrong.length > 0) throw new Error(`publint or arethetypeswrong found:\n${wrong.join('\n')}`);
  return tarballs;
};

const publish = (tarball: string): void => {
  execFileSync('npm', ['publish', tarball, '--provenance', '--access', 'public'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
};

const reasons = inTheWay();
if (reasons.length > 0 && !isDry) {
  say(`Nothing was built or published:\n${reasons.map((reason) => `- ${reason}`).join('\n')}`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'tessera-release-'));
try {
  const tarballs = await packChecked(folder);
  say(`\n${isDry ? 'Would publish' : 'Publishing'}, each with provenance and for everybody:`);
  for (const name of published) {
    const { version } = manifestOf(folderOf(name));
    const tarball = tarballs.get(`@tessera/${name}`) ?? '';
    say(`  @tessera/${`${name}@${version}`.padEnd(20)} ${(statSync(tarball).size / 1000).toFixed(1).padStart(8)} kB`);
    if (!isDry) publish(tarball);
  }
  if (isDry && reasons.length > 0) {
    say(`\nA release would refuse to start now:\n${reasons.map((reason) => `- ${reason}`).join('\n')}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
