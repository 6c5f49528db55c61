import { afterAll, beforeAll, expect, it } from 'vitest';
import { remoteRootKey } from './keys/testing/remote-root-key.ts';
import { prometheus } from './metrics/prometheus.ts';
import { rootKeyWatch } from './root-key-watch.ts';
import { allTokens, type Rig, startRig } from './testing/rig.ts';

const service = remoteRootKey();
const metrics = prometheus();
const told: string[] = [];
let rig: Rig;
let key: string;
let watch: () => Promise<void>;
beforeAll(async () => {
  rig = await startRig({ root: service.provider });
  key = await rig.application('server_to_server', allTokens());
  const tell = (_: unknown, message: string) => void told.push(message);
  watch = rootKeyWatch({ keyring: rig.keyring, metrics, log: { debug: tell, info: tell, warn: tell, error: tell } });
});
afterAll(() => rig.close());

const hour = 60 * 60 * 1000;

const ready = async () => {
  const { status, body } = await rig.send('GET', '/readyz');
  return { status, body };
};

const status = async () =>
  [...(await metrics.text()).matchAll(/^tessera_root_key_status\{status="(\w+)"\} 1$/gm)].map(([, name]) => name);

it('a vault whose root key is out of reach works for an hour, then for nobody, and again when it is back', async () => {
  const body = { type: 'token', data: 'a value' };
  const { body: token } = await rig.send('POST', '/tokens', { key, body });
  await watch();
  expect(await ready()).toEqual({ status: 200, body: { status: 'ok' } });
  expect([await status(), told]).toEqual([['reachable'], []]);

  service.state.away = true;
  rig.pass(1000);
  await watch();
  const until = '2022-01-01T01:00:00.000Z';
  expect(await ready()).toEqual({
    status: 200,
    body: { status: 'ok', root_key: 'unreachable', root_key_until: until },
  });
  expect(await status()).toEqual(['unreachable']);
  expect((await rig.send('POST', '/tokens', { key, body })).status).toBe(201);

  rig.pass(hour);
  await watch();
  await watch();
  expect(await ready()).toEqual({ status: 503, body: { status: 'unavailable', root_key: 'sealed' } });
  expect(await status()).toEqual(['sealed']);
  for (const [method, path] of [
    ['POST', '/tokens'],
    ['GET', `/tokens/${token.id}`],
    ['GET', '/applications/key'],
  ] as const) {
    const answer = await rig.send(method, path, { key, ...(method === 'POST' && { body }) });
    expect(answer).toMatchObject({ status: 503, body: { type: 'unavailable' } });
    expect(answer.body.detail).toContain('sealed');
    expect(answer.headers.get('retry-after')).toBe('30');
  }
  expect((await rig.send('GET', '/healthz')).status).toBe(200);
  // What is done in the background waits.
  await rig.vault.tidy();

  service.state.away = false;
  await watch();
  expect(await ready()).toEqual({ status: 200, body: { status: 'ok' } });
  expect((await rig.send('GET', `/tokens/${token.id}`, { key })).body.data).toBe('a value');
  expect(told).toEqual([
    'the root key is out of reach; open keys are used until then',
    'sealed: no key is open until the root key can be used',
    'the root key can be used again',
  ]);
});
