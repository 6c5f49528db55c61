import { expect, type Page } from '@playwright/test';
import type { Ending } from './toolkit/toolkit.ts';
import { malloryOrigin, shopOrigin, test, vaultFrames, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, embed, gained, inputIn, openShop, someText, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

const other = { number: '5555555555554444', code: '456' };

const idOf = (made: Ending): string =>
  made !== 'pending' && 'value' in made ? (made.value as { id: string }).id : JSON.stringify(made);

prove('case 21: with two of each field on a page, and a second tab, every token has the values of its own fields', {
  tag: '@firefox',
  guard: 'siblings are found by their id',
  attack: async (world) => {
    const tab = await openShop(world);
    await inputIn(tab, 'number').pressSequentially('378282246310005');
    const page = await openShop(world, { number: 'cardNumber', code: 'cardVerificationCode' });
    await typeCard(page);
    await page.evaluate(
      (key) => window.attack.mount(key, { card: 'cardNumber', note: 'cardVerificationCode' }),
      world.accounts.acme.elements,
    );
    await inputIn(page, 'card').pressSequentially(other.number);
    await inputIn(page, 'note').pressSequentially(other.code);
    const date = { expiration_month: 12, expiration_year: 2034 };
    const made = await page.evaluate(
      (known) =>
        window.attack.make('tokens.create', { type: 'card', data: { cvc: '$note', number: '$card', ...known } }),
      date,
    );
    return [
      await world.read(world.accounts.acme.server, idOf(made)),
      await world.read(world.accounts.acme.server, gained(await tab.evaluate(() => window.attack.pay()))),
    ];
  },
  held: [expect.objectContaining({ number: other.number, cvc: other.code }), '378282246310005'],
  fallen: [expect.objectContaining({ number: card.number, cvc: other.code }), '378282246310005'],
});

/** A script in another page opens a frame of its own, and has it make a token of a field whose id it was told. */
const readFrom = async (world: World, widget: Pick<Page, 'evaluate'>, id: string, key: string) => {
  await widget.evaluate(
    async ([apiKey, address]) => {
      const index = await window.attack.addFrame(address);
      await window.attack.open('own', frames[index] as Window, { key: apiKey });
    },
    [key, `${vaultOrigin}/elements/`] as const,
  );
  const made = await widget.evaluate(
    (element) => window.attack.create('own', { type: 'card_number', data: { $element: element } }),
    id,
  );
  return 'code' in Object(made) ? made : world.read(world.accounts.acme.server, gained(made));
};

const idOfNumber = (page: Page) => page.evaluate(() => String(window.attack.fields.number?.reference().$element));

prove('case 22: a widget of another origin does not read a field of the shop, though it knows its id and its key', {
  tag: '@firefox',
  lacking: ['a page is pinned to its tenant'],
  guard: 'siblings stand in pages of one origin',
  attack: async (world) => {
    const page = await openShop(world);
    await typeCard(page);
    const widget = await embed(page, malloryOrigin);
    return readFrom(world, widget, await idOfNumber(page), world.accounts.acme.elements);
  },
  held: { code: 'sibling-mismatch' },
  fallen: card.number,
});

/** Mounts the number into a shadow tree, where no list of frames shows it, and types into it. */
const openShadow = async (world: World, mode: ShadowRootMode): Promise<Page> => {
  const page = await openShop(world, {});
  await page.evaluate(
    async ([chosen, key]) => {
      const place = document.createElement('div');
      place.id = 'hidden';
      document.querySelector('#card')?.attachShadow({ mode: chosen }).append(place);
      await window.attack.mount(key, { number: 'cardNumber' }, {}, place);
    },
    [mode, world.accounts.acme.elements] as const,
  );
  await vaultFrames(page)[0]?.locator('input').pressSequentially(card.number);
  return page;
};

prove('case 35: a field in a closed shadow tree is not read by a frame with another key', {
  tag: '@firefox',
  lacking: ['a page is pinned to its tenant'],
  guard: 'siblings have the same key',
  attack: async (world) => {
    const page = await openShadow(world, 'closed');
    const { mallory } = world.accounts;
    const made = await readFrom(world, page, await idOfNumber(page), mallory.elements);
    return made ?? 'made for somebody else';
  },
  held: { code: 'sibling-mismatch' },
  fallen: 'made for somebody else',
});

for (const mode of ['open', 'closed'] as const) {
  test(`case 35: fields in ${mode} shadow trees and in a page inside the page find each other`, {
    tag: '@firefox',
  }, async ({ world }) => {
    const page = await openShadow(world, mode);
    const key = world.accounts.acme.elements;
    const id = await idOfNumber(page);
    expect(await readFrom(world, page, id, key)).toBe(card.number);
    expect(await readFrom(world, await embed(page, shopOrigin), id, key)).toBe(card.number);
  });
}

test('case 35: where frames of other sites get no storage, a field in a shadow tree is told to be out of reach', {
  tag: '@firefox',
}, async ({ world }) => {
  await world.context.addInitScript(() => {
    if (location.hostname !== 'vault.localhost') return;
    const denied = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    Object.defineProperty(window, 'BroadcastChannel', { get: denied });
  });
  const page = await openShadow(world, 'open');
  const made = await readFrom(world, page, await idOfNumber(page), world.accounts.acme.elements);
  expect(made).toEqual({ code: 'sibling-unreachable' });
  expect(await page.evaluate(() => window.attack.pay())).toEqual({ value: someText });
});
