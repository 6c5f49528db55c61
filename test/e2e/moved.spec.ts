import { expect, type Page } from '@playwright/test';
import type { ElementEvent, ElementsError, FieldElement, HostedElement } from '@tessera/js';
import { countOpened, whenOpened } from './hidden-frame.ts';
import { inputIn, type Shop, test } from './shop.ts';

/** A page with two tags in a form. */
const openTags = async (page: Page, { url, vault, elementsKey }: Shop): Promise<void> => {
  await page.goto(url);
  await page.addScriptTag({ url: `${vault}/js/tessera-field.js` });
  await page.evaluate(async (key) => {
    document.body.innerHTML =
      '<form id="tags"><div><tessera-field id="one" type="text"></tessera-field></div>' +
      '<div><tessera-field id="two" type="text"></tessera-field></div></form><div id="elsewhere"></div>';
    const sdk = await window.BasisTheory.init(key, { elements: true });
    (window as unknown as { TesseraField: { define(sdk: unknown): void } }).TesseraField.define(sdk);
    await Promise.all([...document.querySelectorAll<FieldElement>('tessera-field')].map(({ mounting }) => mounting));
    window.heard = [];
    for (const type of ['lost', 'change', 'ready'] as const) {
      document.querySelector('#one')?.addEventListener(type, (event) => {
        window.heard.push((event as CustomEvent<ElementEvent>).detail);
      });
    }
  }, elementsKey);
};

const heard = (page: Page) => page.evaluate(() => window.heard.map(({ type }) => type));

test('a tag that is moved mounts itself again and tells what was lost; moved by moveBefore it stays as it is', async ({
  page,
  shop,
}) => {
  await openTags(page, shop);
  const input = inputIn(page, '#one');
  await input.pressSequentially('Ada');
  await expect.poll(() => heard(page)).toContain('change');
  await page.evaluate(() => {
    window.heard = [];
    const tags = document.querySelector('#tags');
    // Of the tag, and of an element around it.
    tags?.moveBefore(document.querySelector('#one') as Element, null);
    document.querySelector('#elsewhere')?.moveBefore(tags as Element, null);
  });
  await expect(input).toHaveValue('Ada');
  await input.press('End');
  await input.pressSequentially(' L');
  await expect(input).toHaveValue('Ada L');
  expect(await heard(page)).toEqual([]);

  await page.evaluate(() => document.querySelector('#elsewhere')?.append(document.querySelector('#one') ?? ''));
  await expect.poll(() => heard(page)).toEqual(['lost', 'change', 'ready']);
  expect(await page.evaluate(() => window.heard[0])).toMatchObject({ empty: false, complete: true, targetId: 'one' });
  expect(await page.evaluate(() => document.querySelector<FieldElement>('#one')?.metadata.empty)).toBe(true);
  await page.evaluate(() => document.querySelector<FieldElement>('#one')?.mounting);
  await expect(input).toHaveValue('');
  await expect(page.locator('#one iframe')).toHaveCount(1);
});

test('a tag that is copied has one live field in each copy', async ({ page, shop }) => {
  await openTags(page, shop);
  await page.evaluate(() => {
    const tags = document.querySelector('#tags');
    const clone = document.querySelector('#two')?.cloneNode(true) as Element;
    clone.id = 'clone';
    document.querySelector('#elsewhere')?.append(clone);
    if (tags) tags.innerHTML = String(tags.innerHTML);
  });
  for (const id of ['one', 'two', 'clone']) {
    await page.evaluate((name) => document.querySelector<FieldElement>(`#${name}`)?.mounting, id);
    await expect(page.locator(`#${id} iframe`)).toHaveCount(1);
    await inputIn(page, `#${id}`).fill(id);
    await expect
      .poll(() => page.evaluate((name) => document.querySelector<FieldElement>(`#${name}`)?.metadata.complete, id))
      .toBe(true);
  }
});

