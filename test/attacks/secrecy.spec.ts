import { expect, type Page } from '@playwright/test';
import { cardNumbers, codeOf } from './cards.ts';
import { shopOrigin, test, vaultOrigin } from './world/fixtures.ts';
import { leaks } from './world/leaks.ts';
import { prove } from './world/proof.ts';
import { card, inputIn, oneField, openShop, someText, splitFields, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** Pays with a card, in place of the one before. */
const useCard = async (page: Page, number: string): Promise<unknown> => {
  await page.evaluate(() => {
    for (const field of Object.values(window.attack.fields)) field.clear();
  });
  await typeCard(page, { number, expiry: '1234', code: codeOf(number) });
  return page.evaluate(() => window.attack.pay());
};

/** Pays with a card after each mistake that a customer or a shop can make on the way. */
const useCardBadly = async (page: Page, number: string): Promise<unknown> => {
  const last = number.slice(-1);
  await inputIn(page, 'number').pressSequentially(number.slice(0, -1));
  await page.evaluate(() => window.attack.pay());
  await inputIn(page, 'number').press(last === '9' ? '0' : String(Number(last) + 1));
  await page.evaluate(() => window.attack.pay());
  await inputIn(page, 'number').press('Backspace');
  await inputIn(page, 'number').press(last);
  await inputIn(page, 'expiry').pressSequentially('1234');
  await inputIn(page, 'code').pressSequentially(codeOf(number));
  return page.evaluate(async () => {
    const data = {
      number: '$number',
      expiration_month: '$expiry.month',
      expiration_year: '$expiry.year',
      cvc: '$code',
    };
    const { attack } = window;
    await attack.make('tokens.create', { type: 'card', data, metadata: { order: 7 } });
    await attack.make('tokens.create', { type: 'card', data, expiresAt: 'yesterday' });
    await attack.make('atomicCards.create', { card: data });
    await attack.make('tokenize', {
      first: { type: 'card', data },
      second: [{ type: 'card_number', data: '$number' }],
    });
    return attack.pay();
  });
};

test('case 11: cards of every brand are typed, refused and paid with, and nobody but the vault sees one', async ({
  world,
}) => {
  const page = await openShop(world, splitFields);
  const [first = '', ...others] = cardNumbers;
  expect(await useCardBadly(page, first)).toEqual({ value: someText });
  for (const number of others) {
    expect([number, await useCard(page, number)]).toEqual([number, { value: someText }]);
  }
  expect(await leaks(world, cardNumbers)).toEqual([]);
});

prove('case 11: a number leaks to no place where the search above looks', {
  tag: '@firefox',
  guard: 'a frame leaks nowhere',
  attack: async (world) => {
    const [number = ''] = cardNumbers;
    await useCardBadly(await openShop(world, splitFields), number);
    return leaks(world, [number]);
  },
  held: [],
  fallen: expect.arrayContaining([
    ...['broadcast', 'console', 'history', 'markup', 'name', 'performance', 'port', 'title', 'url'],
  ]),
});

prove('case 11: facts told while a number is typed do not add up to it', {
  tag: '@firefox',
  guard: 'facts of a number wait until it is complete',
  attack: async (world) => {
    const [number = ''] = cardNumbers;
    const page = await world.open(shopOrigin);
    await page.evaluate((key) => window.attack.mount(key, { number: 'cardNumber' }), world.accounts.acme.elements);
    await inputIn(page, 'number').pressSequentially(number);
    await world.heard();
    // Each keystroke moves the last four digits on by one.
    return page.evaluate(() =>
      window.attack.events.reduce((known, { type, cardLast4 }) => {
        if (type !== 'change' || typeof cardLast4 !== 'string') return known;
        return cardLast4.length < 4 || known === '' ? cardLast4 : known + cardLast4.slice(-1);
      }, ''),
    );
  },
  held: cardNumbers[0]?.slice(-4),
  fallen: cardNumbers[0],
});

/** Names by which a method could be reached that gives more than it should. */
const methodNames = [
  ...['read', 'value', 'values', 'getValue', 'get', 'data', 'parts', 'boxes', 'state', 'field', 'debug', 'dump'],
  ...['reveal', 'copy', 'validate', 'refusal', 'parse', 'toJSON', 'valueOf', 'toString', 'constructor', '__proto__'],
  ...['update', 'focus', 'blur', 'checked', 'ping', 'call', 'emit', 'fill', 'export', 'serialize', 'clear'],
];

prove('case 10: no method of a frame gives a value back, by whatever name it is called', {
  tag: '@firefox',
  guard: 'no method of a frame returns a value',
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    await page.evaluate(async (key) => {
      await window.attack.addFrame();
      await window.attack.open('number', frames[0] as Window, { key });
    }, world.accounts.acme.elements);
    await page.frameLocator('iframe').locator('input').pressSequentially(card.number);
    const answers = await page.evaluate(
      (names) => Promise.all(names.map((name) => window.attack.call('number', name))),
      methodNames,
    );
    return methodNames.filter((_, index) => JSON.stringify(answers[index]).includes(card.number));
  },
  held: [],
  fallen: ['read'],
});

