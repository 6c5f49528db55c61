import { expect, type Page } from '@playwright/test';
import type { Elements } from '@tessera/elements';
import { attackerOrigin, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { inputIn, oneField, requestsTo, someText, splitFields, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** Opens a page in which frames were started before the SDK, and waits until those have loaded. Nothing is mounted yet. */
const openEarly = async (world: World, vault = 'vault.localhost', frames = 1): Promise<Page> => {
  const page = await world.open(`${shopOrigin}/?early=${vault}&frames=${frames}`);
  await expect(page.locator('iframe[hidden]')).toHaveCount(frames);
  await page.waitForLoadState();
  return page;
};

/** Mounts fields as the shop does, and pays. */
const payIn = async (page: Page, world: World, types: object = oneField): Promise<unknown> => {
  const mounted = await page.evaluate(([key, fields]) => window.attack.ending(() => window.attack.mount(key, fields)), [
    world.accounts.acme.elements,
    types as typeof oneField,
  ] as const);
  if (mounted === 'pending' || 'code' in mounted) return mounted;
  await typeCard(page);
  return page.evaluate(() => window.attack.pay());
};

/** What the attacker's documents were told. */
const told = async (world: World): Promise<string[]> =>
  (await world.heard())
    .filter(({ kind, origin }) => kind === 'window' && origin === attackerOrigin)
    .map(({ data }) => data);

const shownFrames = (page: Page) => page.evaluate(() => document.querySelectorAll('iframe:not([hidden])').length);

test('case 38: an early frame becomes the first field, and its document is loaded once', async ({ world }) => {
  const page = await openEarly(world);
  expect(await payIn(page, world)).toEqual({ value: someText });
  const documents = requestsTo(world, 'vault.localhost').filter((request) => request === 'GET /elements/');
  // The hidden frame that keeps idempotency keys comes with the first focus.
  expect(documents.length).toBeLessThanOrEqual(2);
  expect(await shownFrames(page)).toBe(1);
});

test('case 38: three early frames become three fields, none of which loads again', async ({ world }) => {
  const page = await openEarly(world, 'vault.localhost', 3);
  const loads = await page.evaluate(() => {
    const seen = { count: 0 };
    for (const iframe of document.querySelectorAll('iframe')) iframe.addEventListener('load', () => (seen.count += 1));
    return Object.assign(window, { seen }).seen;
  });
  expect(loads).toEqual({ count: 0 });
  expect(await payIn(page, world, splitFields)).toEqual({ value: someText });
  expect(await shownFrames(page)).toBe(3);
  expect(await page.evaluate(() => (window as unknown as { seen: object }).seen)).toEqual({ count: 0 });
});

test('case 38: of three early frames, a page takes away one and moves another, and has three fields', async ({
  world,
}) => {
  const page = await openEarly(world, 'vault.localhost', 3);
  await page.evaluate(() => {
    const [first, second] = document.querySelectorAll('iframe');
    first?.remove();
    document.body.append(second as HTMLIFrameElement);
  });
  expect(await payIn(page, world, splitFields)).toEqual({ value: someText });
  expect(await shownFrames(page)).toBe(3);
  expect(await told(world)).toEqual([]);
});

test('case 38: three fields beside an early frame read each other', async ({ world }) => {
  const page = await openEarly(world);
  expect(await payIn(page, world, splitFields)).toEqual({ value: someText });
});

test('case 38: before it is opened, an early frame asks nobody for anything and has nothing to hide', async ({
  world,
}) => {
  const page = await openEarly(world);
  expect(requestsTo(world, 'vault.localhost').filter((request) => !/^GET \/(?:js|elements)\//.test(request))).toEqual(
    [],
  );
  const [frame] = page.frames().filter((one) => one.url().startsWith(vaultOrigin));
  expect(frame?.url()).toBe(`${vaultOrigin}/elements/`);
  expect(await frame?.locator('body').innerHTML()).toBe('\n');
  expect(await world.heard()).not.toContainEqual(expect.objectContaining({ kind: 'port' }));
});

/** What a page can do to an early frame before the first field takes it. */
const mischief: Readonly<Record<string, (address: string) => unknown>> = {
  'navigates it': (address) => {
    const iframe = document.querySelector('iframe') as HTMLIFrameElement;
    const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve));
    iframe.src = address;
    return loaded;
  },
  'moves it': () => {
    const iframe = document.querySelector('iframe') as HTMLIFrameElement;
    const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve));
    document.body.append(iframe);
    return loaded;
  },
  'removes it': () => document.querySelector('iframe')?.remove(),
  'puts a copy in its place': () => {
    const iframe = document.querySelector('iframe');
    iframe?.replaceWith(iframe.cloneNode());
  },
  'hides it better': () => {
    document.querySelector('iframe')?.setAttribute('style', 'display:none!important;width:0;height:0;opacity:0');
  },
  'floods it': () => {
    const { contentWindow } = document.querySelector('iframe') as HTMLIFrameElement;
    for (let count = 0; count < 500; count += 1) contentWindow?.postMessage({ tessera: 2, nonce: count }, '*');
    for (let count = 0; count < 100; count += 1) {
      contentWindow?.postMessage({ tessera: 2, nonce: '0'.repeat(32) }, '*', [new MessageChannel().port2]);
    }
  },
};

