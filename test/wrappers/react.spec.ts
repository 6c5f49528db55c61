import { expect } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { inputIn, readToken, test } from '../e2e/shop.ts';
import { click, number, open, typeCard } from './open.ts';
import type {} from './pages/window.ts';
import { startPages, type WrapperPages } from './pages.ts';

test.describe('the tag in React 19', () => {
  let pages: WrapperPages;
  test.beforeAll(async () => {
    pages = await startPages(react());
  });
  test.afterAll(() => pages.close());

  test('calls the handlers of its events once each, also when a script gives it the focus', async ({ page, shop }) => {
    const complaints = await open(page, shop, `${pages.url}react-tag.html`);
    const input = inputIn(page, '#tag');
    const told = () => page.evaluate(() => window.told);
    await input.click();
    await expect.poll(told).toEqual(['focus undefined', 'click undefined']);
    expect(await page.evaluate(() => document.querySelector('tessera-field')?.form?.id)).toBe('far');
    await input.pressSequentially('4242424242424242');
    await input.press('Enter');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await expect.poll(told).toContain('blur true');
    expect(await told()).toEqual(expect.arrayContaining(['change false', 'change true', 'keydown Enter']));
    await page.evaluate(() => {
      window.told = [];
    });
    await page.evaluate(() => document.querySelector('tessera-field')?.focus());
    await expect.poll(told).toEqual(['focus undefined']);
    expect(complaints).toEqual([]);
  });
});

for (const [name, versions] of Object.entries({ 19: '.', 18: 'test/oldest' })) {
  test.describe(`React ${name}`, () => {
    let pages: WrapperPages;
    test.beforeAll(async () => {
      pages = await startPages(react(), versions);
    });
    test.afterAll(() => pages.close());

    test('a card under StrictMode tells its events to the listeners of the latest render, and pays', async ({
      page,
      shop,
    }) => {
      const complaints = await open(page, shop, `${pages.url}react.html`);
      await expect(number(page)).toBeVisible();
      await expect.poll(() => page.evaluate(() => window.told)).toEqual(['ready in 0']);
      const calls = await page.evaluate(() => ({ ...window.calls }));
      expect(calls.mount).toBe(2);
      await expect(page.locator('html')).toHaveAttribute('data-react', new RegExp(`^${name}\\.`));

      await click(page, 'Render again');
      await click(page, 'Render again');
      await typeCard(page);
      await page.keyboard.press('Enter');
      await expect(inputIn(page, '#mirror', 'cc-number')).toHaveValue('4242 4242 4242 4242');
      const told = await page.evaluate(() => window.told);
      expect(told).toEqual(expect.arrayContaining(['focus in 2', 'change in 2', 'blur in 2', 'keydown in 2']));
      expect(told.filter((event) => event.endsWith('in 1'))).toEqual([]);
      // No listener was subscribed again and no option sent again, though both are written anew in each render.
      expect(await page.evaluate(() => window.calls)).toEqual(calls);

      await click(page, 'Pay');
      await expect(page.locator('output')).toHaveText(/^[0-9a-f-]{36} true$/);
      const [id = ''] = (await page.locator('output').innerText()).split(' ');
      expect(await readToken(shop, id)).toMatchObject({ data: { number: 'XXXXXXXXXXXX4242', expiration_month: 12 } });
      expect(await page.locator('iframe:not([hidden])').count()).toBe(2);
      expect(complaints).toEqual([]);
    });

    test('a field goes on to show what is in another one when a frame of the two is replaced', async ({
      page,
      shop,
    }) => {
      const complaints = await open(page, shop, `${pages.url}react.html`);
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

    test('a field shows what is in another one that comes later, or again', async ({ page, shop }) => {
      const complaints = await open(page, shop, `${pages.url}react.html`);
      await typeCard(page);
      const mirrored = inputIn(page, '#mirror', 'cc-number');
      await expect(mirrored).toHaveValue('4242 4242 4242 4242');
      await click(page, 'Show or hide');
      await expect(page.locator('#card')).toHaveCount(0);
      await click(page, 'Show or hide');
      await number(page).pressSequentially('5555');
      await expect(mirrored).toHaveValue('5555');
      expect(complaints).toEqual([]);
    });

    test('a card takes new options, and comes and goes with its condition', async ({ page, shop }) => {
      const complaints = await open(page, shop, `${pages.url}react.html`);
      await expect(number(page)).toBeEnabled();
      await click(page, 'Enable or disable');
      await expect(number(page)).toBeDisabled();
      await click(page, 'Enable or disable');
      await expect(number(page)).toBeEnabled();

      await number(page).pressSequentially('4242');
      await click(page, 'Show or hide');
      await expect(page.locator('#card')).toHaveCount(0);
      await click(page, 'Find');
      await expect(page.locator('output')).toHaveText('Error: Unable to find an Element with id "card".');
      await click(page, 'Show or hide');
      await expect(number(page)).toHaveValue('');
      await typeCard(page);
      await click(page, 'Pay');
      await expect(page.locator('output')).toHaveText(/^[0-9a-f-]{36} true$/);
      expect(complaints).toEqual([]);
    });

    test('what was typed outlives a pause under Suspense and the hot reload of the page', async ({ page, shop }) => {
      const complaints = await open(page, shop, `${pages.url}react.html`);
      await number(page).pressSequentially('4242424242424242');
      await click(page, 'Suspend');
      await expect(page.getByText('One moment')).toBeVisible();
      await expect(page.locator('#card')).toBeHidden();
      await click(page, 'Resume');
      await expect(number(page)).toBeVisible();
      await expect(number(page)).toHaveValue('4242 4242 4242 4242');

      pages.edit('react-checkout.tsx', '<h1>Checkout</h1>', '<h1>Your order</h1>');
      await expect(page.getByRole('heading')).toHaveText('Your order');
      await expect(number(page)).toHaveValue('4242 4242 4242 4242');
      pages.edit('react-checkout.tsx', '<h1>Your order</h1>', '<h1>Checkout</h1>');
      expect(complaints).toEqual([]);
    });

    test('a page that was rendered on a server is hydrated without a warning', async ({ page, shop }) => {
      const complaints = await open(page, shop, `${pages.url}server/react.html`);
      await expect(number(page)).toBeVisible();
      expect(await (await page.request.get(`${pages.url}server/react.html`)).text()).toContain(
        '<div id="card" class="field"></div>',
      );
      expect(complaints).toEqual([]);
    });

    test('a wrong key leaves the page as it is: the hook tells the error, and so does the component', async ({
      page,
      shop,
    }) => {
      const complaints = await open(page, shop, `${pages.url}react.html`, 'key_nobody');
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
      await open(page, shop, `${pages.url}react.html`);
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
      await expect(page.locator('output')).toHaveText(/^[0-9a-f-]{36} true$/);
    });
  });
}
