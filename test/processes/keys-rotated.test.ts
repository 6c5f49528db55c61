import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../packages/vault/src/store/testing/postgres-database.ts';
import { dataFolder, initVault, makeApplication, serveVault, type VaultProcess } from './vault-process.ts';

const folder = dataFolder();
const nodes: VaultProcess[] = [];
let manager: string;
beforeAll(async () => {
  const flags = ['--database-url', await freshDatabase()];
  ({ key: manager } = await initVault(folder.path, undefined, flags));
  for (let n = 0; n < 2; n += 1) nodes.push(await serveVault(folder.path, [], [...flags, '--rate', '1000000']));
}, 120_000);
afterAll(async () => {
  for (const node of nodes) await node.stop();
  folder.remove();
});

const ask = async (node: VaultProcess | undefined, method: string, path: string, key: string) => {
  const response = await fetch(`${node?.origin}${path}`, { method, headers: { 'bt-api-key': key } });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

test('a key is replaced without a gap in two processes on one database, and the old one ends in both', async () => {
  const [one, two] = nodes;
  if (!one) throw new Error('No vault runs.');
  const old = await makeApplication(one, manager, 'server_to_server', ['token:general:read:low']);
  const { id } = (await ask(one, 'GET', '/applications/key', old)).body;
  const keys = `/applications/${id}/keys`;
  let key = old;
  let calling = true;
  const refused: number[] = [];
  const calls = nodes.map(() => 0);
  const clients = nodes.map(async (node, index) => {
    while (calling) {
      const { status } = await ask(node, 'GET', '/tokens', key);
      calls[index] = (calls[index] ?? 0) + 1;
      if (status !== 200) refused.push(status);
    }
  });
  /** Resolves when each client has begun and ended calls since. */
  const rounds = async () => {
    const ends = calls.map((count) => count + 3);
    while (ends.some((end, index) => (calls[index] ?? 0) < end)) await ask(one, 'GET', '/healthz', '');
  };
  await rounds();
  // Made by one process, and used with both at once.
  const second = (await ask(two, 'POST', keys, manager)).body;
  key = second.key;
  await rounds();
  const first = (await ask(one, 'GET', keys, manager)).body.find((each: { id: string }) => each.id !== second.id);
  expect((await ask(one, 'DELETE', `${keys}/${first.id}`, manager)).status).toBe(204);
  await rounds();
  calling = false;
  await Promise.all(clients);
  expect(refused).toEqual([]);
  expect((await ask(one, 'GET', '/tokens', old)).status).toBe(401);
  // The other process may remember it for a second.
  while ((await ask(two, 'GET', '/tokens', old)).status !== 401);
  for (const node of nodes) expect((await ask(node, 'GET', '/tokens', second.key)).status).toBe(200);
}, 120_000);
