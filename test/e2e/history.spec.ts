import { expect, type Page } from '@playwright/test';
import type { ElementsError } from '@tessera/js';
import { inputIn, type Shop, test as withShop } from './shop.ts';

declare global {
  interface Window {
    /** Whether each `pageshow` brought the page back as it was. */
    shows: boolean[];
  }
}

/** Browsers that tests drive forget a page as it is left; this one keeps it, as people's do. */
const test = withShop.extend<object, { keepsPages: undefined }>({
  launchOptions: [
    ({ launchOptions }, use) => use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    { scope: 'worker' },
  ],
});

const fillCard = async (page: Page, { url, elementsKey }: Shop): Promise<void> => {
  await page.goto(url);
  await page.evaluate(async (key) => {
    window.shows = [];
    addEventListener('pageshow', ({ persisted }) => window.shows.push(persisted));
    await window.BasisTheory.init(key, { elements: true });
    const card = window.BasisTheory.createElement('card');
    window.fields = { card };
    await card.mount('#card');
  }, elementsKey);
  await inputIn(page, '#card', 'cc-number').fill('4242424242424242');
  await inputIn(page, '#card', 'cc-exp').fill('12/34');
  await inputIn(page, '#card', 'cc-csc').fill('123');
};

const leaveAndReturn = async (page: Page, url: string): Promise<void> => {
  await page.goto(`${url}receipt`);
  await page.goBack({ waitUntil: 'commit' });
  expect(await page.evaluate(() => window.shows)).toEqual([true]);
};

const pay = (page: Page) =>
  page.evaluate(() =>
    window.BasisTheory.tokens.create({ type: 'card', data: window.fields.card }).then(
      (token) => ({ ...token }).type as string,
      ({ name, code, validation }: ElementsError & { validation?: unknown }) => ({ name, code, validation }),
    ),
  );

test('a page that is left and returned to has its number and lives on, but not the security code', {
  tag: '@whole-browser',
}, async ({ page, shop }) => {
  await fillCard(page, shop);
  const before = await page.evaluate(() => window.fields.card?.metadata.complete);
  await leaveAndReturn(page, shop.url);
  const metadata = () => page.evaluate(() => window.fields.card?.metadata);
  await expect.poll(metadata).toMatchObject({ empty: false, complete: false });
  expect([before, await page.evaluate(() => window.fields.card?.state)]).toEqual([true, 'mounted']);
  expect(await pay(page)).toMatchObject({ validation: [{ targetId: 'cvc', type: 'incomplete', empty: true }] });

  // What a test can see of other documents is lost on the way, so that it does as people do: it clicks, and types.
  const { x = 0, y = 0, width = 0 } = (await page.locator('#card iframe').boundingBox()) ?? {};
  await page.mouse.click(x + width - 10, y + 10);
  await page.keyboard.type('123');
  await expect.poll(metadata).toMatchObject({ complete: true });
  expect(await pay(page)).toBe('card');
});

test('a page whose frame did not come back with it gets a new one by itself', { tag: '@whole-browser' }, async ({
  page,
  shop,
}) => {
  await fillCard(page, shop);
  // As browsers do that restore a page without the frames of other sites in it.
  await page.evaluate(() => {
    document.querySelector('iframe')?.replaceWith(document.createElement('iframe'));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await expect.poll(() => page.evaluate(() => window.fields.card?.metadata.empty)).toBe(true);
  await expect.poll(() => page.evaluate(() => window.fields.card?.state)).toBe('mounted');
  await expect(inputIn(page, '#card', 'cc-number')).toHaveValue('');
});
