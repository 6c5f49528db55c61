import { expect, type Frame, type Page } from '@playwright/test';
import { search } from '../canary/search.ts';
import { shopOrigin, test, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, fieldOf, inputIn, openShop, someText, splitFields } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** What a browser has saved. */
const saved = { number: card.number, name: 'Ada Lovelace', expiryMonth: '12', expiryYear: '2034', cvc: card.code };

/** Chooses the saved card in the list that the browser shows at an input. */
const autofill = async (world: World, frame: Page | Frame, selector: string): Promise<void> => {
  const session = await world.context.newCDPSession(frame);
  const { frameTree } = await session.send('Page.getFrameTree');
  const frameId = frameTree.frame.id;
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { node } = await session.send('DOM.describeNode', { nodeId });
  // Browsers look for fields a moment after they were drawn.
  await expect(async () => {
    await session.send('Autofill.trigger', { fieldId: node.backendNodeId, frameId, card: saved });
  }).toPass({ timeout: 3_000 });
};

const valuesOf = (page: Page) => Promise.all(Object.keys(splitFields).map((id) => inputIn(page, id).inputValue()));

/** Whether the number was in anything that was said between documents. */
const relayed = async (world: World): Promise<boolean> => {
  const said = (await world.heard()).map(({ data }) => data).join('\n');
  return search('port', Buffer.from(said), [card.number]).length > 0;
};

for (const id of Object.keys(splitFields)) {
  test(`case 13: the browser fills all three fields from the ${id}, and nothing goes through the page`, {
    tag: '@whole-browser',
  }, async ({ world }) => {
    const page = await openShop(world, splitFields);
    await autofill(world, await fieldOf(page, id), 'input');
    await expect.poll(() => valuesOf(page)).toEqual(['4242 4242 4242 4242', card.expiry, card.code]);
    expect(await relayed(world)).toBe(false);
    expect(await page.evaluate(() => window.attack.pay())).toEqual({ value: someText });
  });
}

test('case 13: the one-frame card is filled as a whole', { tag: '@whole-browser' }, async ({ world }) => {
  const page = await world.open(shopOrigin);
  await page.evaluate((key) => window.attack.mount(key, { card: 'card' }), world.accounts.acme.elements);
  await autofill(world, await fieldOf(page, 'card'), '#cardExpirationDate');
  const inputs = page.frameLocator('#card iframe').locator('input');
  const values = () => inputs.evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
  await expect.poll(values).toEqual(['4242 4242 4242 4242', card.expiry, card.code]);
  expect(await relayed(world)).toBe(false);
});

prove('case 13: a field of plain text gets no card from the browser, whatever the page calls it', {
  tag: '@whole-browser',
  guard: 'what browsers know of cards stays in fields for cards',
  attack: async (world) => {
    const page = await openShop(world);
    await page.evaluate(
      (key) => window.attack.mount(key, { note: 'text' }, { autoComplete: 'cc-csc', 'aria-label': 'Security code' }),
      world.accounts.acme.elements,
    );
    return inputIn(page, 'note').getAttribute('autocomplete');
  },
  held: 'on',
  fallen: 'cc-csc',
});
