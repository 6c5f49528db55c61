import { expect, type Page } from '@playwright/test';
import type { BasisTheory, Elements } from '@tessera/js';
import { inputIn, readToken, type Shop, test } from './shop.ts';

const number = '4242424242424242';
const masked = { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2034 };

const openShop = async (page: Page, { url, elementsKey }: Shop): Promise<void> => {
  await page.goto(url);
  await page.evaluate((key) => window.BasisTheory.init(key, { elements: true }).then(() => {}), elementsKey);
};

const mountSplit = (page: Page) =>
  page.evaluate(async () => {
    const { BasisTheory } = window;
    window.fields = {
      number: BasisTheory.createElement('cardNumber', { targetId: 'number' }),
      expiry: BasisTheory.createElement('cardExpirationDate', { targetId: 'expiry' }),
      code: BasisTheory.createElement('cardVerificationCode', { targetId: 'code' }),
    };
    await Promise.all(Object.entries(window.fields).map(([id, field]) => field.mount(`#${id}`)));
  });

const typeSplit = async (page: Page): Promise<void> => {
  await inputIn(page, '#number').pressSequentially(number);
  await inputIn(page, '#expiry').pressSequentially('1234');
  await inputIn(page, '#code').pressSequentially('123');
};

/** What the shop's own script does on Pay, `times` at once; errors come back as what a shop could show or decide by. */
const payTimes = (page: Page, times: number) =>
  page.evaluate(async (times) => {
    const { number, expiry, code } = window.fields;
    const once = async () => {
      try {
        const token = await window.BasisTheory.tokens.create({
          type: 'card',
          data: { number, expiration_month: expiry?.month(), expiration_year: expiry?.year(), cvc: code },
          metadata: { order: '17' },
        });
        return { token: token as unknown as Record<string, unknown> };
      } catch (thrown) {
        const { name, status, details, message } = thrown as Error & { status?: number; details?: unknown };
        return { error: { name, status, details, message } };
      }
    };
    return await Promise.all(Array.from({ length: times }, once));
  }, times);

const pay = async (page: Page) => {
  const [paid] = await payTimes(page, 1);
  if (!paid) throw new Error('Nothing came of paying.');
  return paid;
};

test('three split fields make a token that the shop’s server reads back masked', async ({ page, shop }) => {
  await openShop(page, shop);
  await mountSplit(page);
  await typeSplit(page);

  const { token } = await pay(page);
  expect(token).toMatchObject({
    type: 'card',
    tenantId: shop.tenantId,
    metadata: { order: '17' },
    privacy: { classification: 'pci', impactLevel: 'high' },
    data: masked,
  });
  expect(token).not.toHaveProperty('fingerprint');
  expect(JSON.stringify(token)).not.toContain(number);

  expect(await readToken(shop, String(token?.id))).toMatchObject({ id: token?.id, data: masked });
});

test('the one-frame card tells what it is and makes a token of its three inputs', async ({ page, shop }) => {
  await openShop(page, shop);
  await page.evaluate(async () => {
    const card = window.BasisTheory.createElement('card');
    window.fields = { card };
    await card.mount('#card');
  });
  await inputIn(page, '#card', 'cc-number').pressSequentially(number);
  await inputIn(page, '#card', 'cc-exp').pressSequentially('12/34');
  await inputIn(page, '#card', 'cc-csc').pressSequentially('123');

  await expect
    .poll(() => page.evaluate(() => ({ ...window.fields.card?.metadata, ...window.fields.card?.cardMetadata })))
    .toEqual({
      empty: false,
      complete: true,
      valid: true,
      maskSatisfied: true,
      cardBrand: 'visa',
      cardBin: '42424242',
      cardLast4: '4242',
    });
  const token = await page.evaluate(async () => {
    const { card } = window.fields;
    return { ...(await window.BasisTheory.tokens.create({ type: 'card', data: card })) } as Record<string, unknown>;
  });
  expect(await readToken(shop, String(token.id))).toMatchObject({ data: masked });
});

