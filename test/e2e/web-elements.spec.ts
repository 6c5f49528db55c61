import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import type {} from '../published/pages/checkout.tsx';
import { bundleCheckout, checkoutPage } from '../published/react-page.ts';
import { frameOf, test as inEither } from './either.ts';
import { inputIn, readToken, type Shop } from './shop.ts';

type Sdk = NonNullable<Window['shop']['sdk']>;

const number = '4242424242424242';
/** What the vault's table says of this number. */
const binInfo = {
  ...{ brand: 'visa', funding: 'credit', segment: 'consumer' },
  issuer: { name: 'First Bank', country: 'US' },
};

const masked = { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2034 };

/** Where the vault is for a page that knows it by the option `customDomain` alone, which takes no address of this machine. */
const customDomain = 'https://vault.test';

/** A checkout with the vendor’s React package 2.17, unmodified; `/domain` is the same without a script of ours. */
const test = inEither.extend<object, { checkout: string }>({
  checkout: [
    async ({ shop }, use) => {
      const script = await bundleCheckout();
      const ours = `${shop.vault}/js/web-elements.js`;
      const server = createServer(({ url = '' }, response) => {
        const isScript = url === '/checkout.js';
        response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
        response.end(isScript ? script : checkoutPage(url.startsWith('/domain') ? undefined : ours, '/checkout.js'));
      });
      server.listen(0, 'localhost');
      await once(server, 'listening');
      await use(`http://localhost:${(server.address() as AddressInfo).port}`);
      server.close();
    },
    { scope: 'worker' },
  ],
});

/** Opens the checkout; gives back what stands in the console from then on. */
const open = async (page: Page, checkout: string, query: Readonly<Record<string, string>>): Promise<string[]> => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`${checkout}/?${new URLSearchParams(query)}`);
  return said;
};

const typeCard = async (page: Page): Promise<void> => {
  await inputIn(page, '#card', 'cc-number').pressSequentially(number);
  await page.keyboard.type('1234123');
};

const outcome = async (page: Page): Promise<Record<string, unknown>> => {
  await expect(page.locator('#outcome')).not.toBeEmpty();
  return JSON.parse(await page.locator('#outcome').innerText());
};

const click = (page: Page, name: string) => page.getByRole('button', { name }).click();

test('a page of react-elements 2.17 makes a token of a card that is typed into our frame', { tag: '@firefox' }, async ({
  either,
  checkout,
  shop,
}) => {
  await either.goto(`${checkout}/?${new URLSearchParams({ key: shop.elementsKey })}`);
  const frame = await frameOf(either, 'card');
  await frame.focus('input');
  await either.keyboard.type(`${number}1234123`);
  await either.click('button');
  const paid = await either.waitForSelector('#outcome:not(:empty)');
  const token = JSON.parse((await paid?.evaluate(({ textContent }) => textContent)) ?? '');
  expect(token).toEqual({ id: expect.any(String), type: 'card', tenantId: shop.tenantId, data: masked });
  expect(await readToken(shop, token.id)).toMatchObject({ data: masked });
});

test('a token intent of what was typed into our frame tells BIN, last four digits, expiry and brand', async ({
  page,
  checkout,
  shop,
}) => {
  await open(page, checkout, { key: shop.elementsKey });
  await typeCard(page);
  const intent = await page.evaluate(() => {
    const { bt, card } = window.shop.sdk as Sdk;
    return bt.tokenIntents.create({ type: 'card', data: card } as never);
  });
  const card = { bin: '42424242', last4: '4242', brand: 'visa' };
  expect(intent).toMatchObject({
    ...{ id: expect.any(String), type: 'card', tenantId: shop.tenantId },
    card: { ...card, expirationMonth: 12, expirationYear: 2034 },
  });
  const kept = await fetch(`${shop.vault}/token-intents/${intent.id}`, { headers: { 'BT-API-KEY': shop.serverKey } });
  expect(await kept.json()).toMatchObject({ id: intent.id, type: 'card', card });
});

