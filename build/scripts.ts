import type { EnvironmentOptions } from 'vite';
import { fromSources, inRoot } from './root.ts';

/**
 * Scripts that the vault serves to browsers. `budget` is the most that a browser may have to load before it can use the
 * script, in bytes after brotli; for a frame that is its document, which contains the script. Files that a script loads
 * later have a budget of their own: see `partBudget`. A script with `exports` is loaded for what it exports.
 */
export const scripts = {
  frame: {
    entry: 'packages/frame/src/main.ts',
    out: 'packages/frame/dist',
    name: 'frame.[hash].js',
    budget: 14_800,
    format: 'es',
  },
  revealScript: {
    entry: 'packages/frame/src/reveal.ts',
    out: 'packages/frame/dist/reveal-script',
    name: 'reveal.js',
    budget: 1_200,
    format: 'iife',
  },
  earlyScript: {
    entry: 'packages/elements/src/early-script.ts',
    out: 'packages/elements/dist/early-script',
    name: 'early.js',
    budget: 350,
    format: 'iife',
  },
  elementsScript: {
    entry: 'packages/elements/src/script.ts',
    out: 'packages/elements/dist/script',
    name: 'elements.js',
    budget: 6_350,
    format: 'iife',
  },
  webElementsScript: {
    entry: 'packages/elements/src/web-elements-script.ts',
    out: 'packages/elements/dist/web-elements-script',
    name: 'web-elements.js',
    budget: 9_250,
    format: 'iife',
  },
  fieldScript: {
    entry: 'packages/elements/src/field-script.ts',
    out: 'packages/elements/dist/field-script',
    name: 'tessera-field.js',
    budget: 3_000,
    format: 'iife',
  },
  clientScript: {
    entry: 'packages/client/src/create-client.ts',
    out: 'packages/client/dist/client-script',
    name: 'client.js',
    budget: 11_000,
    format: 'es',
    exports: true,
  },
  encryptScript: {
    entry: 'packages/client/src/encrypt.ts',
    out: 'packages/client/dist/encrypt-script',
    name: 'encrypt.js',
    budget: 8_000,
    format: 'es',
    exports: true,
  },
  // Contains the digests of the two above, so it is built after them.
  sdkScript: {
    entry: 'packages/js/src/script.ts',
    out: 'packages/js/dist/script',
    name: 'basis-theory.js',
    budget: 9_050,
    format: 'iife',
  },
} as const;

export type ScriptName = keyof typeof scripts;

export const scriptNames = Object.keys(scripts) as ScriptName[];

/** The budget of each file that a frame loads later, in bytes after brotli. */
export const partBudget = 4_000;

/** How Vite builds a script for browsers: minified, without comments and without a source map. */
export const scriptEnvironment = (script: ScriptName): EnvironmentOptions => {
  const { entry, out, name, format } = scripts[script];
  return {
    consumer: 'client',
    // Environments do not inherit the conditions of the configuration. Without them a bundle would contain packages as
    // they were last built, which may be older than their sources.
    resolve: fromSources.resolve,
    build: {
      outDir: inRoot(out),
      emptyOutDir: true,
      minify: true,
      sourcemap: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: inRoot(entry),
        ...('exports' in scripts[script] && { preserveEntrySignatures: 'strict' as const }),
        output: {
          format,
          entryFileNames: name,
          chunkFileNames: 'frame-[name].[hash].js',
          comments: false,
        },
      },
    },
  };
};
