import { globSync, readFileSync } from 'node:fs';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { fromSources, inRoot, root } from '../build/root.ts';

/** Starts one PostgreSQL server for all suites, when the first of them asks for a database. */
const globalSetup = 'packages/vault/src/store/testing/global-postgres.ts';

/** Only ends tests that hang: no test depends on how fast a machine is. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

/**
 * Files of tests share a process and its loaded modules, which is safe because importing a module of ours changes nothing.
 * A process and a set of modules for each file took a third of the time.
 */
const together = { isolate: false };

/**
 * Each process and thread that runs the vault's sources strips their types and compiles them. Node keeps the result here, by
 * content, for the next one. The variable must be set before tests start processes.
 */
process.env.NODE_COMPILE_CACHE ??= inRoot('node_modules/.cache/compiled');

/** Suites that see a vault as its callers do, neither its files nor a database they chose themselves. */
const vaultSuites = globSync('packages/vault/src/**/*.test.ts', { cwd: root }).filter((path) => {
  const suite = readFileSync(inRoot(path), 'utf8');
  return suite.includes('startRig(') && !/rig\.folder|placeIn(Database|Files)/.test(suite);
});

/** Vitest's projects. `postgres` runs suites of `unit` once more, on vaults that keep their data in PostgreSQL. */
export const projects: TestProjectInlineConfiguration[] = [
  {
    ...fromSources,
    test: {
      name: 'unit',
      include: ['packages/*/src/**/*.test.ts', 'build/*.test.ts', 'test/**/*.test.ts'],
      exclude: ['**/*.browser.test.ts', '**/node_modules/**', '**/dist/**'],
      ...patience,
      ...together,
      globalSetup,
    },
  },
  {
    ...fromSources,
    test: {
      name: 'postgres',
      include: vaultSuites,
      provide: { engine: 'PostgreSQL' },
      ...patience,
      ...together,
      globalSetup,
    },
  },
  {
    ...fromSources,
    test: {
      name: 'browser',
      include: ['packages/*/src/**/*.browser.test.ts'],
      ...patience,
    },
  },
];
