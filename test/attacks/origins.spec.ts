import { expect, type Frame, type Page } from '@playwright/test';
import { openByHand } from './world/by-hand.ts';
import { attackerOrigin, malloryOrigin, shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, embed, hostsThatGot, inputIn, oneField, someText, started, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

const elementsPage = `${vaultOrigin}/elements/`;

/** Adds a bare frame to a document and opens it by hand. */
const tryOpen = async (world: World, place: Page | Frame, attributes = {}) => {
  const index = await place.evaluate(([address, more]) => window.attack.addFrame(address, more), [
    elementsPage,
    attributes,
  ] as const);
  return openByHand(world, place, ['frames', index], { key: world.accounts.acme.elements });
};

/** Hosts that look like the shop's to a careless comparison. */
const similar = {
  'a longer host': 'http://shop.localhost.attacker.localhost',
  'a host with the name at its end': 'http://notshop.localhost',
  'a host below it': 'http://a.shop.localhost',
  'another port': 'http://shop.localhost:8080',
  'a trailing dot': 'http://shop.localhost.',
  'a letter that looks the same': 'http://sh\u043ep.localhost',
  'the name as a user': 'http://shop.localhost@attacker.localhost',
  'the name as a path': 'http://attacker.localhost/http://shop.localhost',
};

/** Documents of an attacker that have no origin of their own, or one they were given. */
const documents = ['data:', 'blob:', 'srcdoc'] as const;

const embedDocument = async (page: Page, kind: (typeof documents)[number]): Promise<Frame> => {
  await page.evaluate(
    ([chosen, origin]) => {
      const markup = `<script src="${origin}/toolkit.js"></script>`;
      const iframe = document.createElement('iframe');
      if (chosen === 'data:') iframe.src = `data:text/html,${markup}`;
      if (chosen === 'blob:') iframe.src = URL.createObjectURL(new Blob([markup], { type: 'text/html' }));
      if (chosen === 'srcdoc') iframe.srcdoc = markup;
      const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve));
      document.body.append(iframe);
      return loaded;
    },
    [kind, attackerOrigin] as const,
  );
  const frame = await (await page.locator('iframe').last().elementHandle())?.contentFrame();
  if (!frame) throw new Error(`There is no ${kind} frame.`);
  return frame;
};

const tryAll = async (world: World) => {
  const tries = Object.entries(similar).map(async ([name, url]) => [name, await tryOpen(world, await world.open(url))]);
  const attacker = await world.open(attackerOrigin);
  for (const kind of documents) {
    tries.push(Promise.resolve([kind, await tryOpen(world, await embedDocument(attacker, kind))]));
  }
  return Object.fromEntries(await Promise.all(tries));
};

const names = [...Object.keys(similar), ...documents];

prove('case 5: an origin that only looks like an allowed one opens no frame', {
  tag: '@firefox',
  lacking: ['only allowed pages show a frame'],
  guard: 'only allowed origins open a frame',
  attack: tryAll,
  held: Object.fromEntries(names.map((name) => [name, { code: 'origin-not-allowed', detail: someText }])),
  fallen: Object.fromEntries(names.map((name) => [name, { value: someText }])),
});

test('case 5: an allowed origin is one origin however it is written', { tag: '@firefox' }, async ({ world }) => {
  for (const url of ['http://SHOP.LOCALHOST:80', malloryOrigin]) {
    expect(await tryOpen(world, await world.open(url))).toEqual({ value: someText });
  }
});

prove('case 5: a page that is not allowed does not even get to show a frame', {
  tag: '@firefox',
  guard: 'only allowed pages show a frame',
  attack: async (world) => {
    const page = await world.open(attackerOrigin);
    await embed(page, elementsPage);
    return started(world);
  },
  held: false,
  fallen: true,
});

prove('case 34: a frame at top level does not start', {
  tag: '@firefox',
  guard: 'no frame at top level',
  attack: async (world) => {
    const page = await world.open(elementsPage);
    return [await page.locator('html').getAttribute('data-refusal'), await started(world)];
  },
  held: ['frame-top-level', false],
  // The guard behind it takes the window for its own parent.
  fallen: ['frame-same-origin', true],
});

prove('case 34: a page on the vault’s own host gets no field to look into', {
  tag: '@firefox',
  guard: 'no frame in a page of its own origin',
  attack: async (world) => {
    world.alter((sent, answer) => (['/shop', '/toolkit.js'].includes(sent.url.pathname) ? world.site(sent) : answer));
    const page = await world.open(`${vaultOrigin}/shop`);
    const mounted = await page.evaluate(
      (key) => window.attack.ending(() => window.attack.mount(key, { number: 'cardNumber' })),
      world.accounts.acme.elements,
    );
    if (mounted === 'pending' || 'code' in mounted) return mounted;
    await inputIn(page, 'number').pressSequentially(card.number);
    return page.evaluate(() => frames[0]?.document.querySelector('input')?.value);
  },
  held: { code: 'frame-same-origin' },
  fallen: '4242 4242 4242 4242',
});

prove('case 34: outside loopback, a frame without https takes no card', {
  tag: '@firefox',
  guard: 'no frame without https',
  attack: async (world) => {
    const page = await world.open(`${shopOrigin}/?vault=vault.test`);
    const mounted = await page.evaluate(([key, types]) => window.attack.ending(() => window.attack.mount(key, types)), [
      world.accounts.acme.elements,
      oneField,
    ] as const);
    if (mounted === 'pending' || 'code' in mounted) return mounted;
    await typeCard(page);
    await page.evaluate(() => window.attack.pay());
    return hostsThatGot(world, card.number);
  },
  held: { code: 'frame-insecure' },
  fallen: ['vault.test'],
});

prove('case 34: a frame in a sandbox does not start', {
  tag: '@firefox',
  guard: 'no frame with an opaque origin',
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    return tryOpen(world, page, { sandbox: 'allow-scripts' });
  },
  held: { code: 'frame-opaque-origin' },
  fallen: { value: someText },
});

test('case 34: a page in a sandbox is told so, and gets no frame', { tag: '@firefox' }, async ({ world }) => {
  const { elements: key } = world.accounts.acme;
  world.alter(({ url }, answer) =>
    url.origin === shopOrigin
      ? { ...answer, headers: { ...answer.headers, 'content-security-policy': 'sandbox allow-scripts' } }
      : answer,
  );
  const page = await world.open(shopOrigin);
  const mount = (apiKey: string) => window.attack.ending(() => window.attack.mount(apiKey, { number: 'cardNumber' }));
  expect(await page.evaluate(mount, key)).toEqual({ code: 'frame-opaque-origin' });
  await page.evaluate((address) => window.attack.addFrame(address), elementsPage);
  expect(await started(world)).toBe(false);
});