test('fields that are not complete send nothing and say which they are', async ({ page, shop }) => {
  await openShop(page, shop);
  await mountSplit(page);
  await inputIn(page, '#number').pressSequentially('4242424242424241');
  await inputIn(page, '#expiry').pressSequentially('1234');
  // A frame loads code of its own when its thread is idle, which may be now; that tells nothing.
  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || !/\/elements\/[\w.-]+\.js$/.test(request.url())) requests.push(request.url());
  });

  const { error } = await pay(page);
  expect(error).toMatchObject({
    name: 'BasisTheoryValidationError',
    details: { data: { number: { type: 'invalid' }, cvc: { type: 'incomplete' } } },
  });
  expect(requests).toEqual([]);
  await expect(inputIn(page, '#code')).toHaveAttribute('aria-invalid', 'true');
});

test('when the vault cannot be reached while paying, the form keeps its values and a retry works', async ({
  page,
  shop,
}) => {
  await openShop(page, shop);
  await mountSplit(page);
  await typeSplit(page);

  await page.route(`${shop.vault}/tokens`, (route) => route.abort('connectionrefused'));
  const { error } = await pay(page);
  expect(error).toMatchObject({ name: 'BasisTheoryApiError', status: -1 });
  await expect(inputIn(page, '#number')).toHaveValue('4242 4242 4242 4242');
  await expect(inputIn(page, '#code')).toHaveValue('123');

  await page.unroute(`${shop.vault}/tokens`);
  const { token } = await pay(page);
  expect(await readToken(shop, String(token?.id))).toMatchObject({ data: masked });
});

test('a retry after a lost answer, and five calls at once, make one token', async ({ page, shop }) => {
  await openShop(page, shop);
  await mountSplit(page);
  await typeSplit(page);

  const made: string[] = [];
  await page.route(`${shop.vault}/tokens`, async (route) => {
    const response = await route.fetch();
    made.push(((await response.json()) as { id: string }).id);
    await route.abort('connectionreset');
  });
  await pay(page);
  await page.unroute(`${shop.vault}/tokens`);

  const paid = await payTimes(page, 5);
  expect(made).toHaveLength(1);
  expect(new Set(paid.map(({ token }) => token?.id))).toEqual(new Set(made));
});

test('an element that is mounted on nothing, without a key, or with a wrong one says what to do', async ({
  page,
  shop,
}) => {
  await openShop(page, shop);
  const failing = (target: string, key: string) =>
    page.evaluate(
      async ([target = '', key = '']) => {
        // The page's own instance is taken; its class makes another.
        const sdk = window.BasisTheory;
        const another: BasisTheory = Reflect.construct(sdk.constructor, [sdk.initOptions]);
        await another.init(key, { elements: true });
        return another
          .createElement('text')
          .mount(target)
          .then(
            () => 'mounted',
            ({ code, message }: Error & { code: string }) => `${code}: ${message}`,
          );
      },
      [target, key],
    );
  expect(await failing('#nowhere', shop.elementsKey)).toMatch(/^mount-target-missing: .+#nowhere/);
  expect(await failing('#note', '')).toMatch(/^key-missing: .+/);
  expect(await failing('#note', 'key_nobody')).toMatch(/^key-refused: .+/);
  expect(await failing('#note', shop.serverKey)).toMatch(/^key-not-elements: .+/);
  expect(await page.locator('#note iframe').count()).toBe(0);
});

test('the elements script alone serves pages that have a client already', async ({ page, shop }) => {
  await page.goto(shop.url);
  await page.addScriptTag({ url: `${shop.vault}/js/elements.js` });
  await page.evaluate(async (key) => {
    const page: object = window;
    const elements: Elements & { init(...given: string[]): Promise<void> } = Reflect.get(page, 'BasisTheoryElements');
    // The base URL of another vendor's client is not where frames come from.
    await elements.init(key, 'https://elements.invalid');
    const card = elements.createElement('card');
    window.fields = { card };
    await card.mount('#card');
  }, shop.elementsKey);
  await inputIn(page, '#card', 'cc-number').fill(number);
  await inputIn(page, '#card', 'cc-exp').fill('12/34');
  await inputIn(page, '#card', 'cc-csc').fill('123');
  const answer = await page.evaluate(async () => {
    const page: object = window;
    const elements: Elements = Reflect.get(page, 'BasisTheoryElements');
    const payload = { card: window.fields.card };
    return { has: elements.hasElement(payload), atomic: (await elements.atomicCards.create(payload)) as object };
  });
  expect(answer).toMatchObject({
    has: true,
    atomic: { type: 'card', card: { number: masked.number, expirationMonth: 12, expirationYear: 2034 } },
  });
  expect(answer.atomic).not.toHaveProperty('fingerprint');
});
