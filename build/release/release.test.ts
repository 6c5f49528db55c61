import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { inRoot } from '../root.ts';
import { isStale, missingFiles } from './built.ts';
import { nextVersion, type Plan, section, withSection } from './changelog.ts';
import { objections } from './objections.ts';
import { manifestOf, published } from './pack.ts';
import { versionFiles } from './version-files.ts';

const plan: Plan = {
  changesets: [
    { summary: 'A fix.\nWith a second line.', releases: [{ name: '@tessera/vault', type: 'patch' }] },
    {
      summary: 'A feature.',
      releases: [
        { name: '@tessera/js', type: 'minor' },
        { name: '@tessera/vault', type: 'patch' },
      ],
    },
  ],
  releases: [
    { name: '@tessera/js', oldVersion: '0.1.0', newVersion: '0.2.0' },
    { name: '@tessera/vault', oldVersion: '0.1.0', newVersion: '0.2.0' },
  ],
};

describe('the changelog', () => {
  const text =
    '## 0.2.0\n\n### New\n\n- A feature. (`@tessera/js`, `@tessera/vault`)\n\n### Fixed\n\n- A fix.\n  With a second line. (`@tessera/vault`)\n';

  it('names each change once, the biggest first', () => {
    expect(section(plan)).toBe(text);
  });

  it('has the newest version on top', () => {
    const first = withSection('# Changelog\n\nWords.\n', '## 0.1.0\n');
    expect(first).toBe('# Changelog\n\nWords.\n\n## 0.1.0\n');
    expect(withSection(first, text)).toBe(`# Changelog\n\nWords.\n\n${text}\n## 0.1.0\n`);
  });

  it('has no section without changes, and none for two versions', () => {
    expect(() => nextVersion({ changesets: [], releases: [] })).toThrow('nothing to release');
    const [js, vault] = plan.releases;
    if (!js || !vault) throw new Error('The plan has two releases.');
    const split = { ...plan, releases: [js, { ...vault, newVersion: '0.1.1' }] };
    expect(() => nextVersion(split)).toThrow('0.2.0 and 0.1.1');
  });
});

describe('the version', () => {
  const { version } = manifestOf(inRoot('packages/vault'));

  it.each(versionFiles)('is that of the packages in $path', ({ path, find }) => {
    expect(find.exec(readFileSync(inRoot(path), 'utf8'))?.[2]).toBe(version);
  });

  it('is one for every package of the repository, those that stay private included', () => {
    const { fixed } = JSON.parse(readFileSync(inRoot('.changeset/config.json'), 'utf8'));
    expect(fixed).toEqual([['@tessera/*']]);
    for (const name of [...published, 'frame', 'console']) {
      expect(manifestOf(inRoot(`packages/${name}`))).toMatchObject({ name: `@tessera/${name}`, version });
    }
  });
});

describe('a release', () => {
  const manifest = (name: string, more: object = {}) => ({
    name,
    version: '0.2.0',
    repository: 'https://code.example',
    ...more,
  });
  const good = {
    manifests: [
      manifest('@tessera/rules'),
      manifest('@tessera/js', { dependencies: { '@tessera/rules': '0.2.0', ky: '^2' } }),
    ],
    changelog: '# Changelog\n\n## 0.2.0\n',
    pending: [],
    isDirty: false,
    environment: { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://ci.example' },
  };

  it('has nothing in its way when everything is named, committed and of one version', () => {
    expect(objections(good)).toEqual([]);
  });

  it.each([
    [
      'two versions',
      { manifests: [manifest('a'), manifest('b', { version: '0.3.0' })] },
      'different versions: 0.2.0, 0.3.0',
    ],
    [
      'an older package of ours',
      { manifests: [manifest('a'), manifest('b', { dependencies: { a: '0.1.0' } })] },
      'b asks for a 0.1.0',
    ],
    ['a version without a section', { changelog: '## 0.2.0-rc\n' }, 'no section 0.2.0'],
    ['changes that wait', { pending: ['brave-cats.md'] }, 'brave-cats.md'],
    ['changes that are not committed', { isDirty: true }, 'not committed'],
    ['a package without a repository', { manifests: [manifest('a', { repository: undefined })] }, '"repository" to a'],
    ['a place that cannot sign', { environment: {} }, 'id-token: write'],
  ])('is refused with %s', (_, change, words) => {
    const reasons = objections({ ...good, ...change });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(words);
  });
});

describe('packing', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** A package with these files, each of the given age. */
  const packageWith = (files: Record<string, number>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-pack-'));
    folders.push(folder);
    const entry = { '@tessera/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' };
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ exports: { '.': entry }, bin: { it: 'dist/cli.js' } }),
    );
    for (const [name, time] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), '');
      utimesSync(join(folder, name), time, time);
    }
    return folder;
  };
  const built = { 'dist/index.js': 20, 'dist/index.d.ts': 20, 'dist/cli.js': 20 };

  it('notices code that was never built', () => {
    const folder = packageWith({ 'src/index.ts': 10, 'dist/script/elements.js': 20 });
    expect(missingFiles(folder).sort()).toEqual(
      Object.keys(built)
        .map((name) => join(folder, name))
        .sort(),
    );
    expect(missingFiles(packageWith({ 'src/index.ts': 10, ...built }))).toEqual([]);
  });

  it('notices code that is older than a source, and not than a test', () => {
    expect(isStale(packageWith({ 'src/index.ts': 10, ...built }))).toBe(false);
    expect(isStale(packageWith({ 'src/index.ts': 10, 'src/part/new.ts': 30, ...built }))).toBe(true);
    expect(
      isStale(packageWith({ 'src/index.ts': 10, 'src/new.test.ts': 30, 'src/testing/new.ts': 30, ...built })),
    ).toBe(false);
  });

  it('is preceded by a build in every package that is published', () => {
    for (const name of published) {
      const { scripts } = JSON.parse(readFileSync(inRoot(`packages/${name}/package.json`), 'utf8'));
      expect(scripts.prepack).toBe('node ../../build/release/prepack.ts');
    }
  });
});
