import { expect, type Frame, type Page } from '@playwright/test';
import { openByHand, type WindowPath } from './world/by-hand.ts';
import { malloryOrigin, shopOrigin, test, vaultFrames, vaultOrigin, type World } from './world/fixtures.ts';
import { alsoEarly, prove } from './world/proof.ts';
import type { Heard } from './world/recorder.ts';
import { card, embed, gained, inputIn, openShop, posts, requestsTo, someText, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

const pending = 'pending';

prove('case 1: a widget of another shop cannot open a field before its page does', {
  tag: '@firefox',
  guard: 'only the parent opens a frame',
  attack: async (world) => {
    const { acme, mallory } = world.accounts;
    const page = await world.open(shopOrigin);
    const widget = await embed(page, malloryOrigin);
    await page.evaluate(() => window.attack.addFrame());
    const stolen = await openByHand(world, widget, ['parent', 'frames', 1], { key: mallory.elements });
    const opened = await openByHand(world, page, ['frames', 1], { key: acme.elements });
    await page.frameLocator('iframe >> nth=1').locator('input').pressSequentially(card.number);
    const token = await widget.evaluate(
      (id) => window.attack.create('own', { type: 'card_number', data: { $element: id } }),
      gained(stolen),
    );
    const plaintext = await world.read(mallory.server, gained(token));
    return { stolen, opened, plaintext };
  },
  held: { stolen: pending, opened: { value: someText }, plaintext: undefined },
  fallen: { stolen: { value: someText }, opened: pending, plaintext: card.number },
});

/** Everything that was said between the shop and its frames, and the openings with a key and options of somebody else. */
const knownMessages = async (world: World): Promise<unknown[]> => {
  const said = (await world.heard()).filter(({ kind }) => kind === 'port' || kind === 'window');
  const openings = said.flatMap(({ data }) => (data.includes('"options"') ? [JSON.parse(data)] : []));
  const { elements: key } = world.accounts.mallory;
  const own = openings.map((opening) => ({ ...opening, key, options: { placeholder: 'Pay Mallory' } }));
  return [...said.map(({ data }) => JSON.parse(data)), ...own];
};

/** Posts messages to a window, each without a port and with one. */
const postAll = (speaker: Page | Frame, messages: readonly unknown[], path: WindowPath) =>
  speaker.evaluate(
    ([all, steps]) => {
      const windowAt = (from: unknown, step: string | number) => (from as Record<string | number, unknown>)[step];
      const target = steps.reduce<unknown>(windowAt, window) as Window;
      for (const message of all) {
        target.postMessage(message, '*');
        target.postMessage(message, '*', [new MessageChannel().port2]);
      }
    },
    [messages, path] as const,
  );

const isEcho = (data: string): boolean => data.includes('"tessera"');

/** Waits until so many messages more have come to the windows of an origin. */
const arrive = async (world: World, origin: string, before: readonly Heard[], count: number): Promise<void> => {
  const arrived = (heard: readonly Heard[]) => heard.filter((one) => one.kind === 'window' && one.origin === origin);
  const goal = arrived(before).length + count;
  await expect.poll(async () => arrived(await world.heard()).length, { timeout: 20_000 }).toBe(goal);
};

prove('case 1: a sibling, a popup, the opener and the field itself post all that was ever said, and nothing changes', {
  lacking: ['only the parent opens a frame'],
  guard: 'a frame is opened once',
  attack: async (world) => {
    const opener = await world.open(malloryOrigin);
    const [page] = await Promise.all([
      world.context.waitForEvent('page'),
      opener.evaluate((url) => {
        Object.assign(window, { shop: window.open(url) });
      }, shopOrigin),
    ]);
    await page.waitForLoadState();
    const [popup] = await Promise.all([
      world.context.waitForEvent('page'),
      page.evaluate((url) => void window.open(url), malloryOrigin),
    ]);
    await popup.waitForLoadState();
    await page.evaluate((key) => window.attack.mount(key, { number: 'cardNumber' }), world.accounts.acme.elements);
    const sibling = await embed(page, malloryOrigin);
    await inputIn(page, 'number').pressSequentially('4242');
    // The page opens its hidden frame with the first focus, which is a message too.
    const isOpening = ({ kind, data }: Heard) => kind === 'window' && data.includes('"type":"session"');
    await expect.poll(async () => (await world.heard()).some(isOpening)).toBe(true);
    const [field] = vaultFrames(page);
    if (!field) throw new Error('The field is not there.');

    const messages = await knownMessages(world);
    const markup = await field.content();
    const before = [...(await world.heard())];
    const asked = requestsTo(world, 'vault.localhost').length;
    await postAll(sibling, messages, ['parent', 'frames', 0]);
    await postAll(popup, messages, ['opener', 'frames', 0]);
    await postAll(opener, messages, ['shop', 'frames', 0]);
    await postAll(field, messages, []);
    await arrive(world, vaultOrigin, before, 4 * 2 * messages.length);
    const since = (await world.heard()).slice(before.length);
    return {
      answered: since.some(({ kind, origin, data }) => kind === 'port' && origin === vaultOrigin && isEcho(data)),
      redrawn: (await field.content()) !== markup,
      asked: requestsTo(world, 'vault.localhost').length > asked,
    };
  },
  held: { answered: false, redrawn: false, asked: false },
  // Without the guard, the field is drawn again. Then the frame refuses, since its window holds an element already, and asks the vault nothing.
  fallen: { answered: true, redrawn: true, asked: false },
});

prove(
  'case 2: what others post to the page, or a document on the vault’s origin answers it, is not taken for a field',
  {
    tag: '@firefox',
    lacking: ['the frame echoes the nonce it was sent'],
    guard: 'the echo carries the nonce',
    attack: async (world) => {
      const page = await world.open(shopOrigin);
      const sibling = await embed(page, malloryOrigin);
      const mounted = page.evaluate(
        (key) => window.attack.ending(() => window.attack.mount(key, { number: 'cardNumber' })),
        world.accounts.acme.elements,
      );
      await page.locator('#number iframe').waitFor({ state: 'attached' });
      const messages = [
        ...(await knownMessages(world)),
        { tessera: 2, nonce: '0'.repeat(32), id: '0'.repeat(32) },
        { name: 'emit', args: [{ type: 'ready' }] },
        { origin: vaultOrigin, type: 'ready' },
      ];
      const before = [...(await world.heard())];
      await postAll(sibling, messages, ['parent']);
      await arrive(world, shopOrigin, before, 2 * messages.length);
      return {
        mounted: await mounted,
        events: await page.evaluate(() => window.attack.events.map(({ type }) => type)),
      };
    },
    held: { mounted: { code: 'frame-unreachable', detail: someText }, events: [] },
    fallen: { mounted: { value: null }, events: ['ready'] },
  },
);

alsoEarly(() => {
  prove('case 3: a second opening from the page itself leaves the first one as it is', {
    tag: '@firefox',
    guard: 'a frame is opened once',
    attack: async (world) => {
      const page = await openShop(world);
      const second = await openByHand(world, page, ['frames', 0], { key: world.accounts.mallory.elements });
      await typeCard(page);
      const heard = await page.evaluate(() => window.attack.events.filter(({ field }) => field === 'number').at(-1));
      return {
        second,
        heard: heard?.complete,
        paid: await page.evaluate(() => window.attack.pay()),
        posts: posts(world),
      };
    },
    held: { second: pending, heard: true, paid: { value: someText }, posts: ['POST /tokens'] },
    fallen: {
      second: { code: 'internal-error' },
      heard: undefined,
      paid: { value: someText },
      posts: ['POST /tokens'],
    },
  });
});

prove('case 3: an opening with two ports is none', {
  tag: '@firefox',
  guard: 'an opening brings one port',
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    await page.evaluate(() => window.attack.addFrame());
    return openByHand(world, page, ['frames', 0], { key: world.accounts.acme.elements, ports: 2 });
  },
  held: pending,
  fallen: { value: someText },
});