test('its props and methods reach the frame, and what the frame tells reaches its listeners', async ({
  page,
  checkout,
  shop,
}) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  const said = await open(page, checkout, { key: shop.elementsKey });
  const input = inputIn(page, '#card', 'cc-number');
  await expect(input).toHaveAttribute('placeholder', 'Number');
  await expect(page.frameLocator('#card iframe').locator('#cardExpirationDate')).toHaveAttribute('autocomplete', 'off');
  await expect(input).toHaveCSS('color', 'rgb(0, 0, 128)');

  await input.pressSequentially(number);
  await page.keyboard.type('1234123');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => window.shop.told.filter(({ type }) => type === 'change').at(-1)))
    .toMatchObject({ complete: true, valid: true, empty: false, cardBrand: 'visa', cardLast4: '4242', binInfo });
  const told = await page.evaluate(() => window.shop.told);
  expect(told).toEqual(
    expect.arrayContaining([
      { type: 'ready' },
      { type: 'focus', targetId: 'cardNumber' },
      expect.objectContaining({ type: 'keydown', targetId: 'cvc', key: 'Enter' }),
    ]),
  );

  await click(page, 'Disable');
  await expect(input).toBeDisabled();
  await click(page, 'enable');
  await expect(input).toBeEnabled();
  await click(page, 'Clear');
  await expect(input).toHaveValue('');
  await click(page, 'Focus');
  await expect(input).toBeFocused();

  const notes = said.filter((text) => text.startsWith('Tessera: '));
  expect(notes).toEqual([]);
  expect(said.join()).not.toContain('4242');
  expect([...hosts].sort()).toEqual([new URL(shop.vault).hostname, 'localhost'].sort());
});

test('a page of the published package learns what the vault knows of a card by its first digits, and no digit before the number is complete', {
  tag: '@firefox',
}, async ({ either, checkout, shop }) => {
  await either.goto(`${checkout}/?${new URLSearchParams({ key: shop.elementsKey })}`);
  const frame = await frameOf(either, 'card');
  await frame.focus('input');
  const told = () => either.evaluate(() => window.shop.told.filter(({ type }) => type === 'change').at(-1), undefined);
  await either.keyboard.type('424242');
  await expect.poll(told).toMatchObject({ complete: false, binInfo });
  expect(JSON.stringify(await either.evaluate(() => window.shop.told, undefined))).not.toContain('4242');
  await either.keyboard.type(number.slice(6));
  await expect.poll(told).toMatchObject({ cardBin: number.slice(0, 8), binInfo });
});

test('its container is dressed on the page, and its copy button as it says', async ({ page, checkout, shop }) => {
  await open(page, checkout, { key: shop.elementsKey });
  const wrapper = page.locator('#card > div');
  await expect(wrapper).toHaveCSS('padding', '4px');
  await expect(wrapper).toHaveCSS('background-color', 'rgb(255, 250, 240)');
  const frame = page.frameLocator('#card iframe');
  await expect(frame.locator('#cardNumber')).toHaveCSS('font-weight', '700');
  await expect(frame.locator('.copying svg')).toHaveCSS('width', '20px');
  await expect(frame.locator('.copying svg')).toHaveCSS('color', 'rgb(0, 0, 128)');

  await inputIn(page, '#card', 'cc-number').pressSequentially(number);
  await page.keyboard.type('1299');
  await page.keyboard.press('Tab');
  await expect(frame.locator('.box.cardExpirationDate')).toHaveAttribute('data-state', 'invalid');
  await page.evaluate(() => {
    const changes = { style: { container: { padding: '9px' } }, ariaDescription: 'As printed on the card' };
    return (window.shop.sdk as Sdk).card.update(changes as never);
  });
  await expect(wrapper).toHaveCSS('padding', '9px');
  await expect(frame.getByRole('group')).toHaveAttribute('aria-description', 'As printed on the card');

  const sheets = () => page.evaluate(() => document.adoptedStyleSheets.length);
  expect(await sheets()).toBe(1);
  await page.evaluate(() => (window.shop.sdk as Sdk).card.unmount());
  expect(await sheets()).toBe(0);
  await page.evaluate(() => (window.shop.sdk as Sdk).card.mount('#card'));
  await expect(wrapper).toHaveCSS('padding', '9px');
});

