import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { EnvironmentOptions, Plugin, Rolldown } from 'vite';
import { fromSources, inRoot } from './root.ts';

/** Where the pages of the console are built to. The vault serves this folder on a listener of its own. */
export const consoleOut = 'packages/console/dist';

/**
 * The most that a browser loads before the first view of the console is there, for what is around all views of people who are signed in, and
 * for any later part, in bytes after brotli.
 */
export const consoleBudgets = { first: 13_650, inside: 27_550, later: 120_000 };

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

const document = (script: string, ahead: Iterable<string>, style: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Tessera</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/${style}">
<script type="module" blocking="render" src="/${script}"></script>
${[...ahead].map((file) => `<link rel="modulepreload" href="/${file}">\n`).join('')}<body></body>
</html>
`;

/** A chunk and all chunks that it imports at once. */
const imported = (bundle: Rolldown.OutputBundle, fileName: string, seen = new Set<string>()): Set<string> => {
  const chunk = bundle[fileName];
  if (chunk?.type !== 'chunk' || seen.has(fileName)) return seen;
  seen.add(fileName);
  for (const name of chunk.imports) imported(bundle, name, seen);
  return seen;
};

/**
 * Writes the documents of the console: that of the pages in front of it, and that of all others. Each names what its first view imports, so
 * that the browser fetches all of it at once. They have no inline script or style, so a policy needs to allow files of their origin alone.
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
    const inside = files.find((file) => file.type === 'chunk' && file.name === 'inside');
    if (!inside) return this.error('What people who are signed in need is no file of its own.');
    const first = imported(bundle, script.fileName);
    const all = imported(bundle, inside.fileName, new Set(first));
    for (const [fileName, wanted] of Object.entries({ 'sign-in.html': first, 'index.html': all })) {
      const ahead = [...wanted].filter((name) => name !== script.fileName);
      this.emitFile({ type: 'asset', fileName, source: document(script.fileName, ahead, style) });
    }
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

/** The files of the console: those of its first view, those that people who are signed in need beside them, and each other one. */
export const consoleFiles = (): { first: string[]; inside: string[]; later: string[] } => {
  const files = (pattern: string) => globSync(inRoot(`${consoleOut}/${pattern}`));
  const scripts = (pattern: string) => new Set(files(pattern).flatMap((file) => [...withImports(file)]));
  const first = new Set([...files('sign-in.html'), ...files('assets/*.css'), ...scripts('assets/console.*.js')]);
  const inside = [...scripts('assets/inside.*.js')].filter((file) => !first.has(file));
  const later = files('assets/*.js').filter((file) => !first.has(file) && !inside.includes(file));
  return { first: [...first], inside, later };
};
