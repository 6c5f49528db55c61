import { expect, type Page } from '@playwright/test';
import type { ElementType } from '@tessera/js';
import { inputIn, type Shop, test } from './shop.ts';

const split = { number: 'cardNumber', expiry: 'cardExpirationDate', code: 'cardVerificationCode' } as const;

/** A form with a button before its fields and one after, and a label that a click of passes on. */
const open = async (page: Page, { url, elementsKey }: Shop, types: Readonly<Record<string, ElementType>>) => {
  await page.goto(url);
  await page.evaluate(
    async ([key, chosen]) => {
      const { BasisTheory } = window;
      await BasisTheory.init(key, { elements: true });
      const form = document.querySelector('form');
      form?.insertAdjacentHTML('afterbegin', '<button type="button" id="before">Before</button><label>Number</label>');
      form?.insertAdjacentHTML('beforeend', '<button type="button" id="after">After</button>');
      window.fields = {};
      window.heard = [];
      for (const [id, type] of Object.entries(chosen)) {
        const field = BasisTheory.createElement(type, { targetId: id });
        window.fields[id] = field;
        field.on('keydown', (event) => window.heard.push(event));
        field.on('focus', (event) => window.heard.push(event));
      }
      await Promise.all(Object.entries(window.fields).map(([id, field]) => field.mount(`#${id}`)));
      document.querySelector('label')?.addEventListener('click', () => Object.values(window.fields)[0]?.focus());
    },
    [elementsKey, types] as const,
  );
};

/** Where a key would go: the id of a button, or that of a field and the input in it. */
const focused = async (page: Page): Promise<string> => {
  for (const frame of page.frames().slice(1)) {
    const id = await frame.evaluate(() => (document.hasFocus() ? (document.activeElement?.id ?? '') : ''));
    if (id !== '') return id;
  }
  return page.evaluate(() => document.activeElement?.id ?? '');
};

test('a field that is given the focus while it is being mounted has it as soon as it is there', async ({
  page,
  shop,
}) => {
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    const number = window.BasisTheory.createElement('cardNumber');
    const mounted = number.mount('#number');
    number.focus();
    await mounted;
  }, shop.elementsKey);
  await expect.poll(() => focused(page)).toBe('cardNumber');
  await page.keyboard.type('4242');
  await expect(inputIn(page, '#number')).toHaveValue('4242');
});

const orders = {
  'three fields': [split, ['cardNumber', 'cardExpirationDate', 'cardVerificationCode']],
  'the one-frame card': [{ card: 'card' }, ['cardNumber', 'cardExpirationDate', 'cardVerificationCode']],
} as const;

for (const [name, [types, inputs]] of Object.entries(orders)) {
  test(`Tab and Shift+Tab go through ${name} and out on both sides, one press each`, async ({ page, shop }) => {
    await open(page, shop, types);
    await page.locator('#before').focus();
    for (const next of [...inputs, 'after']) {
      await page.keyboard.press('Tab');
      await expect.poll(() => focused(page)).toBe(next);
    }
    for (const next of [...inputs.toReversed(), 'before']) {
      await page.keyboard.press('Shift+Tab');
      await expect.poll(() => focused(page)).toBe(next);
    }
  });
}

test('a click on a label that the page passes on leads into the field, and blur leads out', async ({ page, shop }) => {
  await open(page, shop, split);
  await page.locator('label').click();
  await expect(inputIn(page, '#number')).toBeFocused();
  await page.keyboard.type('4242');
  await expect(inputIn(page, '#number')).toHaveValue('4242');
  await page.evaluate(() => window.fields.number?.blur());
  await expect(inputIn(page, '#number')).not.toBeFocused();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
});

for (const [where, hide] of Object.entries({
  'behind a dialog': () => {
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.append(document.querySelector('#otp') ?? '');
    dialog.showModal();
  },
  inert: () => document.querySelector('#card')?.setAttribute('inert', ''),
  invisible: () => document.querySelector('#card')?.setAttribute('style', 'visibility: hidden'),
  'not displayed': () => document.querySelector('#card')?.setAttribute('style', 'display: none'),
})) {
  test(`a field that is ${where} takes no focus from where it is`, async ({ page, shop }) => {
    await open(page, shop, { card: 'card' });
    await page.evaluate(() => document.querySelector('form')?.insertAdjacentHTML('beforeend', '<input id="otp">'));
    await page.evaluate(hide);
    await page.locator('#otp').focus();
    await page.evaluate(async () => {
      window.fields.card?.focus();
      // What the frame was told before this, it has carried out by the time it answers.
      await window.fields.card?.validate();
    });
    await page.keyboard.type('123');
    await expect(page.locator('#otp')).toHaveValue('123');
    expect(await page.evaluate(() => window.fields.card?.metadata.empty)).toBe(true);
  });
}

test('a field that is not ready yet takes no focus that has moved on meanwhile', async ({ page, shop }) => {
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    document.querySelector('form')?.insertAdjacentHTML('beforeend', '<input id="otp">');
    const card = window.BasisTheory.createElement('card');
    const mounted = card.mount('#card');
    card.focus();
    document.querySelector<HTMLElement>('#otp')?.focus();
    await mounted;
    await card.validate();
  }, shop.elementsKey);
  await page.keyboard.type('123');
  await expect(page.locator('#otp')).toHaveValue('123');
});

test('a field may hand the focus to the next one as it is completed', async ({ page, shop }) => {
  await open(page, shop, split);
  await page.evaluate(() => {
    const { number, expiry } = window.fields;
    number?.on('change', ({ complete }) => complete && expiry?.focus());
  });
  await inputIn(page, '#number').focus();
  await page.keyboard.type('5555555555554444');
  await expect.poll(() => focused(page)).toBe('cardExpirationDate');
  await page.keyboard.type('1230');
  await expect(inputIn(page, '#expiry')).toHaveValue('12/30');
});

test('Enter and Escape reach the page as keydown, with their modifiers, and nothing is submitted', async ({
  page,
  shop,
}) => {
  await open(page, shop, { card: 'card' });
  const before = page.url();
  await inputIn(page, '#card', 'cc-csc').focus();
  for (const key of ['Enter', 'Shift+Escape', '7', 'Control+a']) await page.keyboard.press(key);
  const modifiers = { altKey: false, ctrlKey: false, metaKey: false };
  await expect
    .poll(() => page.evaluate(() => window.heard))
    .toEqual([
      { type: 'focus', targetId: 'cvc' },
      { type: 'keydown', targetId: 'cvc', key: 'Enter', shiftKey: false, ...modifiers },
      { type: 'keydown', targetId: 'cvc', key: 'Escape', shiftKey: true, ...modifiers },
    ]);
  expect(page.url()).toBe(before);
});
