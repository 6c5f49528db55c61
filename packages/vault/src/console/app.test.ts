import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';
import { storageInFiles } from '../testing/stores.ts';
import { loadApp } from './app-files.ts';
import { type ConsoleRig, consoleOf } from './testing/console-rig.ts';

const inline = "document.documentElement.lang = 'en'";
const html = `<!doctype html><title>Console</title><script>${inline}</script><script type="module" src="/assets/main.B4x2.js"></script>`;

const gateHtml = `<!doctype html><title>Console</title><script type="module" src="/assets/main.B4x2.js"></script>`;

let rig: Rig;
let console: ConsoleRig;
let folder: string;

beforeAll(async () => {
  rig = await startRig({ place: storageInFiles() });
  folder = mkdtempSync(join(tmpdir(), 'console-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), html);
  writeFileSync(join(folder, 'sign-in.html'), gateHtml);
  writeFileSync(join(folder, 'assets/main.B4x2.js'), 'export {};');
  writeFileSync(join(folder, 'assets/main.B4x2.js.map'), '{}');
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  console = consoleOf(rig, { app: loadApp(pathToFileURL(`${folder}/`)) });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await rig.close();
});

const page = (path: string, method = 'GET') =>
  console.call(method, path, { headers: { 'Tessera-Console': undefined, Origin: undefined } });

it.each(['/', '/tokens', '/t/x/logs?size=5', '/sessions', '/sign-in/x', '/sign-in.html', '/apis'])(
  'answers %s with the document',
  async (path) => {
    expect(await page(path)).toMatchObject({ status: 200, text: html });
  },
);

it.each(['/sign-in', '/sign-in?openid=expired', '/enrol'])(
  'answers %s with the document that loads less',
  async (path) => {
    const { status, text, headers } = await page(path);
    expect({ status, text }).toEqual({ status: 200, text: gateHtml });
    expect(headers.get('Content-Security-Policy')).toContain('script-src https://console.test/assets/;');
  },
);

it('lets the document do what it needs and nothing else', async () => {
  const { headers } = await page('/');
  const digest = createHash('sha256').update(inline).digest('base64');
  expect(headers.get('Content-Security-Policy')).toBe(
    [
      "default-src 'none'",
      `script-src https://console.test/assets/ 'sha256-${digest}'`,
      'style-src https://console.test/assets/',
      "img-src 'self' data:",
      'font-src https://console.test/assets/',
      "connect-src 'self'",
      "manifest-src 'self'",
      'frame-src https://vault.test',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types lit-html',
    ].join('; '),
  );
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-cache',
    'permissions-policy': expect.stringMatching(/\bcamera=\(\)/),
  });
  expect(headers.get('Set-Cookie')).toBeNull();
});

it('serves files by their names, for long, and no maps of sources', async () => {
  const script = await page('/assets/main.B4x2.js');
  expect(script).toMatchObject({ status: 200, text: 'export {};' });
  expect(script.headers.get('Cache-Control')).toContain('immutable');
  expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
  expect((await page('/icon.svg')).headers.get('Content-Security-Policy')).toContain('sandbox');
  for (const path of ['/assets/main.B4x2.js.map', '/assets/none.js', '/assets/..%2findex.html']) {
    expect((await page(path)).status, path).toBe(404);
  }
});

it('takes no other methods for pages', async () => {
  for (const path of ['/', '/assets/main.B4x2.js']) {
    const refused = await page(path, 'POST');
    expect(refused).toMatchObject({ status: 405, body: { type: expect.stringContaining('method-not-allowed') } });
    expect(refused.headers.get('Allow')).toBe('GET, HEAD');
  }
  expect((await page('/', 'HEAD')).text).toBe('');
});

it('says what to do where the pages are not built', async () => {
  const bare = consoleOf(rig, { app: undefined });
  expect(await bare.call('GET', '/')).toMatchObject({ status: 503, text: expect.stringContaining('npm run build') });
  expect((await bare.call('GET', '/session')).status).toBe(401);
});
