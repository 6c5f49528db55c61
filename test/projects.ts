import type { TestProjectInlineConfiguration } from 'vitest/config';
import { fromSources, inRoot } from '../build/root.ts';

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

/**
 * Vitest's projects, which choose suites by file name. `*.stores.test.ts` runs twice: in `unit` on vaults that keep their data in
 * SQLite, and in `postgres` on vaults that keep it in PostgreSQL. `*.browser.test.ts` starts a browser.
 */
export const projects: TestProjectInlineConfiguration[] = [
  {
    ...fromSources,
    test: {
      name: 'unit',
      include: ['packages/*/src/**/*.test.ts', 'build/**/*.test.ts', 'demo/*.test.ts', 'test/**/*.test.ts'],
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
      include: ['packages/vault/src/**/*.stores.test.ts'],
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
