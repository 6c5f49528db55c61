import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { launchFirefox } from '../../packages/frame/src/view/testing/firefox.ts';
import { runDemo, startDemo } from '../processes/demo-process.ts';
import { dataFolder } from '../processes/vault-process.ts';
import { inputIn } from './shop.ts';

type Demo = Awaited<ReturnType<typeof startDemo>> & { folder: string };

const test = base.extend<object, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const folder = dataFolder();
      const demo = await startDemo(folder.path);
      await use({ ...demo, folder: folder.path });
      await demo.stop('SIGTERM');
      folder.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

const visa = '4242424242424242';
const amex = '378282246310005';

const openCheckout = async (page: Page, shop: string) => {
  await page.goto(shop);
  await expect(page.locator('#panel-three .pay')).toBeEnabled();
};

const typeThree = async (page: Page, number: string, code: string) => {
  await inputIn(page, '#card-number').pressSequentially(number);
  await inputIn(page, '#expiration-date').pressSequentially('1234');
  await inputIn(page, '#cvc').pressSequentially(code);
};

const openOneField = async (page: Page) => {
  await page.getByRole('tab', { name: 'One field' }).click();
  await expect(page.locator('#panel-one .pay')).toBeEnabled();
};

const receiptOf = (page: Page) => page.locator('#receipt:not([hidden])');

/** The pages beside the checkout, each with a place in which a frame stands. That of a saved card has one when it is asked to. */
const otherPages = {
  bank: '#routing-number',
  react: '#cardNumber',
  vue: '#cardNumber',
  playground: '#stage',
  'script-tag': '#card',
};

/** What a frame cannot answer for alone: landmarks and headings are the page's, and so is the colour behind the text. */
const pageRules = ['landmark-one-main', 'page-has-heading-one', 'region', 'color-contrast'];

/** Ids of the rules that a page and its frames break, by axe. */
const brokenRules = async (page: Page): Promise<string[]> => {
  const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  const broken: string[] = [];
  for (const frame of page.frames()) {
    const off = frame === page.mainFrame() ? [] : pageRules;
    const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
    await frame.evaluate(axe);
    const run = `axe.run(document, ${JSON.stringify({ iframes: false, rules })})`;
    broken.push(...(await frame.evaluate<string[]>(`${run}.then(({ violations }) => violations.map(({ id }) => id))`)));
  }
  return broken;
};

/** Everything in a folder that is a file, as Latin-1, in which digits look like digits. */
const allText = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');

test('a card is paid with in three fields and in one, and both orders outlive a restart', async ({ page }) => {
  test.setTimeout(120_000);
  const folder = dataFolder();
  const first = await startDemo(folder.path);
  await openCheckout(page, first.shop);
  await typeThree(page, visa, '123');
  await page.locator('#panel-three .pay').click();
  await expect(receiptOf(page)).toContainText('•••• •••• •••• 4242');
  await expect(receiptOf(page)).toContainText('12/34');
  await expect(receiptOf(page).locator('.read code')).toContainText('"number": "XXXXXXXXXXXX4242"');
  await expect(receiptOf(page).locator('.charge code')).toContainText('16 digits, and a code of 3');

  await page.getByRole('button', { name: 'Pay again' }).click();
  await openOneField(page);
  await inputIn(page, '#card', 'cc-number').pressSequentially(amex);
  await page.keyboard.type('1234');
  await page.keyboard.type('1234');
  await page.keyboard.press('Enter');
  await expect(receiptOf(page)).toContainText('0005');
  expect(await first.stop('SIGINT')).toBe(0);

  const second = await startDemo(folder.path);
  await openCheckout(page, second.shop);
  await expect(page.locator('.orders li')).toHaveText([/•••• 0005/, /•••• 4242/]);
  expect(await second.stop('SIGTERM')).toBe(0);

  const text = allText(folder.path);
  for (const number of [visa, amex]) expect(text.includes(number), 'a card number in the data folder').toBe(false);
  expect(statSync(join(folder.path, 'demo.json')).mode & 0o777).toBe(0o600);
  folder.remove();
});