for (const [what, harm] of Object.entries(mischief)) {
  test(`case 38: a page that ${what} before the first field is mounted gets a field that works, and tells nobody`, async ({
    world,
  }) => {
    const page = await openEarly(world);
    await page.evaluate(harm, `${attackerOrigin}/fake`);
    expect(await payIn(page, world)).toEqual({ value: someText });
    expect(await inputIn(page, 'number').inputValue()).toContain('4242');
    expect(await told(world)).toEqual([]);
  });
}

prove('case 38: a document that an early frame shows instead of the vault’s is told nothing', {
  guard: 'the opening is posted to the origin of the vault',
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    // The page's own record of an early frame, with a document of somebody else in it.
    await page.evaluate(
      async ([vault, address]) => {
        const iframe = document.createElement('iframe');
        const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve));
        iframe.src = address;
        document.head.append(iframe);
        await loaded;
        Object.assign(window, { [Symbol.for('tessera.early')]: { [vault]: () => ({ iframe, loads: 1 }) } });
      },
      [vaultOrigin, `${attackerOrigin}/fake`] as const,
    );
    await page.evaluate((key) => {
      void window.attack.ending(() => window.attack.mount(key, { number: 'cardNumber' }));
    }, world.accounts.acme.elements);
    await page.locator('#number iframe').waitFor();
    // Messages to one window arrive in their order.
    await page.evaluate(() => frames[0]?.postMessage({ last: true }, '*'));
    const arrived = async () => (await told(world)).filter((data) => data.includes('"last"')).length;
    await expect.poll(arrived, { timeout: 20_000 }).toBe(1);
    return (await told(world)).filter((data) => !data.includes('"last"'));
  },
  held: [],
  fallen: [expect.stringContaining('"key":"key_')],
});

test('case 38: an early frame that somebody else has opened is left to them, and the field is a new one', async ({
  world,
}) => {
  const page = await openEarly(world);
  const taken = await page.evaluate(
    (key) => window.attack.open('mallory', frames[0] as Window, { key, target: '*' }),
    world.accounts.mallory.elements,
  );
  expect(taken).toEqual({ value: someText });
  const before = await world.count(world.accounts.acme.server);
  expect(await payIn(page, world)).toEqual({ value: someText });
  expect(await world.count(world.accounts.acme.server)).toBe(before + 1);
});

test('case 38: of two SDKs in a page, one takes the early frame, and both have fields of their own', async ({
  world,
}) => {
  const page = await openEarly(world);
  const states = await page.evaluate(
    async ([vault, key]) => {
      const current = () =>
        (window as unknown as { BasisTheoryElements: Elements & { init(key: string): Promise<void> } })
          .BasisTheoryElements;
      const first = current();
      const script = document.createElement('script');
      script.src = `${vault}/js/elements.js`;
      const loaded = new Promise((resolve) => script.addEventListener('load', resolve));
      document.head.append(script);
      await loaded;
      const both = [first, current()];
      const fields = await Promise.all(
        both.map(async (sdk, place) => {
          await sdk.init(key);
          const field = sdk.createElement('cardNumber');
          await field.mount(['#number', '#code'][place] as string);
          return field;
        }),
      );
      return fields.map(({ state }) => state);
    },
    [vaultOrigin, world.accounts.acme.elements] as const,
  );
  expect(states).toEqual(['mounted', 'mounted']);
  expect(await page.locator('#number iframe, #code iframe').count()).toBe(2);
  expect(await page.locator('iframe').count()).toBe(2);
});

test('case 38: an early frame of another vault stays where it is, and is told nothing', async ({ world }) => {
  const page = await openEarly(world, 'vault.test');
  expect(await payIn(page, world)).toEqual({ value: someText });
  expect(await page.locator('head iframe').getAttribute('src')).toBe('http://vault.test/elements/');
  const said = (await world.heard()).filter(({ kind, origin }) => kind === 'window' && origin === 'http://vault.test');
  expect(said).toEqual([]);
});
