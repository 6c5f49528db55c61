import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import vue from '@vitejs/plugin-vue';
import { build } from 'vite';
import { computedModules } from '../../build/computed-modules.ts';
import { fromSources, inRoot } from '../../build/root.ts';

/** Bundles a program that a document shows into one script for browsers. The packages come from their sources. */
export const bundle = async (files: Readonly<Record<string, string>>, entry: string): Promise<string> => {
  // Inside the repository, so that packages resolve as they do for a program beside them.
  const folder = mkdtempSync(inRoot('node_modules/.guide-'));
  try {
    for (const [name, code] of Object.entries(files)) writeFileSync(`${folder}/${name}`, code);
    await build({
      ...fromSources,
      configFile: false,
      root: folder,
      logLevel: 'error',
      plugins: [computedModules, vue()],
      build: {
        outDir: 'dist',
        modulePreload: false,
        rolldownOptions: { input: `${folder}/${entry}`, output: { entryFileNames: 'page.js', codeSplitting: false } },
      },
    });
    return readFileSync(`${folder}/dist/page.js`, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
};
