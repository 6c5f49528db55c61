import { expect, type Page } from '@playwright/test';
import type { Elements, ElementType, HostedElement, OptionsOf } from '@tessera/js';
import { type Merchant, startMerchant } from '../published/merchant.ts';
import { inputIn, test as inShop, readToken, type Shop } from './shop.ts';

type Answer = Record<string, unknown>;
type Create = (payload: unknown, options?: object) => Promise<Answer>;

/** As much of the vendor's SDK as a page makes use of here. */
interface PublishedSdk {
  init(apiKey: string, options: object): Promise<unknown>;
  createElement(type: ElementType, options?: OptionsOf & { targetId?: string }): HostedElement;
  readonly tokens: { create: Create; retrieve(id: string, options?: object): Promise<Answer> };
  readonly atomicCards: { create: Create };
  readonly applications: { retrieveByKey(): Promise<Answer> };
  readonly tokenize: Create;
}

declare global {
  interface Window {
    PublishedSdk: new () => PublishedSdk;
    bt: PublishedSdk;
  }
}

const number = '4242424242424242';
const someId = expect.stringMatching(/^[-0-9a-f]{36}$/);
const masked = { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2034 };

/** The SDK calls every host but this one over https. */
const onLocalhost = (url: string): string => url.replace('127.0.0.1', 'localhost');

const versions = { '1.22.2': 'bt-sdk-2022', '4.30.2': 'bt-sdk-2025' } as const;

const test = inShop.extend<object, { merchant: Merchant }>({
  merchant: [
    async ({ shop }, use) => {
      const merchant = await startMerchant(onLocalhost(shop.vault), Object.values(versions));
      await use(merchant);
      merchant.close();
    },
    { scope: 'worker' },
  ],
});

/** Opens the page of a version, and gives back the hosts that are asked for anything from then on. */
const openPage = async (page: Page, sdk: string, { url }: Merchant, shop: Shop): Promise<Set<string>> => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  await page.goto(`${url}/${sdk}`);
  await page.evaluate(
    async ([key = '', apiBaseUrl]) => {
      window.bt = new window.PublishedSdk();
      await window.bt.init(key, { apiBaseUrl, elements: true, disableTelemetry: true });
    },
    [shop.elementsKey, onLocalhost(shop.vault)],
  );
  return hosts;
};

const mountCard = (page: Page) =>
  page.evaluate(async () => {
    const card = window.bt.createElement('card');
    window.fields = { card };
    window.heard = [];
    card.on('ready', (event) => window.heard.push(event));
    card.on('change', (event) => window.heard.push(event));
    await card.mount('#card');
  });

const typeCard = async (page: Page): Promise<void> => {
  await inputIn(page, '#card', 'cc-number').pressSequentially(number);
  await inputIn(page, '#card', 'cc-exp').pressSequentially('1234');
  await inputIn(page, '#card', 'cc-csc').pressSequentially('123');
};

for (const [version, sdk] of Object.entries(versions)) {
  test.describe(`a page with version ${version} of the vendor’s SDK`, () => {
    test('makes a token of the card element, and asks nobody but shop and vault', async ({ page, merchant, shop }) => {
      const hosts = await openPage(page, sdk, merchant, shop);
      await mountCard(page);
      await typeCard(page);
      await expect
        .poll(() => page.evaluate(() => window.heard.at(-1)))
        .toMatchObject({ type: 'change', complete: true, empty: false, cardBrand: 'visa', cardLast4: '4242' });
      expect(await page.evaluate(() => window.heard[0])).toEqual({ type: 'ready' });

      const token = await page.evaluate(() =>
        window.bt.tokens.create({ type: 'card', data: window.fields.card, metadata: { order_number: '17' } }),
      );
      expect(token).toMatchObject({
        type: 'card',
        tenantId: shop.tenantId,
        data: masked,
        metadata: { order_number: '17' },
        privacy: { classification: 'pci', impactLevel: 'high' },
      });
      expect(JSON.stringify(token)).not.toContain(number);
      expect(await readToken(shop, String(token.id))).toMatchObject({ id: token.id, data: masked });
      expect([...hosts]).toEqual(['localhost']);
    });

    test('makes tokens of a card and a text at once', async ({ page, merchant, shop }) => {
      await openPage(page, sdk, merchant, shop);
      await mountCard(page);
      await page.evaluate(async () => {
        const note = window.bt.createElement('text', { targetId: 'note', placeholder: 'Note' });
        window.fields.note = note;
        await note.mount('#note');
      });
      await typeCard(page);
      await inputIn(page, '#note').fill('Ring twice');

      const made = await page.evaluate(() => {
        const { card, note } = window.fields;
        return window.bt.tokenize({
          primary_card: { type: 'card', data: card },
          notes: [{ type: 'token', data: note }, 'plain', note],
        });
      });
      expect(made).toMatchObject({
        primary_card: { type: 'card', data: masked },
        notes: [{ type: 'token', tenant_id: shop.tenantId }, someId, someId],
      });
      const [{ id }, , plain] = made.notes as [{ id: string }, string, string];
      expect(await readToken(shop, id)).toMatchObject({ id, type: 'token', data: null });
      expect(await readToken(shop, plain, shop.plainKey)).toMatchObject({ type: 'token', data: 'Ring twice' });
    });

    test('is told which fields are wrong, and sends nothing', async ({ page, merchant, shop }) => {
      await openPage(page, sdk, merchant, shop);
      await mountCard(page);
      await inputIn(page, '#card', 'cc-number').pressSequentially('4242424242424241');
      const sent: string[] = [];
      // A frame may still be fetching its own files.
      page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
      const error = await page.evaluate(() =>
        window.bt.tokens
          .create({ type: 'card', data: window.fields.card })
          .catch(({ name, details }: { name: string; details: unknown }) => ({ name, details })),
      );
      expect(error).toMatchObject({
        name: 'BasisTheoryValidationError',
        details: { data: { number: { type: 'invalid' } } },
      });
      expect(sent).toEqual([]);
    });

    test('calls the vault itself where no element is in the payload', async ({ page, merchant, shop }) => {
      await openPage(page, sdk, merchant, shop);
      const { application, token } = await page.evaluate(async () => ({
        application: await window.bt.applications.retrieveByKey(),
        token: await window.bt.tokens.create(
          { type: 'token', data: 'Sensitive Value' },
          { correlationId: 'aa5d3379-6385-4ef4-9fdb-ca1341572153', idempotencyKey: 'order-17' },
        ),
      }));
      expect(application).toMatchObject({ tenantId: shop.tenantId, type: 'elements' });
      expect(await readToken(shop, String(token.id))).toMatchObject({ id: token.id, type: 'token' });
    });
  });
}

