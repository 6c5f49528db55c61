import { expect, type Page } from '@playwright/test';
import type { HostedElement } from '@tessera/js';
import { inputIn, type Shop, test } from './shop.ts';

const number = '4242424242424242';
const shown = '4242 4242 4242 4242';

/** The shop's server, which may read cards, lets a session show one. */
const authorize = async (shop: Shop, nonce: string, id: string): Promise<unknown> => {
  const response = await fetch(`${shop.vault}/sessions/authorize`, {
    method: 'POST',
    headers: { 'BT-API-KEY': shop.plainKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ nonce, tokens: [id], permissions: ['token:read'] }),
  });
  return await response.json();
};

/** A page whose customer has paid before: `fields.number` was typed into, `fields.saved` is empty. */
const openPaid = async (page: Page, shop: Shop): Promise<string> => {
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    const bt = await window.BasisTheory.init(key, { elements: true });
    window.fields = { number: bt.createElement('cardNumber'), saved: bt.createElement('cardNumber') };
    await Promise.all([window.fields.number?.mount('#number'), window.fields.saved?.mount('#card')]);
  }, shop.elementsKey);
  await inputIn(page, '#number').pressSequentially(number);
  return page.evaluate(async () => {
    const { id } = await window.BasisTheory.tokens.create({ type: 'card_number', data: window.fields.number });
    return id;
  });
};

const openSession = (page: Page) => page.evaluate(() => window.BasisTheory.sessions.create());

/** What a page does once its server has answered; gives what the error says where there is one. */
const showSaved = (page: Page, id: string) =>
  page.evaluate(async (token) => {
    try {
      const { data, ...known } = await window.BasisTheory.tokens.retrieve(token);
      await window.fields.saved?.setValue(data);
      return known;
    } catch (thrown) {
      const { name, code, status } = thrown as { name: string; code?: string; status?: number };
      return { name, ...(code && { code }), ...(status && { status }) };
    }
  }, id);

test('a customer sees a saved card after the word of the shop’s server, and the page its references', async ({
  page,
  shop,
}) => {
  const id = await openPaid(page, shop);
  const opened = await openSession(page);
  expect(opened).toEqual({ nonce: expect.stringMatching(/^nonce_/), expiresAt: expect.stringMatching(/^20\d\d-/) });
  expect(await showSaved(page, id)).toEqual({
    name: 'BasisTheoryApiError',
    status: 403,
    code: 'session-not-authorized',
  });

  expect(await authorize(shop, opened.nonce, id)).toEqual({});
  expect(await showSaved(page, id)).toMatchObject({ id, type: 'card_number', privacy: { classification: 'pci' } });
  await expect(inputIn(page, '#card')).toHaveValue(shown);
  await expect(inputIn(page, '#card')).not.toBeEditable();

  await page.evaluate(() => window.fields.saved?.clear());
  await expect(inputIn(page, '#card')).toHaveValue('');
  await expect(inputIn(page, '#card')).toBeEditable();
});

test('a session outlives a lost network, and not its frame', async ({ page, context, shop }) => {
  const id = await openPaid(page, shop);
  const authorized = async () => authorize(shop, (await openSession(page)).nonce, id);
  await authorized();
  await context.setOffline(true);
  expect(await showSaved(page, id)).toEqual({ name: 'BasisTheoryApiError', status: -1, code: 'vault-unreachable' });
  await context.setOffline(false);
  await page.route('**/elements/frame-showing.*', (route) => route.abort());
  expect(await showSaved(page, id)).toMatchObject({ code: 'vault-unreachable', status: -1 });
  await page.unroute('**/elements/frame-showing.*');
  expect(await showSaved(page, id)).toMatchObject({ id });
  await expect(inputIn(page, '#card')).toHaveValue(shown);

  await page.evaluate(() => document.querySelector('body > iframe')?.remove());
  expect(await showSaved(page, id)).toMatchObject({ code: 'frame-lost' });
  expect(await showSaved(page, id)).toMatchObject({ name: 'BasisTheoryApiError', status: 403 });
  await authorized();
  expect(await showSaved(page, id)).toMatchObject({ id });
});

test('a value that is to be shown in a frame that goes away meanwhile is refused, and not waited for', async ({
  page,
  shop,
}) => {
  const id = await openPaid(page, shop);
  await authorize(shop, (await openSession(page)).nonce, id);
  const asked = page.waitForRequest('**/elements/frame-showing.*');
  // The code for it never comes.
  await page.route('**/elements/frame-showing.*', () => {});
  const shown = showSaved(page, id);
  await asked;
  await page.evaluate(() => document.querySelector('#card iframe')?.remove());
  expect(await shown).toEqual({ name: 'BasisTheoryElementsError', code: 'frame-lost' });
});

test('a mirror shows nothing any more once its source is gone', async ({ page, shop }) => {
  await openPaid(page, shop);
  const mirror = () => page.evaluate(() => window.fields.saved?.setValueRef(window.fields.number as HostedElement));
  await mirror();
  await expect(inputIn(page, '#card')).toHaveValue(shown);
  await page.evaluate(() => document.querySelector('#number iframe')?.remove());
  await expect(inputIn(page, '#card')).toHaveValue('');
  await expect(inputIn(page, '#card')).not.toBeEditable();

  await inputIn(page, '#number').pressSequentially('5555');
  await mirror();
  await expect(inputIn(page, '#card')).toHaveValue('5555');
  await page.evaluate(() => window.fields.number?.unmount());
  await expect(inputIn(page, '#card')).toHaveValue('');
});

test('a session that could not be opened leaves reads to the key of the page', async ({ page, shop }) => {
  const id = await openPaid(page, shop);
  await page.route('**/sessions', (route) => route.abort());
  const refused = () =>
    page.evaluate(() => window.BasisTheory.sessions.create().catch(({ code }: { code: string }) => code));
  expect(await refused()).toBe('vault-unreachable');
  // The vault itself says that this key may not read: nobody asked a session that is not there.
  expect(await showSaved(page, id)).toEqual({ name: 'BasisTheoryApiError', status: 403, code: 'forbidden' });
  await page.unroute('**/sessions');
  await authorize(shop, (await openSession(page)).nonce, id);
  expect(await showSaved(page, id)).toMatchObject({ id });
});
