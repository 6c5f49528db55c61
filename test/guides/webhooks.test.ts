import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allTokens, type Rig, startRig } from '../../packages/vault/src/testing/rig.ts';
import { storageInFiles } from '../../packages/vault/src/testing/stores.ts';
import { type Receiver, startReceiver } from '../../packages/vault/src/webhooks/testing/receiver.ts';

const guide = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
/** The block of this language that holds a text. */
const block = (language: string, holds: string): string =>
  guide
    .split(`\`\`\`${language}\n`)
    .map((rest) => rest.split('\n```')[0] ?? '')
    .find((text, n) => n > 0 && text.includes(holds)) ?? '';

let rig: Rig;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  rig = await startRig({ place: storageInFiles(), egress: receiver.egress });
});
afterAll(async () => {
  await rig.close();
  await receiver.close();
});

/** The names of an object and of the objects in it. */
const shape = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shape(inner)]))
    : typeof value;

test('the guide makes a webhook, shows what it gets, and checks the signature as the vault makes it', async () => {
  const sent = JSON.parse(/-d '(.*)'$/s.exec(block('sh', '/webhooks -H'))?.[1] ?? '');
  const made = await rig.send('POST', '/webhooks', { key: rig.acme.key, body: sent });
  expect([made.status, made.body.url]).toEqual([201, 'https://shop.example/events']);
  const { key } = (await rig.send('GET', `/webhooks/${made.body.id}/signing-key`, { key: rig.acme.key })).body;
  await rig.send('POST', '/tokens', {
    key: await rig.application('server_to_server', allTokens()),
    headers: { 'BT-TRACE-ID': 'till-4' },
    body: { type: 'card', data: { number: '4242424242424242' }, metadata: { order: '7' } },
  });
  await rig.vault.tidy();
  const [got] = receiver.take();
  expect(shape(got?.body)).toEqual(shape(JSON.parse(block('json', '"event"'))));
  expect(got?.body.event.data.token.container).toBe('/pci/high/');

  const { isFromVault } = await import(`data:text/javascript,${encodeURIComponent(block('js', 'isFromVault'))}`);
  const signature = got?.headers['bt-signature'];
  expect(isFromVault(got?.text, signature, key)).toBe(true);
  expect(isFromVault(`${got?.text} `, signature, key)).toBe(false);
  expect(isFromVault(got?.text, signature, `${key}x`)).toBe(false);
  expect(isFromVault(got?.text, undefined, key)).toBe(false);
});
