import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateAuthority } from '../../packages/vault/src/egress/testing/certificates.ts';
import { startDestination } from '../../packages/vault/src/egress/testing/destinations.ts';
import { dataFolder, initVault, makeApplication, serveVault, type VaultProcess } from './vault-process.ts';

const rounds = 3;
const perRound = 4;

const folder = dataFolder();
const authority = certificateAuthority();
/** The tokens that events told of, in the order in which they came, with the ids of the deliveries. */
const told: { token: string; delivery: string }[] = [];
const all = Promise.withResolvers<void>();
let receiver: Awaited<ReturnType<typeof startDestination>>;

beforeAll(async () => {
  receiver = await startDestination(
    async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const { event } = JSON.parse(Buffer.concat(parts).toString());
      told.push({ token: event.data.token.id, delivery: String(request.headers['bt-delivery-id']) });
      response.end();
      if (new Set(told.map(({ token }) => token)).size === rounds * perRound) all.resolve();
    },
    authority.issue(['localhost']),
  );
});
afterAll(async () => {
  await receiver.close();
  folder.remove();
});

const send = async ({ origin }: VaultProcess, path: string, key: string, body: object) => {
  const headers = { 'bt-api-key': key, 'content-type': 'application/json' };
  const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string };
};

test('a vault that is killed after a change has its event delivered by the next process', async () => {
  const ca = join(folder.path, 'authority.pem');
  const made = await initVault(folder.path);
  writeFileSync(ca, authority.cert);
  const flags = ['--allowed-destinations', `localhost:${receiver.port}`, '--egress-ca', ca];
  const serve = () => serveVault(folder.path, [], flags);

  let vault = await serve();
  const key = await makeApplication(vault, made.key, 'server_to_server', ['token:general:create']);
  const url = `https://localhost:${receiver.port}/in`;
  await send(vault, '/webhooks', made.key, { name: 'Orders', url, events: ['token.created'] });
  const created = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < perRound; n += 1)
      created.add((await send(vault, '/tokens', key, { type: 'token', data: n })).id);
    await vault.kill();
    vault = await serve();
  }
  await all.promise;
  expect(await vault.stop()).toBe(0);
  expect(new Set(told.map(({ token }) => token))).toEqual(created);
  // An event that comes twice is the same delivery: the process ended before it could write down that it had been taken.
  const deliveries = new Map(told.map(({ token, delivery }) => [token, delivery]));
  expect(told.every(({ token, delivery }) => deliveries.get(token) === delivery)).toBe(true);
}, 120_000);
