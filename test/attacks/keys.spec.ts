import { expect, type Page } from '@playwright/test';
import { shopOrigin, test, type World } from './world/fixtures.ts';
import { alsoEarly, prove } from './world/proof.ts';
import { card, gained, oneField, openShop, someText, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

const mount = (page: Page, key: string) =>
  page.evaluate(([own, types]) => window.attack.ending(() => window.attack.mount(own, types)), [
    key,
    oneField,
  ] as const);

prove('case 31: a script in the shop cannot mount fields with a key of its own tenant', {
  tag: '@firefox',
  guard: 'a page is pinned to its tenant',
  attack: async (world) => {
    const { mallory } = world.accounts;
    const page = await world.open(shopOrigin);
    const mounted = await mount(page, mallory.elements);
    if (mounted === 'pending' || 'code' in mounted) return mounted;
    await typeCard(page);
    const paid = await page.evaluate(() => window.attack.pay());
    return world.read(mallory.server, gained(paid));
  },
  held: { code: 'origin-not-pinned' },
  fallen: card.number,
});

/** A frame with a foreign key in the shop's page has a token made of the field that the shop's customer filled in. */
const takeFromSibling = async (world: World) => {
  const { mallory } = world.accounts;
  const page = await openShop(world);
  await typeCard(page);
  const made = await page.evaluate(async (key) => {
    const victim = window.attack.fields.number?.reference();
    const index = await window.attack.addFrame();
    await window.attack.open('mallory', frames[index] as Window, { key });
    return window.attack.create('mallory', { type: 'card_number', data: victim });
  }, mallory.elements);
  return 'code' in Object(made) ? made : world.read(mallory.server, gained(made));
};

alsoEarly(() => {
  prove('case 31: a frame with another key is not read to by its siblings, were a page not pinned', {
    tag: '@firefox',
    lacking: ['a page is pinned to its tenant'],
    guard: 'siblings have the same key',
    attack: takeFromSibling,
    held: { code: 'sibling-mismatch' },
    fallen: card.number,
  });

  prove('case 31: a frame with another key makes no token in its tenant, were its siblings to read to it', {
    tag: '@firefox',
    lacking: ['siblings have the same key'],
    guard: 'a page is pinned to its tenant',
    attack: takeFromSibling,
    held: { code: 'origin-not-pinned' },
    fallen: card.number,
  });
});

test('case 31: a key among the options of a call is not the key of the call', { tag: '@firefox' }, async ({
  world,
}) => {
  const { acme, mallory } = world.accounts;
  const page = await world.open(shopOrigin);
  const opened = await page.evaluate(async (key) => {
    await window.attack.addFrame();
    return window.attack.open('number', frames[0] as Window, { key });
  }, acme.elements);
  await page.frameLocator('iframe').locator('input').pressSequentially(card.number);
  const [made, refused] = await page.evaluate(
    async ([id, apiKey]) => {
      const payload = { type: 'card_number', data: { $element: id } };
      const options = { apiKey, key: apiKey, headers: { 'BT-API-KEY': apiKey } };
      const call = (more: object) =>
        window.attack.call('number', 'call', 'tokens.create', { ...payload, ...more }, options);
      return [await call({}), await call({ apiKey })];
    },
    [gained(opened), mallory.elements] as const,
  );
  // The vault knows no such property of a token.
  expect(refused).toEqual({ code: 'api-error' });
  expect(made).toEqual({ value: expect.objectContaining({ tenantId: acme.tenantId }) });
});

prove('invariant 8: a frame takes no key but one of type elements', {
  guard: 'frames take keys of type elements',
  attack: async (world) => mount(await world.open(shopOrigin), world.accounts.acme.public),
  held: { code: 'key-not-elements' },
  fallen: { value: null },
});

prove('invariant 8: the vault makes no token for a frame with another kind of key, were the frame to take it', {
  lacking: ['frames take keys of type elements'],
  guard: 'the vault takes only elements keys from frames',
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    await mount(page, world.accounts.acme.public);
    await typeCard(page);
    return page.evaluate(() => window.attack.pay());
  },
  held: { code: 'key-not-elements' },
  fallen: { value: someText },
});

test('invariant 8: a key that may read is refused by frames as well', async ({ world }) => {
  const { server, clerk } = world.accounts.acme;
  for (const key of [server, clerk]) {
    expect(await mount(await world.open(shopOrigin), key)).toEqual({ code: 'key-not-elements' });
  }
});

prove('invariant 2: fields of two builds, as they stand in a page during a release, do not read each other', {
  guard: 'siblings are of the same build',
  attack: async (world) => {
    let documents = 0;
    world.alter(({ url }, answer) => {
      if (url.pathname !== '/elements/') return answer;
      documents += 1;
      return documents === 1 ? answer : { ...answer, body: answer.body.replace(/frame\.[\w-]+\.js/, 'frame.older.js') };
    });
    const page = await world.open(shopOrigin);
    const { elements } = world.accounts.acme;
    const ids = await page.evaluate(async (key) => {
      const opened: unknown[] = [];
      for (const type of ['cardNumber', 'cardVerificationCode']) {
        // A page of one build would load it once; the second address stands for what a cache still holds.
        const index = await window.attack.addFrame(`${window.attack.vaultOrigin}/elements/?${type}`);
        opened.push(await window.attack.open(type, frames[index] as Window, { key, type }));
      }
      return opened.map((ending) => (ending as { value: string }).value);
    }, elements);
    await page.frameLocator('iframe >> nth=0').locator('input').pressSequentially(card.number);
    await page.frameLocator('iframe >> nth=1').locator('input').pressSequentially(card.code);
    return page.evaluate(([number, code]) => {
      const data = {
        number: { $element: number },
        expiration_month: 12,
        expiration_year: 2034,
        cvc: { $element: code },
      };
      return window.attack.create('cardNumber', { type: 'card', data });
    }, ids);
  },
  held: { code: 'version-mismatch' },
  fallen: { value: someText },
});

alsoEarly(() => {
  test('invariant 8: the shop’s own key works, in a page that is pinned to its tenant', async ({ world }) => {
    const page = await openShop(world);
    await typeCard(page);
    expect(await page.evaluate(() => window.attack.pay())).toEqual({ value: someText });
  });
});
