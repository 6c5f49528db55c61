import { expect, type Page } from '@playwright/test';
import { inputIn, type Shop, test } from './shop.ts';

/** The code that calls the API, under the path of its digest. */
const isClient = (url: URL): boolean => /^\/js\/[0-9a-f]{16}\/client\.js$/.test(url.pathname);

/** How a call ends that the page makes without an element: the vault answers that the key of a page may not read tokens, if it is asked. */
const call = (page: Page) =>
  page.evaluate(() =>
    window.BasisTheory.tokens.retrieve('no-such-token').then(
      () => 'answered',
      ({ name, status, code }: { name: string; status: number; code: string }) => `${name} ${status} ${code}`,
    ),
  );

const init = (page: Page, { elementsKey }: Shop, elements: boolean) =>
  page.evaluate(
    async ([key, wanted]) => {
      await window.BasisTheory.init(key, { elements: wanted });
    },
    [elementsKey, elements] as const,
  );

test('a page with fields loads the code of calls when the first field is ready, and the field does not wait for it', async ({
  page,
  shop,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(shop.url);
  await init(page, shop, true);
  const loaded = page.waitForResponse((response) => isClient(new URL(response.url())));
  await page.evaluate(async () => {
    window.fields = { number: window.BasisTheory.createElement('cardNumber') };
    await window.fields.number?.mount('#number');
  });
  expect((await loaded).status()).toBe(200);
  const [frame, client] = ['/elements/', '/client.js'].map((end) => asked.findIndex((path) => path.endsWith(end)));
  expect(frame).toBeLessThan(client ?? 0);
  await inputIn(page, '#number').pressSequentially('4242');
  await expect(inputIn(page, '#number')).toHaveValue('4242');
});

test('a call whose code cannot be loaded is a typed error, and the next one loads it', async ({ page, shop }) => {
  await page.route(isClient, (route) => route.abort('connectionrefused'));
  await page.goto(shop.url);
  await init(page, shop, false);
  expect(await call(page)).toBe('BasisTheoryApiError -1 vault-unreachable');
  expect(await call(page)).toBe('BasisTheoryApiError -1 vault-unreachable');
  await page.unrouteAll();
  expect(await call(page)).toBe('BasisTheoryApiError 403 forbidden');
});

test('code that is not what the script was built with does not run', async ({ page, shop }) => {
  const other = `globalThis.ran = true; export const createClient = () => ({ tokens: { retrieve: async () => ({}) } });`;
  await page.route(isClient, (route) =>
    route.fulfill({
      body: other,
      headers: { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' },
    }),
  );
  await page.goto(shop.url);
  await init(page, shop, false);
  expect(await call(page)).toBe('BasisTheoryApiError -1 vault-unreachable');
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
});
