import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateAuthority } from '../../packages/vault/src/egress/testing/certificates.ts';
import { startDestination } from '../../packages/vault/src/egress/testing/destinations.ts';
import { dataFolder, initVault, makeApplication, serveVault, type VaultProcess } from './vault-process.ts';

const folder = dataFolder();
const authority = certificateAuthority();
/** What the code of reactions has asked for, and when the first of them did. */
const asked: string[] = [];
const first = Promise.withResolvers<void>();
let destination: Awaited<ReturnType<typeof startDestination>>;

beforeAll(async () => {
  destination = await startDestination(
    (request, response) => {
      asked.push(request.url ?? '');
      first.resolve();
      // Nothing is answered before the vault is killed: each reaction has begun, and none has ended.
      if (request.url !== '/held') response.end();
    },
    authority.issue(['localhost']),
  );
});
afterAll(async () => {
  await destination.close();
  folder.remove();
});

const ask = async ({ origin }: VaultProcess, method: string, path: string, key: string, body?: object) => {
  const headers = { 'bt-api-key': key, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${origin}${path}`, { method, headers, ...sent });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test('reactions of a vault that is killed say that they were interrupted, and never run again', async () => {
  const ca = join(folder.path, 'authority.pem');
  const made = await initVault(folder.path);
  writeFileSync(ca, authority.cert);
  const flags = ['--allowed-destinations', `localhost:${destination.port}`, '--egress-ca', ca];
  const serve = (...preload: string[]) => serveVault(folder.path, preload, flags);

  let vault = await serve();
  const key = await makeApplication(vault, made.key, 'server_to_server', ['token:general:use:reactor']);
  const code = `module.exports = async ({ args }) => { await fetch('https://localhost:${destination.port}' + args.path); return 1; };`;
  const { body: reactor } = await ask(vault, 'POST', '/reactors', made.key, { name: 'Charge', code });
  const path = `/reactors/${reactor.id}`;
  const results: string[] = [];
  // Four of a tenant run at the same time, so that the others wait.
  for (let n = 0; n < 8; n += 1) {
    const { status, body } = await ask(vault, 'POST', `${path}/react-async`, key, { args: { path: '/held' } });
    expect(status).toBe(202);
    results.push(`${path}/results/${body.asyncReactorRequestId}`);
  }
  await first.promise;
  await vault.kill();
  const before = [...asked];

  vault = await serve();
  // Nobody is told that they were lost before their time is over: another process could have them.
  for (const result of results) expect((await ask(vault, 'GET', result, key)).status).toBe(404);
  // One that is accepted now runs, so that whatever would have run again has had its turn.
  const again = await ask(vault, 'POST', `${path}/react-async`, key, { args: { path: '/after' } });
  const after = `${path}/results/${again.body.asyncReactorRequestId}`;
  while ((await ask(vault, 'GET', after, key)).status === 404) await new Promise((resolve) => setImmediate(resolve));
  expect(await vault.stop()).toBe(0);

  vault = await serve(fileURLToPath(new URL('ten-minutes-later.ts', import.meta.url)));
  const told = [];
  for (const result of results) told.push((await ask(vault, 'GET', result, key)).body);
  expect(await vault.stop()).toBe(0);
  expect(told.map(({ type }) => type)).toEqual(results.map(() => 'reactor-interrupted'));
  const begun = told.filter(({ detail }) => String(detail).includes('while it ran'));
  // Those that have asked had begun; of the others, the vault knows that they had no effects.
  expect(begun.length).toBeGreaterThanOrEqual(before.length);
  expect(told.filter(({ detail }) => String(detail).includes('before it began')).length).toBe(8 - begun.length);
  expect(asked).toEqual([...before, '/after']);
}, 120_000);
