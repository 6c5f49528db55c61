import { expect } from '@playwright/test';
import { test } from './either.ts';
import { readToken } from './shop.ts';

test('the script tag encrypts what only the vault can open, with code that it loads when it is first asked to', {
  tag: '@firefox',
}, async ({ either: page, shop }) => {
  const headers = { 'BT-API-KEY': shop.managementKey, 'Content-Type': 'application/json' };
  const made = await fetch(`${shop.vault}/keys`, { method: 'POST', headers, body: '{}' });
  const { key_id: keyId, public_key_pem: publicKeyPem } = (await made.json()) as Record<string, string>;
  await page.goto(shop.url);
  const { before, encrypted, token, loaded } = await page.evaluate(
    async ({ key, ...recipient }) => {
      const scripts = () => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
      const bt = await window.BasisTheory.init(key);
      const before = scripts();
      const number = '4242424242424242';
      const tokenRequests = {
        card: { type: 'card' as const, data: { number, expiration_month: 12, expiration_year: 2034 } },
        note: { type: 'token' as const, data: 'for nobody else' },
      };
      const encrypted = await bt.encrypt({ tokenRequests, ...recipient });
      const token = await bt.tokens.create(encrypted.card);
      return { before, encrypted, token, loaded: scripts().filter((path) => !before.includes(path)) };
    },
    { key: shop.elementsKey, keyId: keyId ?? '', publicKeyPem: publicKeyPem ?? '' },
  );
  expect(before.join()).not.toContain('encrypt');
  expect(loaded.join()).toContain('/js/');
  const header = (jwe: string) => JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString());
  for (const { encrypted: jwe } of Object.values(encrypted)) {
    expect(header(jwe)).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId });
  }
  expect(token).toMatchObject({ type: 'card', data: { number: 'XXXXXXXXXXXX4242' } });
  expect(await readToken(shop, token.id, shop.plainKey)).toMatchObject({
    data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2034 },
  });
});