test('its button copies what is in another field, and nothing of it is told', async ({
  page,
  context,
  checkout,
  shop,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const said = await open(page, checkout, { key: shop.elementsKey, split: '' });
  const button = page.frameLocator('#copy iframe').getByRole('button', { name: 'Copy number' });
  await expect(button).toHaveCSS('color', 'rgb(0, 80, 0)');
  await expect(button).toHaveCSS('border-top-width', '1px');
  await expect(button.locator('svg')).toBeVisible();
  await expect(page.frameLocator('#copy iframe').locator('input')).toHaveValue('');
  await inputIn(page, '#number').pressSequentially(number);
  await button.click();
  await expect
    .poll(() => page.evaluate(() => window.shop.told))
    .toEqual([
      { type: 'click', targetId: 'copy' },
      { type: 'copy', targetId: 'copy' },
    ]);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number);
  await inputIn(page, '#number').fill('');
  await inputIn(page, '#number').pressSequentially('5555555555554444');
  await button.click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('5555555555554444');
  await inputIn(page, '#expiry').pressSequentially('1234');
  await expect(inputIn(page, '#expiry')).toHaveValue('12 / 34');
  expect(said.filter((text) => text.startsWith('Tessera: ')).map((text) => text.split('`')[1])).toEqual([
    'style.base.transform',
  ]);
});

test('its separate fields make one token, follow the brand, and mirror each other', async ({
  page,
  checkout,
  shop,
}) => {
  await open(page, checkout, { key: shop.elementsKey, split: '' });
  await inputIn(page, '#number').pressSequentially('378282246310005');
  await expect(page.locator('#brand')).toHaveText('american-express');
  await expect(inputIn(page, '#mirror')).toHaveValue('3782 822463 10005');
  await inputIn(page, '#expiry').pressSequentially('1234');
  await inputIn(page, '#code').pressSequentially('123');
  await click(page, 'Pay');
  expect(await outcome(page)).toEqual({
    name: 'BasisTheoryValidationError',
    details: { data: { cvc: { type: 'incomplete' } } },
    validation: [{ targetId: 'code', type: 'incomplete' }],
  });
  await inputIn(page, '#code').press('End');
  await inputIn(page, '#code').pressSequentially('4');
  await click(page, 'Pay');
  await expect(page.locator('#outcome')).toContainText('XXXXXXXXXXX0005');
});

test('a wrong key reaches the error boundary of the page as a sentence', async ({ page, checkout }) => {
  await open(page, checkout, { key: 'key_nobody' });
  await expect(page.getByRole('alert')).toHaveText(
    'BasisTheoryApiError key-refused: The vault does not know this key.',
  );
});

/** The shop's server, which may read cards, lets a session show one. */
const authorize = async (shop: Shop, nonce: string, id: string): Promise<number> => {
  const response = await fetch(`${shop.vault}/sessions/authorize`, {
    method: 'POST',
    headers: { 'BT-API-KEY': shop.plainKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ nonce, tokens: [id], permissions: ['token:read'] }),
  });
  return response.status;
};

test('a stored card is shown in a session, whose key the page passes on without having it', async ({
  page,
  context,
  checkout,
  shop,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, checkout, { key: shop.elementsKey });
  await typeCard(page);
  await click(page, 'Pay');
  const { id } = await outcome(page);
  await click(page, 'Clear');
  const session = await page.evaluate(() => (window.shop.sdk as Sdk).bt.sessions.create());
  expect(await authorize(shop, session.nonce, String(id))).toBe(200);
  const token = await page.evaluate(
    async ([known, apiKey]) => {
      const { bt, card } = window.shop.sdk as Sdk;
      const read = await bt.tokens.retrieve(known, { apiKey });
      card.setValue(read.data as never);
      return read;
    },
    [String(id), session.sessionKey] as const,
  );
  await expect(inputIn(page, '#card', 'cc-number')).toHaveValue('4242 4242 4242 4242');
  expect(JSON.stringify(token)).not.toContain('42424242');
  const known = await fetch(`${shop.vault}/tokens/${id}`, { headers: { 'BT-API-KEY': session.sessionKey } });
  expect(known.status).toBe(401);

  await page.frameLocator('#card iframe').getByRole('button').click();
  await expect
    .poll(() => page.evaluate(() => window.shop.told.at(-1)))
    .toEqual({ type: 'copy', targetId: 'cardNumber' });
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number);
});

