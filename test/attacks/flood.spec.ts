import { expect, type Page } from '@playwright/test';
import { shopOrigin, test, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, fieldOf, gained, inputIn, openShop, posts, someText, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** A field opened by hand, so that its port can be written to without the SDK's manners. */
const openBare = async (world: World): Promise<{ page: Page; id: string }> => {
  const page = await world.open(shopOrigin);
  const opened = await page.evaluate(async (key) => {
    await window.attack.addFrame();
    return window.attack.open('bare', frames[0] as Window, { key });
  }, world.accounts.acme.elements);
  return { page, id: gained(opened) };
};

prove('case 20: calls as fast as a page can make them are refused, and the field stays the customer’s', {
  guard: 'a page calls at a pace',
  attack: async (world) => {
    const { page } = await openBare(world);
    const flood = page.evaluate(async () => {
      const style = { base: { color: 'red', ':focus': { color: 'blue' } } };
      const calls = Array.from({ length: 1_200 }, () => window.attack.call('bare', 'update', { style }));
      const endings = (await Promise.all(calls)).map((ending) =>
        ending === 'pending' ? ending : Object.keys(ending)[0],
      );
      return {
        served: endings.includes('value'),
        refused: endings.includes('code'),
        open: endings.includes('pending'),
      };
    });
    const input = page.frameLocator('iframe').locator('input');
    await input.pressSequentially('4242');
    return { ...(await flood), typed: await input.inputValue() };
  },
  held: { served: true, refused: true, open: false, typed: '4242' },
  fallen: { served: true, refused: false, open: false, typed: '4242' },
});

test('case 20: a hundred thousand messages that mean nothing change nothing', async ({ world }) => {
  const { page, id } = await openBare(world);
  const input = page.frameLocator('iframe').locator('input');
  await input.pressSequentially('4242');
  await page.evaluate(() => {
    const junk = { id: '1', name: ['__proto__', 'constructor'], args: {} };
    for (let count = 0; count < 100_000; count += 1) window.attack.ports.bare?.postMessage(junk);
  });
  await input.pressSequentially(card.number.slice(4));
  expect(await input.inputValue()).toBe('4242 4242 4242 4242');
  const create = (element: string) =>
    window.attack.create('bare', { type: 'card_number', data: { $element: element } });
  expect(await page.evaluate(create, id)).toEqual({ value: someText });
});

/** Options and payloads of sizes and shapes that no shop has. Gives how each ended. */
const oversize = async (world: World) => {
  const page = await openShop(world);
  const field = await fieldOf(page, 'number');
  const endings = await page.evaluate(async () => {
    const { number } = window.attack.fields;
    const update = (options: object) => window.attack.ending(() => number?.update(options));
    const pay = (more: object) =>
      window.attack.make('tokens.create', { type: 'card_number', data: '$number', ...more });
    const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`p${index}`, 'red']));
    const polluted = JSON.parse('{"__proto__":{"disabled":true},"constructor":{"prototype":{"disabled":true}}}');
    return {
      'a long option': await update({ placeholder: 'x'.repeat(2_000_000) }),
      'a wide style': await update({ style: { base: wide } }),
      'a deep style': await update({ style: { base: deep(500) } } as object),
      'a polluted option': await update(polluted),
      'a long payload': await pay({ metadata: { note: 'x'.repeat(10_000_000) } }),
      'a wide payload': await pay({ metadata: wide }),
      'a deep payload': await pay({ metadata: deep(500) }),
      'a polluted payload': await pay({ metadata: polluted, privacy: polluted }),
    };
  });
  await typeCard(page);
  return {
    endings,
    typed: await inputIn(page, 'number').inputValue(),
    polluted: await field.evaluate(() => 'disabled' in {}),
    posts: posts(world).length,
  };
};

const applied = { value: null };
const refused = { code: 'invalid-payload' };
const sizes = {
  'a long option': applied,
  'a wide style': applied,
  'a deep style': applied,
  'a polluted option': { code: 'unknown-option', detail: '__proto__' },
  'a long payload': { code: 'validation-error' },
  'a wide payload': { code: 'validation-error' },
  'a deep payload': refused,
  'a polluted payload': { code: 'validation-error' },
};

test('case 20: options and payloads of any size and shape are cut or refused, and the field goes on', async ({
  world,
}) => {
  expect(await oversize(world)).toEqual({ endings: sizes, typed: '4242 4242 4242 4242', polluted: false, posts: 0 });
});

prove('case 20: more than the vault reads is not sent to it', {
  guard: 'payloads have a size',
  attack: async (world) => {
    const page = await openShop(world);
    await typeCard(page);
    const metadata = { note: 'x'.repeat(1_100_000) };
    const made = await page.evaluate(
      (more) => window.attack.make('tokens.create', { type: 'card_number', data: '$number', metadata: more }),
      metadata,
    );
    return { made, posts: posts(world).length };
  },
  held: { made: refused, posts: 0 },
  fallen: { made: { code: expect.stringMatching(/^(api-error|vault-unreachable)$/) }, posts: 1 },
});

prove('case 19: a pattern that browsers never finish leaves the field to the person who types', {
  guard: 'patterns of a page come to an end',
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    await page.evaluate(
      (key) => window.attack.mount(key, { note: 'text' }, { validation: /^(a+)+$/ }),
      world.accounts.acme.elements,
    );
    await inputIn(page, 'note').pressSequentially(`${'a'.repeat(40)}!`);
    return page.evaluate(() => {
      const { note } = window.attack.fields;
      // Patterns judge what was typed when it is left.
      note?.blur();
      return window.attack.ending(() => note?.update({ placeholder: 'Note' }));
    });
  },
  held: applied,
  fallen: { code: 'timeout' },
});
