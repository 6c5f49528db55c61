import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Rig, startRig } from '../testing/rig.ts';

const minute = 60_000;
const at = (minutes: number) => `2022-01-01T00:${String(minutes).padStart(2, '0')}:00+00:00`;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig.close();
});

/** An application, and when each of its keys was last used as its keys and the application itself tell it. */
const made = async () => {
  const asked = { name: 'Shop', type: 'server_to_server', permissions: ['token:general:read:low'] };
  const { body } = await rig.send('POST', '/applications', { key: rig.acme.key, body: asked });
  const path = `/applications/${body.id}`;
  const get = async (from: string) => (await rig.send('GET', from, { key: rig.acme.key })).body;
  return {
    ...{ path, key: String(body.key) },
    use: async (key: string) => await rig.send('GET', '/applications/key', { key }),
    uses: async () => {
      await rig.vault.flush();
      const told = [
        await get(`${path}/keys`),
        (await get(path)).keys,
        (await get(`/applications?id=${body.id}`)).data[0].keys,
      ];
      const times = told.map((keys) => keys.map((key: Record<string, string>) => key.last_used_at));
      expect(times[1]).toEqual(times[0]);
      expect(times[2]).toEqual(times[0]);
      return times[0];
    },
  };
};

it('is told of each key once it was used, and the latest time counts', async () => {
  const { path, key, use, uses } = await made();
  expect(await uses()).toEqual([undefined]);
  await use(key);
  expect(await uses()).toEqual([at(0)]);
  const { body: second } = await rig.send('POST', `${path}/keys`, { key: rig.acme.key });
  rig.pass(5 * minute);
  await use(key);
  await use(key);
  expect(await uses()).toEqual([undefined, at(5)]);
  rig.pass(minute);
  await use(second.key);
  expect(await uses()).toEqual([at(6), at(5)]);
  const { body } = await rig.send('GET', `${path}/keys/${second.id}`, { key: rig.acme.key });
  expect(body.last_used_at).toBe(at(6));
});

it('is no earlier when a process with an older time writes last', async () => {
  const { key, use, uses } = await made();
  const other = await rig.another();
  await other.send('GET', '/applications/key', { key });
  rig.pass(minute);
  await use(key);
  const told = await uses();
  await other.vault.flush();
  expect(await uses()).toEqual(told);
});

it('is forgotten with the key', async () => {
  const { path, key, use, uses } = await made();
  await use(key);
  await uses();
  const rows = async () => (await rig.store.rows('select key_id from key_uses where tenant_id is not null')).length;
  const before = await rows();
  const [{ id }] = (await rig.send('GET', `${path}/keys`, { key: rig.acme.key })).body;
  await rig.send('DELETE', `${path}/keys/${id}`, { key: rig.acme.key });
  expect(await rows()).toBe(before - 1);
});

it.each([
  ['another process that writes after it was deleted', (path: string) => ['DELETE', path] as const],
  [
    'another process that writes after another key took its place',
    (path: string) => ['POST', `${path}/regenerate`] as const,
  ],
])('is forgotten also by %s', async (_, end) => {
  const { path, key } = await made();
  const other = await rig.another();
  expect((await other.send('GET', '/applications/key', { key })).status).toBe(200);
  const before = await rig.store.rows('select key_id from key_uses');
  const [method, at] = end(path);
  expect((await rig.send(method, at, { key: rig.acme.key })).status).toBeLessThan(300);
  await other.vault.flush();
  expect(await rig.store.rows('select key_id from key_uses')).toHaveLength(before.length);
});

it('is forgotten of keys that have expired when the next one is made', async () => {
  const { path, key, use, uses } = await made();
  const expires_at = new Date(rig.clock() + minute).toISOString();
  const { body: short } = await rig.send('POST', `${path}/keys?expires_at=${encodeURIComponent(expires_at)}`, {
    key: rig.acme.key,
  });
  await use(short.key);
  await use(key);
  await uses();
  const before = await rig.store.rows('select key_id from key_uses');
  rig.pass(2 * minute);
  expect((await rig.send('POST', `${path}/keys`, { key: rig.acme.key })).status).toBeLessThan(300);
  expect(await rig.store.rows('select key_id from key_uses')).toHaveLength(before.length - 1);
});

it('counts calls that are refused too: the key was used', async () => {
  const { key, uses } = await made();
  expect((await rig.send('GET', '/logs', { key })).status).toBe(403);
  expect(await uses()).not.toEqual([undefined]);
});
