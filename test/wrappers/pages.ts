import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, defaultClientConditions, type Plugin, type PluginOption } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Pages with the wrappers, served as a developer's machine serves them: from sources, with hot reload. */
export interface WrapperPages {
  readonly url: string;
  /** Replaces a text in a file of the pages, as an editor that saves it does. */
  edit(file: string, from: string, to: string): void;
  close(): Promise<void>;
}

/** Where a package lies for a folder: the root has the newest versions, `test/oldest` the oldest that are supported. */
const locate = (name: string, from: string): string =>
  dirname(createRequire(join(root, from, 'package.json')).resolve(`${name}/package.json`));

const frameworks = ['react', 'react-dom', 'svelte', 'vue'];

const link = (folder: string, name: string, to: string): void => {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(to, path);
};

/** Answers `/server/react.html` with what the framework renders on a server. */
const rendersOnServer: Plugin = {
  name: 'renders-on-server',
  configureServer: (server) => {
    server.middlewares.use('/server', async ({ originalUrl = '', url = '' }, response, next) => {
      try {
        const [, name] = /^\/(\w+)\.html/.exec(url) ?? [];
        const { render } = await server.ssrLoadModule(name === 'vue' ? '/vue-server.ts' : '/react-server.tsx');
        const text = readFileSync(join(server.config.root, `${name}.html`), 'utf8');
        const html = await server.transformIndexHtml(originalUrl, text);
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(html.replace('<!--rendered-->', await render()));
      } catch (thrown) {
        next(thrown);
      }
    });
  },
};

/**
 * @param framework the plugin of the framework that the pages are written for. Each takes every file for its own.
 * @param versions whose packages to use: `.` for the newest, `test/oldest`.
 */
export const startPages = async (framework: PluginOption, versions = '.'): Promise<WrapperPages> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-pages-'));
  cpSync(fileURLToPath(new URL('./pages/', import.meta.url)), folder, { recursive: true });
  // A project as npm lays it out, with links instead of copies.
  for (const name of frameworks) link(folder, name, locate(name, versions));
  for (const name of ['js', 'react', 'vue']) link(folder, `@tessera/${name}`, join(root, 'packages', name));
  const conditions = ['@tessera/source', ...defaultClientConditions];
  const server = await createServer({
    configFile: false,
    root: folder,
    // Of its own: servers of other test files run at the same time, and each would replace what another one has bundled and still serves.
    cacheDir: join(folder, 'node_modules/.vite'),
    logLevel: 'error',
    plugins: [framework, rendersOnServer],
    resolve: { conditions, dedupe: frameworks },
    ssr: { resolve: { conditions: ['@tessera/source'], externalConditions: ['@tessera/source'] } },
    server: { port: 0, host: 'localhost', fs: { strict: false } },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The pages are not served.');
  return {
    url,
    edit: (file, from, to) => {
      const text = readFileSync(join(folder, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}.`);
      writeFileSync(join(folder, file), text.replace(from, to));
    },
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
