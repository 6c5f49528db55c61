import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, type Page, test } from '@playwright/test';
import { root } from '../../build/root.ts';
import { freePort } from '../processes/free-port.ts';
import { bundle } from './bundle.ts';
import { type FirstToken, followReadme } from './first-token.ts';

let readme: FirstToken | undefined;
/** A snippet with the keys that the commands of the README made. */
const filled: FirstToken['filled'] = (...which) => readme?.filled(...which) ?? '';
test.beforeAll(async () => {
  readme = await followReadme(root, await freePort());
});
test.afterAll(() => readme?.close());

/** Serves a page, and its script if it has one, from an origin of its own. */
const serve = async (html: string, script = '') => {
  const server = createServer(({ url }, response) => {
    response.setHeader('content-type', `text/${url === '/page.js' ? 'javascript' : 'html'}; charset=utf-8`);
    response.end(url === '/page.js' ? script : html);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
};

/** What a page writes to the console, and its errors. */
const consoleOf = (page: Page): string[] => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  return said;
};

const typeCard = async (page: Page) => {
  const input = (name: string) => page.frameLocator('#card iframe').getByRole('textbox', { name });
  await input('Card number').pressSequentially('4242424242424242');
  await input('Expiration date').pressSequentially('1234');
  await input('Security code').pressSequentially('123');
};

test('the script tag of the README makes a token with the key that the README made', async ({ page }) => {
  const { url, close } = await serve(filled('html', '<script', 'ELEMENTS_KEY'));
  const said = consoleOf(page);
  await page.goto(url);
  await typeCard(page);
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect.poll(() => said).toEqual([expect.stringMatching(/^[0-9a-f-]{36} XXXXXXXXXXXX4242$/)]);
  close();
});

test('the React component of the README makes a token with the key that the README made', async ({ page }) => {
  const code = `${filled('tsx', '@tessera/react', 'ELEMENTS_KEY')}
import { createRoot } from 'react-dom/client';
createRoot(document.querySelector('#root')!).render(<Checkout />);`;
  const script = await bundle({ 'page.tsx': code }, 'page.tsx');
  const html =
    '<!doctype html><html lang="en"><div id="root"></div><script type="module" src="/page.js"></script></html>';
  const { url, close } = await serve(html, script);
  const said = consoleOf(page);
  const created = page.waitForResponse((response) => response.url().endsWith('/tokens'));
  await page.goto(url);
  await typeCard(page);
  await page.getByRole('button', { name: 'Pay' }).click();
  expect((await created).status()).toBe(201);
  expect(said).toEqual([]);
  close();
});

test('the npm lines of the README run in Node with the key that the README made', async () => {
  const code = `${filled('ts', '@tessera/js', 'SERVER_KEY')}
console.log(JSON.stringify({ token, page, left: (await bt.tokens.list()).data.length }));`;
  const flags = ['--conditions=@tessera/source', '--input-type=module-typescript'];
  const child = spawn(process.execPath, [...flags, '--eval', code], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [exit]] = await Promise.all([text(child.stdout), once(child, 'close')]);

  expect(exit).toBe(0);
  const { token, page, left } = JSON.parse(said);
  expect(page).toMatchObject({ pagination: { totalItems: 1 }, data: [{ id: token.id, metadata: { customer: '42' } }] });
  expect(left).toBe(0);
});
