import { expect } from '@playwright/test';
import vue from '@vitejs/plugin-vue';
import { inputIn, readToken, test } from '../e2e/shop.ts';
import { click, number, open, typeCard } from './open.ts';
import type {} from './pages/window.ts';
import { startPages, type WrapperPages } from './pages.ts';

let pages: WrapperPages;
test.beforeAll(async () => {
  pages = await startPages(vue());
});
test.afterAll(() => pages.close());

test('a card tells its events, takes options as they change, and pays', async ({ page, shop }) => {
  const complaints = await open(page, shop, `${pages.url}vue.html`);
  await expect(number(page)).toHaveAttribute('placeholder', 'Number');
  await expect.poll(() => page.evaluate(() => window.told)).toEqual(['ready in 0']);
  const calls = await page.evaluate(() => ({ ...window.calls }));
  expect(calls.mount).toBe(2);

  await click(page, 'Render again');
  await typeCard(page);
  await page.keyboard.press('Enter');
  await expect(inputIn(page, '#mirror', 'cc-number')).toHaveValue('4242 4242 4242 4242');
  expect(await page.evaluate(() => window.told)).toEqual(
    expect.arrayContaining(['focus in 1', 'change in 1', 'blur in 1', 'keydown in 1']),
  );
  expect(await page.evaluate(() => window.calls)).toEqual(calls);

  await click(page, 'Enable or disable');
  await expect(number(page)).toBeDisabled();
  await click(page, 'Enable or disable');
  await click(page, 'Dye');
  await expect(number(page)).toHaveCSS('color', 'rgb(128, 0, 0)');
  await expect(page.locator('#card.field')).toHaveCount(1);

  await click(page, 'Pay');
  await expect(page.locator('output')).toHaveText(/^[0-9a-f-]{36}$/);
  const id = await page.locator('output').innerText();
  expect(await readToken(shop, id)).toMatchObject({ data: { number: 'XXXXXXXXXXXX4242', expiration_month: 12 } });
  expect(complaints).toEqual([]);
});

test('a card comes and goes with its condition, in a component that is kept alive too', async ({ page, shop }) => {
  const complaints = await open(page, shop, `${pages.url}vue.html`);
  await number(page).pressSequentially('4242');
  await click(page, 'Show or hide');
  await expect(page.locator('#card')).toHaveCount(0);
  await click(page, 'Show or hide');
  await expect(number(page)).toHaveValue('');
  await typeCard(page);
  await click(page, 'Pay');
  await expect(page.locator('output')).toHaveText(/^[0-9a-f-]{36}$/);
  expect(complaints).toEqual([]);
});

test('a field goes on to show what is in another one when a frame of the two is replaced', async ({ page, shop }) => {
  const complaints = await open(page, shop, `${pages.url}vue.html`);
  await typeCard(page);
  const mirrored = inputIn(page, '#mirror', 'cc-number');
  await expect(mirrored).toHaveValue('4242 4242 4242 4242');
  await page.locator('#mirror iframe').evaluate((iframe) => iframe.remove());
  await expect(mirrored).toHaveValue('4242 4242 4242 4242');
  // Of the other one, what was typed is gone with it.
  await page.locator('#card iframe').evaluate((iframe) => iframe.remove());
  await expect(mirrored).toHaveValue('');
  await typeCard(page);
  await expect(mirrored).toHaveValue('4242 4242 4242 4242');
  expect(complaints).toEqual([]);
});

test('what was typed outlives the hot reload of the page', async ({ page, shop }) => {
  const complaints = await open(page, shop, `${pages.url}vue.html`);
  await number(page).pressSequentially('4242424242424242');
  pages.edit('Checkout.vue', '<h1>Checkout</h1>', '<h1>Your order</h1>');
  await expect(page.getByRole('heading')).toHaveText('Your order');
  await expect(number(page)).toHaveValue('4242 4242 4242 4242');
  pages.edit('Checkout.vue', '<h1>Your order</h1>', '<h1>Checkout</h1>');
  expect(complaints).toEqual([]);
});

test('a page that was rendered on a server is hydrated without a warning', async ({ page, shop }) => {
  const complaints = await open(page, shop, `${pages.url}server/vue.html`);
  await expect(number(page)).toBeVisible();
  expect(await (await page.request.get(`${pages.url}server/vue.html`)).text()).toContain(
    '<div id="card" class="field"></div>',
  );
  expect(complaints).toEqual([]);
});

test('a wrong key leaves the page as it is: the hook tells the error, and so does the component', async ({
  page,
  shop,
}) => {
  const complaints = await open(page, shop, `${pages.url}vue.html`, 'key_nobody');
  await expect(page.locator('output')).toHaveText(/The vault does not know this key/);
  await expect(page.getByRole('heading')).toHaveText('Checkout');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(page.locator('#mirror')).toHaveText('No mirror');
  await expect.poll(() => page.evaluate(() => window.told)).toContainEqual(expect.stringContaining('this key'));
  await expect(page.getByRole('alert')).toHaveCount(0);
  // The browser itself says that the vault refused the key.
  expect(complaints.filter((text) => !/401/.test(text))).toEqual([]);
});

test('fields of a vault that cannot be reached are there after another try, of one or of all', async ({
  page,
  shop,
}) => {
  let isAway = true;
  await page.route(`${shop.vault}/elements/**`, (route) => (isAway ? route.abort() : route.continue()));
  await open(page, shop, `${pages.url}vue.html`);
  await expect(page.locator('output')).toHaveText(/The frame did not answer/);
  // Another try may fail as well.
  await click(page, 'Try again');
  await expect
    .poll(() => page.evaluate(() => window.told.filter((told) => /did not answer/.test(told)).length))
    .toBe(2);
  isAway = false;
  await click(page, 'Try again');
  await expect(number(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await expect(page.locator('#mirror')).toHaveText('No mirror');
  await click(page, 'Begin anew');
  await typeCard(page);
  await expect(inputIn(page, '#mirror', 'cc-number')).toHaveValue('4242 4242 4242 4242');
  await click(page, 'Pay');
  await expect(page.locator('output')).toHaveText(/^[0-9a-f-]{36}$/);
});
