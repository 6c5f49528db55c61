import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';
import { check } from '../../build/release/check.ts';
import { pack, published, run } from '../../build/release/pack.ts';
import { root } from '../../build/root.ts';
import { initVault, makeApplication, serveVault, type VaultProcess } from '../processes/vault-process.ts';
import { install } from './install.ts';

/*
 * A shop that has only what npm installs: the packages are packed, installed outside of the repository, and used there.
 */
const folder = mkdtempSync(join(tmpdir(), 'tessera-shop-'));
const inShop = (path: string) => join(folder, path);

let tarballs: Map<string, string>;
let vault: VaultProcess;
let keys: Record<'reactors' | 'server', string>;
let shop: string;
beforeAll(async () => {
  tarballs = await pack(folder);
  await install(folder, tarballs);
  cpSync(fileURLToPath(new URL('./project/', import.meta.url)), folder, { recursive: true });
  const program = [inShop('node_modules/.bin/tessera-vault')];
  const { key: management } = await initVault(inShop('data'), program);
  vault = await serveVault(inShop('data'), [], [], program);
  const permissions = ['token:general:create', 'token:general:use:reactor'];
  const key = await makeApplication(vault, management, 'server_to_server', permissions);
  keys = { reactors: await makeApplication(vault, management, 'management', ['reactor:create']), server: key };
  shop = JSON.stringify({ apiBaseUrl: vault.origin, key });
}, 180_000);
afterAll(async () => {
  await vault?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script of the shop in Node. */
const inNode = async (path: string, env: Readonly<Record<string, string>> = {}): Promise<unknown> =>
  JSON.parse(await run(folder, process.execPath, [path], env));

const sold = {
  id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  react: '<div id="card"></div>',
  vue: '<div id="bank"></div>',
};

describe('each package', () => {
  it.each(published)('%s is published in good order', async (name) => {
    const tarball = tarballs.get(`@tessera/${name}`) ?? '';
    expect(await check(inShop(`node_modules/@tessera/${name}`), tarball)).toEqual([]);
  });
});

describe('a shop with packages from npm', () => {
  it('runs in Node', async () => {
    expect(await inNode('shop.js', { SHOP: shop })).toEqual(sold);
  });

  it('runs as a bundle of Vite', async () => {
    await build({
      configFile: false,
      root: folder,
      logLevel: 'error',
      define: { 'process.env.SHOP': JSON.stringify(shop) },
      build: {
        outDir: 'vite',
        modulePreload: false,
        rolldownOptions: { input: inShop('shop.js'), output: { entryFileNames: 'shop.js' } },
      },
    });
    expect(await inNode('vite/shop.js')).toEqual(sold);
  });

  it('runs as a bundle of webpack', async () => {
    const compiler = webpack({
      mode: 'development',
      devtool: false,
      context: folder,
      entry: './shop.js',
      target: 'web',
      performance: false,
      output: { path: inShop('webpack'), filename: 'shop.cjs' },
      // Parts that are loaded later are found by the address of the page, and Node has none.
      module: { parser: { javascript: { dynamicImportMode: 'eager' } } },
      plugins: [new webpack.DefinePlugin({ 'process.env.SHOP': JSON.stringify(shop) })],
    });
    const stats = await promisify(compiler.run.bind(compiler))();
    const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
    expect([...errors, ...warnings]).toEqual([]);
    expect(await inNode('webpack/shop.cjs')).toEqual(sold);
  });

  it.each([
    ['7', 'node_modules', ['--module', 'esnext', '--moduleResolution', 'bundler']],
    ['5.9', 'test/oldest/node_modules', ['--module', 'nodenext']],
  ])(
    'passes the types of TypeScript %s, those of packages included',
    async (version, place, modules) => {
      const tsc = join(root, place, 'typescript/bin/tsc');
      expect(await run(folder, process.execPath, [tsc, '--version'])).toContain(`Version ${version}.`);
      const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false'];
      const target = [
        '--target',
        'es2022',
        '--lib',
        'esnext,dom,dom.iterable',
        '--jsx',
        'react-jsx',
        '--types',
        'node',
      ];
      expect(await run(folder, process.execPath, [tsc, ...strict, ...target, ...modules, 'types.tsx'])).toBe('');
    },
    240_000,
  );

  it('serves the frames and scripts that came with the vault', async () => {
    for (const path of ['/elements/', '/js/basis-theory.js', '/js/elements.js', '/js/web-elements.js']) {
      expect([path, (await fetch(vault.origin + path)).status]).toEqual([path, 200]);
    }
  });

  it('runs code of reactors in processes that came with the vault', async () => {
    const bt = async (key: string, path: string, body: object) => {
      const headers = { 'bt-api-key': key, 'content-type': 'application/json' };
      const answer = await fetch(vault.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return (await answer.json()) as { id: string };
    };
    const code = 'module.exports = async () => ({ raw: { sum: 20 + 22 } });';
    const formula = await bt(keys.reactors, '/reactor-formulas', {
      type: 'private',
      name: 'Sum',
      code,
      configuration: [],
      source_token_type: 'card',
    });
    const reactor = await bt(keys.reactors, '/reactors', {
      name: 'Sum',
      formula: { id: formula.id },
      configuration: {},
    });
    expect(await bt(keys.server, `/reactors/${reactor.id}/react`, { args: {} })).toMatchObject({ raw: { sum: 42 } });
  });
});
