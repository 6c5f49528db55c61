import { build } from 'vite';

/**
 * A package of the vendor's SDK as a merchant's bundler makes a script of it. The script defines one global,
 * `PublishedSdk`, the class that the package exports.
 */
export async function bundleSdk(name: string): Promise<string> {
  const entry = 'published-sdk';
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: entry,
        resolveId: (id) => (id === entry ? `\0${entry}` : null),
        load: (id) =>
          id === `\0${entry}` ? `import { BasisTheory } from '${name}'; window.PublishedSdk = BasisTheory;` : null,
      },
    ],
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: entry, output: { format: 'iife' } },
    },
  });
  const [script] = 'output' in built ? built.output : [];
  if (script?.type !== 'chunk') throw new Error(`No script came of ${name}.`);
  return script.code;
}