test('version 1.22.2 makes an atomic card of the card element', async ({ page, merchant, shop }) => {
  await openPage(page, versions['1.22.2'], merchant, shop);
  await mountCard(page);
  await typeCard(page);
  const atomic = await page.evaluate(() => window.bt.atomicCards.create({ card: window.fields.card }));
  expect(atomic).toMatchObject({
    type: 'card',
    card: { number: masked.number, expirationMonth: 12, expirationYear: 2034 },
  });
});

test('version 4.30.2 makes a token of split elements', async ({ page, merchant, shop }) => {
  await openPage(page, versions['4.30.2'], merchant, shop);
  await page.evaluate(async () => {
    const { bt } = window;
    window.fields = {
      number: bt.createElement('cardNumber', { targetId: 'number' }),
      expiry: bt.createElement('cardExpirationDate', { targetId: 'expiry' }),
      code: bt.createElement('cardVerificationCode', { targetId: 'code' }),
    };
    await Promise.all(Object.entries(window.fields).map(([id, field]) => field.mount(`#${id}`)));
  });
  await inputIn(page, '#number').pressSequentially(number);
  await inputIn(page, '#expiry').pressSequentially('1234');
  await inputIn(page, '#code').pressSequentially('123');
  const token = await page.evaluate(() => {
    const { number, expiry, code } = window.fields;
    return window.bt.tokens.create({
      type: 'card',
      data: { number, expiration_month: expiry?.month(), expiration_year: expiry?.year(), cvc: code },
    });
  });
  expect(token).toMatchObject({ type: 'card', data: masked });
});

test('version 4.30.2 reads tokens, in plaintext with a key that may and as references in a session', async ({
  page,
  merchant,
  shop,
}) => {
  await openPage(page, versions['4.30.2'], merchant, shop);
  await mountCard(page);
  const card = { number, expiration_month: 12, expiration_year: 2034 };
  const id = await page.evaluate(
    async (data) => String((await window.bt.tokens.create({ type: 'card', data })).id),
    card,
  );
  const read = (options?: object) =>
    page.evaluate(
      ([token, more]) =>
        window.bt.tokens
          .retrieve(token, more)
          .catch(({ name, status }: { name: string; status: number }) => ({ name, status }) as Answer),
      [id, options] as const,
    );
  expect(await read()).toEqual({ name: 'BasisTheoryApiError', status: 403 });
  expect(await read({ apiKey: shop.plainKey })).toMatchObject({
    ...{ id, data: card, tenantId: shop.tenantId },
    privacy: { impactLevel: 'high' },
  });

  const { nonce } = await page.evaluate(() =>
    (window as unknown as { BasisTheoryElements: Elements }).BasisTheoryElements.sessions.create(),
  );
  await fetch(`${shop.vault}/sessions/authorize`, {
    method: 'POST',
    headers: { 'BT-API-KEY': shop.plainKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ nonce, tokens: [id], permissions: ['token:read'] }),
  });
  const token = await read();
  expect(token).toMatchObject({ id, data: { number: { token: id, path: ['number'] } } });
  expect(JSON.stringify(token)).not.toContain(number);
  await page.evaluate(({ data }) => window.fields.card?.setValue(data as object), token);
  await expect(inputIn(page, '#card', 'cc-number')).toHaveValue('4242 4242 4242 4242');
});

test('version 4.30.2 sends nothing with elements through proxy or client, and other requests on', async ({
  page,
  merchant,
  shop,
}) => {
  await openPage(page, versions['4.30.2'], merchant, shop);
  await mountCard(page);
  const answers = await page.evaluate(async () => {
    type Send = (...given: unknown[]) => Promise<unknown>;
    const { proxy, client } = window.bt as unknown as Record<'proxy' | 'client', { post: Send; get: Send }>;
    const outcome = (sent: Promise<unknown>) =>
      sent.then(
        () => 'sent',
        ({ code, status }: { code?: string; status?: number }) => [code, status],
      );
    return {
      proxied: await outcome(proxy.post({ body: { deep: [{ card: window.fields.card }] } })),
      client: await outcome(client.post('https://other.example', { card: window.fields.card })),
      plain: await outcome(proxy.get({ headers: { 'BT-PROXY-URL': 'https://other.example' } })),
    };
  });
  // Keys of elements may not use the proxy: the vault says so, which shows that it was asked.
  expect(answers).toMatchObject({
    proxied: ['method-not-allowed', undefined],
    client: ['method-not-allowed', undefined],
    plain: [expect.any(String), expect.any(Number)],
  });
});
