import type { Plugin } from 'vite';
import { inRoot } from './root.ts';

/**
 * Leaves the sentences of errors out of `/js/elements.js`, whose errors then carry their codes as messages. That script
 * backs another vendor's client, which has its own sentences; docs/elements.md explains each code.
 */
export const codesAlone: Plugin = {
  name: 'codes-alone',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'elementsScript',
  load: (id) => (id === inRoot('packages/bridge/src/error-texts.ts') ? 'export const errorTexts = {};' : null),
};

/** Replaces the loader that Vite puts around each dynamic import, which preloads styles and dependencies that we do not have. */
export const plainImports: Plugin = {
  name: 'plain-imports',
  apply: 'build',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (file) => file();' : null),
};