test('an account is paid with, and the shop is shown its last four digits', async ({ page, demo }) => {
  await page.goto(`${demo.shop}/bank.html`);
  await expect(page.locator('#panel-two .pay')).toBeEnabled();
  await inputIn(page, '#routing-number').pressSequentially('021000022');
  await inputIn(page, '#account-number').pressSequentially('000123456789');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-field="routingNumber"] .error')).toHaveText('No bank has this number.');
  await inputIn(page, '#routing-number').fill('021000021');
  await page.keyboard.press('Enter');
  await expect(receiptOf(page)).toContainText('•••• •••• 6789');

  await page.getByRole('button', { name: 'Pay again' }).click();
  await page.getByRole('tab', { name: 'One field' }).click();
  await expect(page.locator('#panel-one .pay')).toBeEnabled();
  await inputIn(page, '#bank').nth(0).pressSequentially('021000021');
  await page.keyboard.type('000987654321');
  await page.keyboard.press('Enter');
  await expect(receiptOf(page)).toContainText('•••• •••• 4321');
  expect(allText(demo.folder)).not.toContain('000987654321');
});

for (const framework of ['react', 'vue']) {
  test(`the same checkout in ${framework} shows what is wrong and pays`, async ({ page, demo }) => {
    const broken: string[] = [];
    page.on('pageerror', ({ message }) => broken.push(message));
    await page.goto(`${demo.shop}/${framework}.html`);
    await expect(inputIn(page, '#cardNumber')).toBeVisible();
    await page.getByText('Card number', { exact: true }).click();
    await expect(inputIn(page, '#cardNumber')).toBeFocused();
    await page.keyboard.type('4242424242424241');
    await page.locator('.pay').click();
    await expect(page.locator('.field .error')).toHaveText([
      'A digit of this number is wrong.',
      'Enter it as MM/YY.',
      'Enter the code.',
    ]);
    await expect(inputIn(page, '#cardNumber')).toBeFocused();
    await inputIn(page, '#cardNumber').fill('4242424242424242');
    await inputIn(page, '#expirationDate').pressSequentially('1234');
    await inputIn(page, '#cvc').pressSequentially('123');
    await expect(page.locator('#log')).toContainText(/cardNumber\s*change \{/);
    await expect(page.locator('#log')).toContainText(/cvc\s*focus/);
    await page.keyboard.press('Enter');
    // What was in its place is gone, and with it what had the focus.
    await expect(page.getByRole('heading', { name: 'Paid, thank you' })).toBeFocused();
    await page.getByRole('button', { name: 'Pay again' }).click();
    await expect(page.locator('#payment')).toBeFocused();
    await expect(page.locator('.orders li').first()).toContainText('4242');
    expect(broken).toEqual([]);
  });
}

test('the playground tells an element its options, and writes the code that does it', async ({ page, demo }) => {
  await page.goto(`${demo.shop}/playground.html`);
  const input = inputIn(page, '#stage').first();
  await expect(input).toBeVisible();
  await page.locator('[name="base.fontSize"]').selectOption('22px');
  await expect(input).toHaveCSS('font-size', '22px');
  await page.locator('[name=type]').selectOption('bankRoutingNumber');
  await expect(inputIn(page, '#stage')).toHaveCount(1);
  await page.locator('[name="options.placeholder"]').fill('Nine digits');
  await expect(inputIn(page, '#stage')).toHaveAttribute('placeholder', 'Nine digits');
  await expect(page.locator('#code')).toContainText("bt.createElement('bankRoutingNumber', {");
  await expect(page.locator('#code')).toContainText('placeholder: "Nine digits"');
  await inputIn(page, '#stage').pressSequentially('021000021');
  await expect(page.locator('#log')).toContainText('change { empty: false, complete: true');
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expect(page.locator('#code')).toContainText("bt.createElement('card');");

  // Each type shows its own options, also those that are no text, and the element stays in sight beside the last of them.
  await page.locator('[name=type]').selectOption('text');
  await expect(page.locator('[name="options.cardTypes"]')).toBeHidden();
  await page.locator('[name="options.mask"]').selectOption('US phone');
  await expect(page.locator('#code')).toContainText('mask: ["(", /\\d/');
  await inputIn(page, '#stage').pressSequentially('2025550123');
  await expect(inputIn(page, '#stage')).toHaveValue('(202) 555-0123');
  await page.locator('[name="base.textAlign"]').scrollIntoViewIfNeeded();
  await expect(page.locator('#stage')).toBeInViewport();
});

test('each field says beside it what is wrong, and the first one gets the focus', async ({ page, demo }) => {
  await openCheckout(page, demo.shop);
  await expect(page.locator('#code .line', { hasText: 'export const threeFields' })).toBeInViewport();
  await page.getByRole('tab', { name: 'orders.ts (server)' }).click();
  await expect(page.locator('#code .line', { hasText: 'The vault replaces the braces' })).toBeInViewport();
  await inputIn(page, '#card-number').pressSequentially('4242424242424241');
  await page.locator('#panel-three .pay').click();

  await expect(page.locator('[data-field="cardNumber"] .error')).toHaveText('A digit of this number is wrong.');
  await expect(page.locator('[data-field="expirationDate"] .error')).toHaveText('Enter it as MM/YY.');
  await expect(page.locator('[data-field="cvc"] .error')).toHaveText('Enter the code.');
  await expect(page.locator('[data-field="cardNumber"] iframe')).toBeFocused();
});

test('that a number was copied is told to those who hear the page', async ({ page, context, demo }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openCheckout(page, demo.shop);
  const said = page.locator('.test-cards button span').first();
  const heard = await said.evaluateHandle((element) => {
    const all: unknown[] = [];
    new MutationObserver(() => all.push([element.textContent, element.ariaLive])).observe(element, { childList: true });
    return all;
  });
  await said.click();
  // What stands there usually comes back without being said.
  await expect
    .poll(() => heard.jsonValue())
    .toEqual([
      ['Copied', 'polite'],
      ['Visa', 'off'],
    ]);
});

test('the acquirer is sent the number, and what it declines is not ordered', async ({ page, demo }) => {
  await openCheckout(page, demo.shop);
  await typeThree(page, '4000000000000002', '123');
  const pay = page.locator('#panel-three .pay');
  await pay.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('The acquirer declined it.');
  await expect(pay).toBeFocused();
});

test('a card on file stands there once, is paid with again, shown in frames alone, and hidden again', async ({
  page,
  demo,
}) => {
  await openCheckout(page, demo.shop);
  for (const [number, code] of [
    [amex, '1234'],
    ['5555555555554444', '123'],
    ['5555555555554444', '123'],
  ] as const) {
    await typeThree(page, number, code);
    await page.locator('#panel-three .pay').click();
    await expect(receiptOf(page)).toBeVisible();
    await page.locator('#again').click();
  }

  await page.goto(`${demo.shop}/saved.html`);
  const rows = page.locator('.wallet li');
  const master = rows.filter({ hasText: '4444' });
  await expect(master).toHaveCount(1);
  await expect(master.getByRole('img')).toHaveAccessibleName('mastercard');
  await expect(rows.filter({ hasText: '•••• •••••• •0005' }).getByRole('img')).toHaveAccessibleName('american express');
  const orders = async () => (await page.request.get(`${demo.shop}/orders`).then((answer) => answer.json())).data;
  const [before] = await orders();
  await page.route('**/orders', async (route) => {
    await route.fetch();
    await route.abort();
  });
  const pay = page.getByRole('button', { name: 'Pay €68.00 with the card that ends in 4444' });
  await pay.click();
  await expect(page.getByRole('alert')).toContainText('The shop did not answer');
  await page.unroute('**/orders');
  await pay.click();
  await expect(page.getByRole('status')).toContainText('Paid with the card that ends in 4444');
  const [paid, previous] = await orders();
  expect(previous.order.id).toBe(before.order.id);
  expect(paid.order.token_id).toBe(before.order.token_id);

  await page.getByRole('button', { name: 'Show the card that ends in 4444' }).click();
  await expect(inputIn(page, '#shown-number')).toHaveValue('5555 5555 5555 4444');
  await expect(inputIn(page, '#shown-expiry')).toHaveValue('12/34');
  expect(await page.content()).not.toContain('5555 5555');
  await page.setViewportSize({ width: 320, height: 800 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect([colorScheme, await brokenRules(page)]).toEqual([colorScheme, []]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.getByRole('button', { name: 'Hide it' }).click();
  await expect(inputIn(page, '#shown-number')).toHaveValue('');
  await expect(page.getByRole('button', { name: 'Show the card that ends in 4444' })).toBeFocused();
});

test('a click on a label goes to its field', async ({ page, demo }) => {
  await openCheckout(page, demo.shop);
  await page.getByText('Security code').click();
  await page.keyboard.type('12');
  await expect(inputIn(page, '#cvc')).toHaveValue('12');
});

test('a ring is around the field that has the focus, in Firefox too', async ({ demo }) => {
  const firefox = await launchFirefox();
  const page = await firefox.newPage();
  await page.goto(demo.shop);
  await page.waitForSelector('#panel-three .pay:enabled');
  const shadow = () => page.$eval('#panel-three .box', (box) => getComputedStyle(box).boxShadow);
  expect(await shadow()).toBe('none');
  await page.click('#panel-three .label');
  await expect.poll(shadow).not.toBe('none');
  await firefox.close();
});

test('while the vault cannot be reached the fields keep their card, and Pay works afterwards', async ({
  page,
  demo,
}) => {
  await openCheckout(page, demo.shop);
  await typeThree(page, visa, '123');
  await page.route('**/tokens', (route) => route.abort());
  await page.locator('#panel-three .pay').click();
  await expect(page.getByRole('alert')).toContainText('The vault did not answer');
  await expect(inputIn(page, '#cvc')).toHaveValue('123');

  await page.unroute('**/tokens');
  await page.locator('#panel-three .pay').click();
  await expect(receiptOf(page)).toContainText('4242');
});

test('when the answer of the shop is lost, paying again does not buy twice', async ({ page, demo }) => {
  await openCheckout(page, demo.shop);
  const before = await page.request.get(`${demo.shop}/orders`).then((answer) => answer.json());
  await typeThree(page, visa, '123');
  await page.route('**/orders', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.locator('#panel-three .pay').click();
  await expect(page.getByRole('alert')).toContainText('The shop did not answer');
  await page.unroute('**/orders');
  await page.locator('#panel-three .pay').click();
  await expect(receiptOf(page)).toBeVisible();

  const after = await page.request.get(`${demo.shop}/orders`).then((answer) => answer.json());
  expect(after.data.length).toBe(Math.min(before.data.length + 1, 5));
  expect(after.data[1]?.order.id).toBe(before.data[0]?.order.id);
});

test('the page with nothing but the script tag makes a token', async ({ page, demo }) => {
  const broken: string[] = [];
  page.on('pageerror', ({ message }) => broken.push(message));
  await page.goto(`${demo.shop}/script-tag.html`);
  await expect(inputIn(page, '#card', 'cc-number')).toBeVisible();
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.locator('output')).toHaveText('Enter the card number.');
  await inputIn(page, '#card', 'cc-number').pressSequentially(visa);
  await page.keyboard.type('1234');
  await page.keyboard.type('123');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.locator('output')).toContainText('stands for XXXXXXXXXXXX4242');
  expect(broken).toEqual([]);
});

test('nothing of the demo reaches the page but the key of the elements', async ({ page, demo }) => {
  const { managementKey, serverKey, revealKey, elementsKey } = JSON.parse(
    readFileSync(join(demo.folder, 'demo.json'), 'utf8'),
  );
  const received: Promise<string>[] = [];
  page.on('response', (response) => void received.push(response.text().catch(() => '')));
  await openCheckout(page, demo.shop);
  await typeThree(page, visa, '123');
  await page.locator('#panel-three .pay').click();
  await expect(receiptOf(page)).toBeVisible();

  const text = (await Promise.all(received)).join('\n');
  expect(text.includes(elementsKey)).toBe(true);
  expect(text.includes(serverKey)).toBe(false);
  expect(text.includes(revealKey)).toBe(false);
  expect(text.includes(managementKey)).toBe(false);
  expect(await page.locator('#log').innerText()).not.toContain('4242 4242');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong in the ${colorScheme} scheme, and 320 px are wide enough`, async ({ page, demo }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 320, height: 800 });
    await openCheckout(page, demo.shop);
    expect(await brokenRules(page)).toEqual([]);
    await page.locator('#panel-three .pay').click();
    await expect(page.locator('.wrong')).toHaveCount(3);
    expect(await brokenRules(page)).toEqual([]);
    await openOneField(page);
    expect(await brokenRules(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

    for (const [name, frame] of Object.entries(otherPages)) {
      await page.goto(`${demo.shop}/${name}.html`);
      await expect(inputIn(page, frame).first()).toBeVisible();
      expect([name, await brokenRules(page)]).toEqual([name, []]);
      expect([name, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([name, 320]);
    }
  });
}

test('in forced colours it shows what is chosen, and where the button ends', async ({ page, demo }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openCheckout(page, demo.shop);
  const backgroundOf = (place: Locator) => place.evaluate((element) => getComputedStyle(element).backgroundColor);
  for (const chosen of ['#tab-three', '.top [aria-current]', '.bench [role=tab][aria-selected=true]']) {
    const other = page.locator(chosen.startsWith('.top') ? '.top nav a:not([aria-current])' : '#tab-one').first();
    expect(await backgroundOf(page.locator(chosen)), chosen).not.toBe(await backgroundOf(other));
  }
  await expect(page.locator('#panel-three .pay')).toHaveCSS('border-top-style', 'solid');
});

test('the text of the fields grows with the one that a reader has set', async ({ browser, launchOptions, demo }) => {
  const args = [...(launchOptions.args ?? []), '--blink-settings=defaultFontSize=32'];
  const large = await browser.browserType().launch({ ...launchOptions, args });
  const page = await large.newPage();
  await openCheckout(page, demo.shop);
  const input = inputIn(page, '#card-number');
  await expect(input).toHaveCSS('font-size', '32px');
  expect(await input.evaluate(() => document.body.scrollHeight <= innerHeight)).toBe(true);
  await large.close();
});

test('the printed link lets somebody into the console', async ({ demo }) => {
  const [, link = ''] = /Console {2}\S+\n +(\S+) lets you in, once/.exec(demo.said()) ?? [];
  expect(link).toMatch(/^http:\/\/localhost:\d+\/enrol#[\w-]{43}$/);
  expect(new URL(link).origin).toBe(demo.console);
  const answer = await fetch(`${demo.console}/session/enrolment/options`, {
    method: 'POST',
    headers: { 'Tessera-Console': '1', Origin: demo.console, 'Content-Type': 'application/json' },
    body: JSON.stringify({ link: new URL(link).hash.slice(1) }),
  });
  expect(await answer.json()).toMatchObject({ rp: { id: 'localhost' }, user: { name: 'You' } });
});

test('a port that is taken, or no port at all, is named in a sentence', async ({ demo }) => {
  const taken = runDemo(['--port', `${demo.port}`, '--data-dir', demo.folder]);
  expect(await taken.ended).toBe(1);
  expect(taken.said()).toContain(`Port ${demo.port} is taken`);

  const wrong = runDemo(['--port', 'high']);
  expect(await wrong.ended).toBe(1);
  expect(wrong.said().trim()).toBe('--port must be a port from 1 to 65535, or 0 for any that is free.');
});
