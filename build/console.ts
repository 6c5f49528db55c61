import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { EnvironmentOptions, Plugin } from 'vite';
import { fromSources, inRoot } from './root.ts';

/** Where the pages of the console are built to. The vault serves this folder on a listener of its own. */
export const consoleOut = 'packages/console/dist';

/** The most that a browser loads before the first view of the console is there, and for any later part of it, in bytes after brotli. */
export const consoleBudgets = { first: 60_000, later: 120_000 };

/** How Vite builds the console: a script with what it imports and a stylesheet for the first view, and a file for each part that is loaded later. */
export const consoleEnvironment: EnvironmentOptions = {
  consumer: 'client',
  resolve: fromSources.resolve,
  build: {
    outDir: inRoot(consoleOut),
    emptyOutDir: true,
    minify: true,
    sourcemap: false,
    target: 'es2022',
    // Colours of light and dark stand side by side (`light-dark()`), which these know.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: false,
    rolldownOptions: {
      input: inRoot('packages/console/src/main.ts'),
      output: {
        entryFileNames: 'assets/console.[hash].js',
        chunkFileNames: 'assets/[name].[hash].js',
        assetFileNames: 'assets/[name].[hash][extname]',
        comments: false,
      },
    },
  },
};

const mark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="#b3673f"><rect x="3" y="3" width="12" height="12" rx="2.5"/><rect x="18.5" y="18.5" width="9" height="9" rx="2" transform="rotate(12 23 23)"/></g><rect x="17" y="3" width="12" height="12" rx="2.5" fill="#4a63cc"/><rect x="3" y="17" width="12" height="12" rx="2.5" fill="#94887a"/></svg>';

const document = (script: string, imports: readonly string[], style: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Tessera</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/${style}">
<script type="module" src="/${script}"></script>
${imports.map((file) => `<link rel="modulepreload" href="/${file}">\n`).join('')}<body></body>
</html>
`;

/**
 * Writes the document of the console. It names what the first script imports, so that the browser fetches all of it at once. It has no
 * inline script or style, so a policy needs to allow files of its origin alone.
 */
export const consolePage: Plugin = {
  name: 'console-page',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'console',
  generateBundle(_, bundle) {
    const files = Object.values(bundle);
    const script = files.find((file) => file.type === 'chunk' && file.isEntry);
    const style = files.find(({ fileName }) => fileName.endsWith('.css'))?.fileName;
    if (script?.type !== 'chunk' || !style) return this.error('The console has no script or no stylesheet.');
    this.emitFile({ type: 'asset', fileName: 'mark.svg', source: mark });
    this.emitFile({ type: 'asset', fileName: 'index.html', source: document(script.fileName, script.imports, style) });
  },
};

/** A file and the scripts that it imports at once. */
const withImports = (file: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import) ?["']\.\/([^"']+)["']/g)) {
    withImports(inRoot(`${consoleOut}/assets/${basename(name)}`), seen);
  }
  return seen;
};

/** The files of the console: those of the first view, and each other one. */
export const consoleFiles = (): { first: string[]; later: string[] } => {
  const files = (pattern: string) => globSync(inRoot(`${consoleOut}/${pattern}`));
  const first = new Set([...files('index.html'), ...files('assets/*.css')]);
  for (const entry of files('assets/console.*.js')) for (const file of withImports(entry)) first.add(file);
  return { first: [...first], later: files('assets/*.js').filter((file) => !first.has(file)) };
};
