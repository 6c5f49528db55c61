import { existsSync } from 'node:fs';
import { type Plugin, runnerImport } from 'vite';
import { fromSources, inRoot, root } from './root.ts';

/** Modules whose exports are computed from tables: the contract's routes and their names, the table of card brands, the stylesheet of frames,
 * the text of the early frame. */
const computed = [
  ...['packages/client/src/routes.ts', 'packages/client/src/method-names.ts', 'packages/rules/src/brand-text.ts'],
  'packages/frame/src/view/style/base-styles.ts',
  'packages/js/src/early-text.ts',
].map(inRoot);

/**
 * Runs these modules during the build and puts their exports into the bundle as plain data, so that the validator or
 * library that computed them stays out of it.
 */
export const computedModules: Plugin = {
  name: 'computed-modules',
  apply: 'build',
  buildStart() {
    const missing = computed.filter((path) => !existsSync(path));
    if (missing.length > 0)
      this.error(`build/computed-modules.ts names files that do not exist: ${missing.join(', ')}.`);
  },
  async load(id) {
    if (!computed.includes(id)) return null;
    const { module } = await runnerImport<Record<string, unknown>>(id, {
      // Otherwise Node would load the other packages as they were last built, which may be older than their sources.
      environments: { inline: { resolve: { ...fromSources.resolve, noExternal: [/^@tessera\//] } } },
      configFile: false,
      root,
      logLevel: 'error',
    });
    return Object.entries(module)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join('\n');
  },
};
