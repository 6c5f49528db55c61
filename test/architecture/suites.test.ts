import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot, root } from '../../build/root.ts';

/**
 * What is wrong with the name of a suite of the vault, if anything. One that starts vaults without saying where they keep their
 * data has to pass on both stores; the name makes it run on both.
 */
const objection = (file: string, text: string): string | undefined => {
  const startsVaults = /\bstartRig\(/.test(text);
  const asksForStore = /\binject\('engine'\)/.test(text);
  const choosesStorage = /\bstorageIn(Files|Database)\(/.test(text);
  const isOnBoth = file.endsWith('.stores.test.ts');
  if (startsVaults && !choosesStorage && !isOnBoth) {
    return `${file} starts vaults on any store: name it *.stores.test.ts, or give startRig a place`;
  }
  if (isOnBoth && (choosesStorage || !(startsVaults || asksForStore))) {
    return `${file} would run twice on the same store: name it *.test.ts`;
  }
  return undefined;
};

describe('suites of the vault', () => {
  it('run on both stores where they choose none', () => {
    const suites = globSync('packages/vault/src/**/*.test.ts', { cwd: root });
    expect(suites.length).toBeGreaterThan(50);
    expect(suites.flatMap((file) => objection(file, readFileSync(inRoot(file), 'utf8')) ?? [])).toEqual([]);
  });

  it.each([
    ['a vault on any store under a plain name', 'a.test.ts', 'rig = await startRig();'],
    ['a vault in files under the name for both', 'a.stores.test.ts', 'startRig({ place: storageInFiles() })'],
    ['no vault under the name for both', 'a.stores.test.ts', 'expect(1).toBe(1)'],
  ])('are refused with %s', (_, file, text) => {
    expect(objection(file, text)).toContain(file);
  });
});

it('tests in browsers have no tag but those that test/playwright.config.ts knows', () => {
  const specs = globSync('test/**/*.spec.ts', { cwd: root }).map((file) => readFileSync(inRoot(file), 'utf8'));
  const tags = new Set(specs.flatMap((text) => [...text.matchAll(/\btag: '([^']+)'/g)].map(([, tag]) => tag)));
  expect([...tags].sort()).toEqual(['@firefox', '@whole-browser']);
});