test('case 10: nothing that a page can set makes a field talk to the console', { tag: '@firefox' }, async ({
  world,
}) => {
  await world.context.addInitScript(() => {
    const flags = { debug: true, DEBUG: '*', TESSERA_DEBUG: true, __DEV__: true, _devMode: true };
    Object.assign(window, flags, { name: 'debug' });
    for (const [name, value] of Object.entries(flags)) {
      try {
        localStorage.setItem(name, String(value));
        sessionStorage.setItem(name, String(value));
      } catch {
        // There is no storage here.
      }
    }
  });
  const page = await openShop(world, oneField, `${shopOrigin}/?debug=true&environment=test#debug`);
  await typeCard(page);
  const asked = await page.evaluate(() =>
    window.attack.ending(() => window.attack.fields.number?.update({ debug: true, logLevel: 'debug' } as object)),
  );
  expect(asked).toEqual({ code: 'unknown-option', detail: 'debug' });
  expect(await page.evaluate(() => window.attack.pay())).toEqual({ value: someText });
  const heard = await world.heard();
  expect(heard.filter(({ kind, origin }) => kind === 'console' && origin === vaultOrigin)).toEqual([]);
});

prove('case 12: a page hears of Enter and Escape with their modifiers, and of no other key', {
  tag: '@firefox',
  guard: 'keydown tells of Enter and Escape alone',
  attack: async (world) => {
    const page = await world.open(shopOrigin);
    await page.evaluate((key) => window.attack.mount(key, { number: 'cardNumber' }), world.accounts.acme.elements);
    const input = inputIn(page, 'number');
    await input.pressSequentially('42x ');
    for (const key of ['ArrowLeft', 'Backspace', 'Delete', 'Home', 'Control+a', 'Shift+Enter', 'Escape']) {
      await input.press(key);
    }
    await world.heard();
    return page.evaluate(() =>
      window.attack.events
        .filter(({ type }) => type === 'keydown')
        .map(({ key, shiftKey }) => `${shiftKey ? 'Shift+' : ''}${key}`),
    );
  },
  held: ['Shift+Enter', 'Escape'],
  fallen: expect.arrayContaining(['4', '2', 'x', 'Backspace', 'a', 'Shift+Enter', 'Escape']),
});

test('case 12: a key event of a field says which key and modifiers, and nothing else', { tag: '@firefox' }, async ({
  world,
}) => {
  const page = await openShop(world);
  await inputIn(page, 'number').press('Enter');
  await world.heard();
  const [event] = await page.evaluate(() => window.attack.events.filter(({ type }) => type === 'keydown'));
  expect(event).toEqual({
    field: 'number',
    type: 'keydown',
    targetId: 'number',
    key: 'Enter',
    altKey: false,
    ctrlKey: false,
    shiftKey: false,
    metaKey: false,
  });
});
