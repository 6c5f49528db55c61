import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../build/root.ts';
import { permissions } from '../../packages/vault/src/access/permissions.ts';
import { presets } from '../../packages/vault/src/access/presets.ts';
import {
  dataFolder,
  type Initialised,
  initVault,
  makeApplication,
  serveVault,
  type VaultProcess,
} from '../processes/vault-process.ts';
import { codeBlock } from './markdown.ts';
import { reader, withBlanks, withCommand } from './reader.ts';

const page = readFileSync(new URL('../../docs/api-keys.md', import.meta.url), 'utf8');

const folder = dataFolder();
let made: Initialised;
let vault: VaultProcess;

beforeAll(async () => {
  made = await initVault(folder.path);
  // No call leaves the machine: of the destination in the example it is only asked whether it is allowed.
  vault = await serveVault(folder.path, [], ['--allowed-destinations', `nowhere.example=${made.tenant_id}`]);
});
afterAll(async () => {
  await vault.stop();
  folder.remove();
  rmSync(`${folder.path}-bin`, { recursive: true, force: true });
});

it('the commands run as printed, one after the other, each with the keys that they made', {
  timeout: 240_000,
}, async () => {
  const holding = ['field()', 'PAGE_KEY=', 'READ_KEY=', 'SERVER_KEY=', 'PROXY_KEY=', 'OPERATOR_KEY=', 'REPORTS_KEY='];
  const blocks = [...holding, '/applications?size=1', 'SECOND_KEY='].map((text) =>
    codeBlock('docs/api-keys.md', 'sh', text),
  );
  expect(blocks).toHaveLength(page.match(/^```sh$/gm)?.length ?? 0);
  const script = withBlanks(blocks.join('\n'), { './.vault': folder.path, 'http://localhost:4100': vault.origin });
  const lines = (await reader(root, withCommand(`${folder.path}-bin`)).run(script)).split('\n');
  expect(lines.slice(0, 2)).toEqual(['4242424242424242', 'XXXXXXXXXXXX4242']);
  expect(lines[2]).toMatch(/^[\w-]{36}$/);
  // The key may use the proxy: it gets as far as the list of destinations. Its answer ends without a line break.
  const [, proxied = '', last4] = /^(\{.*\})(\d+)$/.exec(lines[3] ?? '') ?? [];
  expect([JSON.parse(proxied).proxy_error.type, last4]).toEqual(['destination-not-allowed', '4242']);
  expect(lines[4]).toMatch(/\w+/);
  expect(Number(lines[5])).toBeGreaterThan(0);
  // The one of init, and eight that the page makes.
  expect(Number(lines[6])).toBe(9);
  expect(lines[7]).toBe('Shop');
});

it('the page names every type, preset and classification', () => {
  const rows = (heading: string) => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const types = new Set(permissions.flatMap((permission) => permission.application_types));
  expect(new Set([...rows('Types').matchAll(/^\| `(\w+)`/gm)].map(([, type]) => type))).toEqual(types);
  const classifications = new Set(permissions.flatMap(({ type }) => /^token:(\w+):/.exec(type)?.[1] ?? []));
  expect(new Set([...rows('Permissions').matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name))).toEqual(classifications);
  for (const name of Object.keys(presets)) expect(rows('A key for each job')).toContain(`\`${name}\``);
});

it('the rules of the page are taken, and none of them is in vain', async () => {
  const answer = await fetch(`${vault.origin}/applications`, {
    method: 'POST',
    headers: { 'BT-API-KEY': made.key, 'Content-Type': 'application/json' },
    body: codeBlock('docs/api-keys.md', 'json', '"Support"'),
  });
  const body = await answer.json();
  expect([answer.status, body.rules?.length, body.warnings]).toEqual([201, 3, undefined]);
});

it('the wrong key gets the answers of the table', async () => {
  const key = (type: string, ...held: string[]) => makeApplication(vault, made.key, type, held);
  const [pageKey, cards, low, shop] = await Promise.all([
    key('elements', 'token:pci:create'),
    key('server_to_server', 'token:pci:read:high'),
    key('server_to_server', 'token:pci:read:low'),
    key('server_to_server', 'token:bank:create'),
  ]);
  const call = async (
    apiKey: string | undefined,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const answer = await fetch(vault.origin + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...(apiKey && { 'BT-API-KEY': apiKey }), 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const bank = { type: 'bank', data: { routing_number: '021000021', account_number: '1234567890' } };
  const card = { type: 'card', data: { number: '4242424242424242' } };
  const token = (await call(pageKey, '/tokens', card)).body.id;
  const account = (await call(shop, '/tokens', bank)).body.id;
  const application = (type: string, permission: string) => ({ name: 'A', type, permissions: [permission] });
  const shopPage = { 'BT-ELEMENTS-PAGE': 'https://shop.example' };
  const demoPage = { 'BT-ELEMENTS-PAGE': 'http://localhost:4200' };

  const answers = [
    await call(undefined, '/tokens'),
    await call('key_1111111111111111111111', '/tokens'),
    await call(pageKey, `/tokens/${token}`),
    await call(pageKey, '/tokens', bank),
    await call(made.key, '/tokens', card),
    await call(shop, '/applications', application('elements', 'token:pci:create')),
    await call(cards, '/proxy', {}, { 'BT-PROXY-URL': 'https://nowhere.example' }),
    await call(cards, `/tokens/${account}`),
    await call(shop, '/tokens', bank, demoPage),
    await call(pageKey, '/tokens', card, shopPage),
    await call(made.key, '/applications', application('elements', 'token:pci:creat')),
    await call(made.key, '/applications', application('elements', 'token:pci:read:high')),
  ];
  for (const { status, body } of answers) {
    const { type, detail, errors } = body.proxy_error ?? body;
    const said = errors ? Object.values<string[]>(errors).flat().join(' ') : detail.split(': add it')[0];
    const at = errors ? `, at \`${Object.keys(errors).join()}\`` : '';
    expect(page, JSON.stringify(body)).toContain(`${status} \`${type}\`${at}: ${said}`);
  }
  const masked = await call(low, `/tokens/${token}`);
  expect([masked.status, masked.body.data.number]).toEqual([200, 'XXXXXXXXXXXX4242']);
});
