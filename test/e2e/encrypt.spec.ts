import { expect } from '@playwright/test';
import { frameOf, test } from './either.ts';
import { readToken, type Shop } from './shop.ts';

const makeKey = async (shop: Shop): Promise<{ keyId: string; publicKeyPem: string }> => {
  const headers = { 'BT-API-KEY': shop.managementKey, 'Content-Type': 'application/json' };
  const made = await fetch(`${shop.vault}/keys`, { method: 'POST', headers, body: '{}' });
  const { key_id: keyId = '', public_key_pem: publicKeyPem = '' } = (await made.json()) as Record<string, string>;
  return { keyId, publicKeyPem };
};

const header = (jwe: string) => JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString());

test('the script tag encrypts what only the vault can open, with code that it loads when it is first asked to', {
  tag: '@firefox',
}, async ({ either: page, shop }) => {
  const { keyId, publicKeyPem } = await makeKey(shop);
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
    { key: shop.elementsKey, keyId, publicKeyPem },
  );
  expect(before.join()).not.toContain('encrypt');
  expect(loaded.join()).toContain('/js/');
  for (const { encrypted: jwe } of Object.values(encrypted)) {
    expect(header(jwe)).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId });
  }
  expect(token).toMatchObject({ type: 'card', data: { number: 'XXXXXXXXXXXX4242' } });
  expect(await readToken(shop, token.id, shop.plainKey)).toMatchObject({
    data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2034 },
  });
});

test('a frame encrypts what was typed into it, for a key that it asks the vault for, and the page sees no digit', {
  tag: '@firefox',
}, async ({ either: page, shop }) => {
  const { keyId } = await makeKey(shop);
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    const bt = await window.BasisTheory.init(key, { elements: true });
    window.fields = { card: bt.createElement('card') };
    await window.fields.card?.mount('#card');
  }, shop.elementsKey);
  const [input] = await (await frameOf(page, 'card')).$$('input');
  await input?.focus();
  for (const text of ['4242424242424242', '1234', '123']) await page.keyboard.type(text);
  const { encrypted, early } = await page.evaluate(async (id) => {
    const { card } = window.fields;
    const tokenRequests = { whole: { type: 'card', data: card }, note: { type: 'token', data: 'x' } } as const;
    const encrypted = await window.BasisTheory.encrypt({ tokenRequests, keyId: id });
    card?.clear();
    const early = await window.BasisTheory.encrypt({ tokenRequests, keyId: id }).catch(({ name, details }) => [
      name,
      details,
    ]);
    return { encrypted, early };
  }, keyId);
  expect(header(encrypted.whole.encrypted)).toMatchObject({ kid: keyId, token_type: 'card' });
  expect(header(encrypted.note.encrypted)).toMatchObject({ kid: keyId, token_type: 'token' });
  expect(JSON.stringify(encrypted)).not.toContain('4242');
  expect(early).toMatchObject(['BasisTheoryValidationError', { tokenRequests: { whole: { data: {} } } }]);
  const response = await fetch(`${shop.vault}/tokens`, {
    ...{ method: 'POST', body: JSON.stringify(encrypted.whole) },
    headers: { 'BT-API-KEY': shop.elementsKey, 'Content-Type': 'application/json' },
  });
  const { id } = (await response.json()) as { id: string };
  expect(await readToken(shop, id, shop.plainKey)).toMatchObject({
    data: { number: '4242424242424242', expiration_month: 12, expiration_year: 2034 },
  });
});
