import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { dataFolder, initVault, makeApplication, serveVault } from '../processes/vault-process.ts';
import { codeBlock } from './markdown.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Puts what a reader puts in its place: the key, and where the vault is when not on the port of the README. */
const asRead = (code: string, key: string, vault: string): string => {
  for (const blank of ['key_…', 'http://localhost:4100']) {
    if (!code.includes(blank)) throw new Error(`A block of the README does not hold ${blank} any more.`);
  }
  return code.replaceAll('key_…', key).replaceAll('http://localhost:4100', vault);
};

const startVault = async () => {
  const folder = dataFolder();
  const { key } = await initVault(folder.path);
  const vault = await serveVault(folder.path);
  const close = async () => {
    await vault.stop();
    folder.remove();
  };
  return { vault, key, close };
};

test('the ten lines of the README make a token with the key that the README makes', async ({ page }) => {
  const { vault, key, close } = await startVault();
  const [, body = ''] = /-d '(.*)'/.exec(codeBlock('README.md', 'sh', 'curl')) ?? [];
  const { type, permissions } = JSON.parse(body);
  const elementsKey = await makeApplication(vault, key, type, permissions);

  const html = asRead(codeBlock('README.md', 'html', '<script'), elementsKey, vault.origin);
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');

  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  const input = (name: string) => page.frameLocator('#card iframe').getByRole('textbox', { name });
  await input('Card number').pressSequentially('4242424242424242');
  await input('Expiration date').pressSequentially('1234');
  await input('Security code').pressSequentially('123');
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect.poll(() => said).toEqual([expect.stringMatching(/^[0-9a-f-]{36} XXXXXXXXXXXX4242$/)]);

  server.close();
  await close();
});

test('the npm lines of the README run in Node', async () => {
  const { vault, key, close } = await startVault();
  const permissions = ['create', 'read:low', 'delete'].map((operation) => `token:general:${operation}`);
  const serverKey = await makeApplication(vault, key, 'server_to_server', permissions);

  const code = `${asRead(codeBlock('README.md', 'ts', '@tessera/js'), serverKey, vault.origin)}
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
  await close();
});