test('a card is encrypted for the vault by the published package, and becomes a token where a server sends it', async ({
  page,
  checkout,
  shop,
}) => {
  await open(page, checkout, { key: shop.elementsKey });
  await typeCard(page);
  const headers = { 'BT-API-KEY': shop.managementKey, 'Content-Type': 'application/json' };
  const made = await fetch(`${shop.vault}/keys`, { method: 'POST', headers, body: '{}' });
  const { key_id: keyId, public_key_pem: publicKeyPem } = (await made.json()) as Record<string, string>;
  const encrypted = await page.evaluate(
    (recipient) => {
      const { bt, card } = window.shop.sdk as Sdk;
      return bt.tokens.encrypt({ tokenRequests: { type: 'card', data: card as never }, ...recipient });
    },
    { keyId: String(keyId), publicKeyPem: String(publicKeyPem) },
  );
  expect(encrypted).toEqual({ type: 'card', encrypted: expect.stringMatching(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/) });
  const sent = await fetch(`${shop.vault}/tokens`, {
    ...{ method: 'POST', body: JSON.stringify(encrypted) },
    headers: { 'BT-API-KEY': shop.elementsKey, 'Content-Type': 'application/json' },
  });
  expect(await sent.json()).toMatchObject({ type: 'card', data: masked });
});

test('calls without an element go to the vault, and what it does not have is refused by name', async ({
  page,
  checkout,
  shop,
}) => {
  const said = await open(page, checkout, { key: shop.elementsKey });
  await page.waitForFunction(() => window.shop.sdk);
  const answers = await page.evaluate(async () => {
    const { bt, card } = window.shop.sdk as Sdk;
    const outcome = (sent: Promise<unknown>) => sent.then(Object, ({ code, detail }) => [code, detail]);
    return {
      made: await outcome(bt.tokens.create({ type: 'token', data: 'plain', containers: undefined } as never)),
      tokenized: await outcome(bt.tokenize({ a: ['one', 'two'] } as never)),
      intended: await outcome(bt.tokenIntents.create({ type: 'card', data: { number: '4242424242424242' } } as never)),
      client: await outcome(bt.client.post('https://other.example', { card })),
      proxied: await outcome(bt.proxy.post({ body: { card } })),
      device: Object((bt as unknown as { device: { getDeviceInfo(): object } }).device.getDeviceInfo()),
    };
  });
  expect(answers).toEqual({
    made: expect.objectContaining({ type: 'token', tenantId: shop.tenantId, privacy: expect.anything() }),
    tokenized: { a: [expect.any(String), expect.any(String)] },
    intended: expect.objectContaining({
      ...{ type: 'card', tenantId: shop.tenantId, expiresAt: expect.any(String) },
      card: { bin: '42424242', last4: '4242', brand: 'visa' },
    }),
    client: ['method-not-allowed', undefined],
    proxied: ['method-not-allowed', undefined],
    device: {},
  });
  expect(said.join()).toContain('device.getDeviceInfo');
});

test('with the vault as its custom domain a page needs no script of ours', async ({ page, checkout, shop }) => {
  const asked: string[] = [];
  await page.route(`${customDomain}/**`, async (route) => {
    const url = route.request().url();
    asked.push(new URL(url).pathname);
    await route.fulfill({ response: await route.fetch({ url: url.replace(customDomain, shop.vault) }) });
  });
  await page.goto(`${checkout}/domain?${new URLSearchParams({ key: shop.elementsKey, domain: customDomain })}`);
  await typeCard(page);
  await click(page, 'Pay');
  expect(await outcome(page)).toMatchObject({ type: 'card', data: masked });
  expect(asked[0]).toBe('/web-elements/2.17.0/client/index.js');
  expect(asked).toEqual(expect.arrayContaining(['/elements/', '/tokens']));
});