test('an element in another document is refused at once, with the reason', async ({ page, shop }) => {
  await page.goto(shop.url);
  const codes = await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    const inner = document.createElement('iframe');
    document.body.append(inner);
    const target = inner.contentDocument?.body as Element;
    const element = window.BasisTheory.createElement('text');
    const refused = await element.mount(target).catch(({ code }: ElementsError) => code);
    await element.mount('#note');
    const { promise, resolve } = Promise.withResolvers<string>();
    element.on('lost', ({ code }) => code === 'frame-lost' || resolve(code));
    target.append(document.querySelector('#note') as Element);
    return [refused, await promise, element.state];
  }, shop.elementsKey);
  expect(codes).toEqual(['mount-target-elsewhere', 'mount-target-elsewhere', 'frame-lost']);
});

for (const [what, lose] of Object.entries({
  removed: () => document.querySelector('#card iframe')?.remove(),
  reloaded: () =>
    document
      .querySelector('#card iframe')
      ?.setAttribute('src', `${window.BasisTheory.initOptions.apiBaseUrl}/elements/`),
})) {
  test(`a call whose frame is ${what} has an unknown outcome, and made again with what was retyped it makes no second token`, async ({
    page,
    shop,
  }) => {
    await countOpened(page);
    await page.goto(shop.url);
    await page.evaluate(async (key) => {
      await window.BasisTheory.init(key, { elements: true });
      const card = window.BasisTheory.createElement('card');
      window.fields = { card };
      await card.mount('#card');
    }, shop.elementsKey);
    const type = async (number: string) => {
      await inputIn(page, '#card', 'cc-number').pressSequentially(number);
      await inputIn(page, '#card', 'cc-exp').pressSequentially('1234');
      await inputIn(page, '#card', 'cc-csc').pressSequentially('123');
    };
    const pay = () =>
      page.evaluate(() =>
        window.BasisTheory.tokens.create({ type: 'card', data: window.fields.card as HostedElement<'card'> }).then(
          ({ id }) => ({ id }),
          ({ code, retry }: ElementsError) => ({ code, retry }),
        ),
      );
    await type('4242424242424242');
    // The hidden frame that keeps keys.
    await whenOpened(page, 2);

    const made: string[] = [];
    await page.route('**/tokens', async (route) => {
      const response = await route.fetch();
      made.push(((await response.json()) as { id: string }).id);
      if (made.length > 1) return route.fulfill({ response });
      // The request ends with its frame. An answer here, even an error, could reach the frame before it goes.
      await page.evaluate(lose);
    });
    expect(await pay()).toEqual({ code: 'frame-lost', retry: 'safe' });
    await expect.poll(() => page.evaluate(() => window.fields.card?.state)).toBe('mounted');
    await type('4242424242424242');
    const [first] = made;
    expect(await pay()).toEqual({ id: first });
    expect(made).toEqual([first, first]);
  });
}

test('a call with a value that the page gave is unsafe to make again after its frame was lost, and makes a second token', async ({
  page,
  shop,
}) => {
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    const note = window.BasisTheory.createElement('text', { value: 'from the page' });
    window.fields = { note };
    await note.mount('#note');
  }, shop.elementsKey);
  const pay = () =>
    page.evaluate(() =>
      window.BasisTheory.tokens.create({ type: 'token', data: window.fields.note }).then(
        ({ id }) => ({ id }),
        ({ code, retry, message }: ElementsError) => ({ code, retry, message }),
      ),
    );
  const made: string[] = [];
  await page.route('**/tokens', async (route) => {
    const response = await route.fetch();
    made.push(((await response.json()) as { id: string }).id);
    if (made.length > 1) return route.fulfill({ response });
    await page.evaluate(() => document.querySelector('#note iframe')?.remove());
  });
  const message = expect.stringContaining('outcome unknown, retry is unsafe');
  expect(await pay()).toEqual({ code: 'frame-lost', retry: 'unsafe', message });
  await expect.poll(() => page.evaluate(() => window.fields.note?.state)).toBe('mounted');
  expect(await pay()).toEqual({ id: made[1] });
  expect(new Set(made).size).toBe(2);
});
