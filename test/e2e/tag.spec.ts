import { expect, type Locator } from '@playwright/test';
import type { ElementsError, FieldElement } from '@tessera/js';
import { inputIn, test } from './shop.ts';

declare global {
  interface Window {
    TesseraField: { define(sdk: unknown): void };
  }
}

test('a tag is an element: attributes, properties, events, payloads, and its form', async ({ page, shop }) => {
  await page.goto(shop.url);
  await page.addScriptTag({ url: `${shop.vault}/js/tessera-field.js` });
  await page.evaluate(async (key) => {
    const form = document.createElement('form');
    form.id = 'tags';
    form.onsubmit = (event) => event.preventDefault();
    form.innerHTML =
      '<fieldset><tessera-field id="tag" type="card" name="pay" aria-label="Pay by card" enable-copy="false"></tessera-field></fieldset>';
    document.body.append(form);
    const tag = form.querySelector<FieldElement>('#tag');
    window.heard = [];
    for (const type of ['ready', 'change', 'keydown'] as const) {
      tag?.addEventListener(type, (event) => {
        if (event instanceof CustomEvent) window.heard.push(event.detail);
      });
    }
    window.TesseraField.define(await window.BasisTheory.init(key, { elements: true }));
    await tag?.mounting;
  }, shop.elementsKey);
  const isValid = () => page.evaluate(() => document.querySelector<HTMLFormElement>('#tags')?.checkValidity());

  await expect(page.frameLocator('#tag iframe').getByRole('group', { name: 'Pay by card' })).toBeVisible();
  expect(await page.evaluate(() => window.heard.map(({ type }) => type))).toContain('ready');
  expect(await isValid()).toBe(false);
  const said = () => page.evaluate(() => document.querySelector<FieldElement>('#tag')?.validationMessage);
  expect(await said()).toBe('Pay by card is empty.');
  await inputIn(page, '#tag', 'cc-number').pressSequentially('4242424242424242');
  await inputIn(page, '#tag', 'cc-exp').pressSequentially('1234');
  await inputIn(page, '#tag', 'cc-csc').pressSequentially('123');
  await inputIn(page, '#tag', 'cc-csc').press('Enter');
  await expect.poll(() => page.evaluate(() => window.heard.at(-1))).toMatchObject({ type: 'keydown', key: 'Enter' });
  await expect.poll(isValid).toBe(true);
  expect(await said()).toBe('');

  const token = await page.evaluate(() =>
    window.BasisTheory.tokens.create({ type: 'card', data: document.querySelector('#tag') } as never),
  );
  expect(token).toMatchObject({ type: 'card', data: { number: 'XXXXXXXXXXXX4242' } });

  const number = inputIn(page, '#tag', 'cc-number');
  await page.evaluate(() => {
    const tag = document.querySelector<FieldElement>('#tag');
    tag?.setAttribute('dir', 'rtl');
    if (tag) tag.options = { placeholder: { cardNumber: 'Number' } };
    tag?.closest('fieldset')?.setAttribute('disabled', '');
  });
  await expect(number).toBeDisabled();
  await expect(number).toHaveAttribute('placeholder', 'Number');
  await expect(page.frameLocator('#tag iframe').locator('form')).toHaveAttribute('dir', 'rtl');
  await page.evaluate(() => document.querySelector<HTMLFormElement>('#tags')?.reset());
  await expect(number).toHaveValue('');
  await page.evaluate(() => {
    const tag = document.querySelector<FieldElement>('#tag');
    tag?.setAttribute('lang', 'de-AT');
    tag?.removeAttribute('aria-label');
    tag?.closest('fieldset')?.removeAttribute('disabled');
  });
  await expect(page.frameLocator('#tag iframe').getByRole('group', { name: 'Karte' })).toBeVisible();
  await expect.poll(said).toBe('Karte fehlt.');
  await number.pressSequentially('42');
  await expect.poll(said).toBe('Karte ist unvollständig.');
  await number.pressSequentially('42424242424241');
  await number.blur();
  await expect.poll(said).toBe('Kartennummer ist nicht gültig.');
  expect(await page.evaluate(() => document.querySelector('#tag')?.remove())).toBeUndefined();
  await expect(page.locator('#tags iframe')).toHaveCount(0);
});

test('a tag has the name of its label again when its own is gone, and says why it is not mounted', async ({
  page,
  shop,
}) => {
  await page.goto(shop.url);
  await page.addScriptTag({ url: `${shop.vault}/js/tessera-field.js` });
  const ended = await page.evaluate(async (key) => {
    document.body.innerHTML =
      '<label for="tag">Your name</label><tessera-field id="tag" type="text" aria-label="Other" placeholder="Ada"></tessera-field>' +
      '<tessera-field id="wrong" type="constructor"></tessera-field>';
    const [tag, wrong] = document.querySelectorAll<FieldElement>('tessera-field');
    const told = new Promise((resolve) => {
      wrong?.addEventListener('error', ({ error }) => resolve((error as ElementsError).code));
    });
    window.TesseraField.define(await window.BasisTheory.init(key, { elements: true }));
    await tag?.mounting;
    return [await told, await wrong?.mounting.catch(({ code }: ElementsError) => code)];
  }, shop.elementsKey);
  expect(ended).toEqual(['unknown-element-type', 'unknown-element-type']);
  const input = page.frameLocator('#tag iframe').getByRole('textbox');
  await expect(input).toHaveAccessibleName('Other');
  await page.evaluate(() => {
    const tag = document.querySelector<FieldElement>('#tag');
    if (tag) tag.options = { placeholder: 'Grace' };
    for (const name of ['aria-label', 'placeholder']) tag?.removeAttribute(name);
  });
  await expect(input).toHaveAccessibleName('Your name');
  await expect(input).toHaveAttribute('placeholder', 'Grace');
});

test('a tag has the name that its labels have now: after a change of their text, another label, or none', async ({
  page,
  shop,
}) => {
  await page.goto(shop.url);
  await page.addScriptTag({ url: `${shop.vault}/js/tessera-field.js` });
  await page.evaluate(async (key) => {
    document.body.innerHTML =
      '<label id="one" for="tag">Your <b>name</b></label><label id="two">Other</label><tessera-field id="tag" type="text"></tessera-field>';
    window.TesseraField.define(await window.BasisTheory.init(key, { elements: true }));
    await document.querySelector<FieldElement>('#tag')?.mounting;
  }, shop.elementsKey);
  const input = page.frameLocator('#tag iframe').getByRole('textbox');
  await expect(input).toHaveAccessibleName('Your name');
  const change = (script: () => void) => page.evaluate(script);
  await change(() => document.querySelector('#one b')?.firstChild?.replaceWith('surname'));
  await expect(input).toHaveAccessibleName('Your surname');
  await change(() => document.querySelector('#two')?.setAttribute('for', 'tag'));
  await expect(input).toHaveAccessibleName('Your surname Other');
  await change(() => document.querySelector('#one')?.remove());
  await expect(input).toHaveAccessibleName('Other');
  await change(() => document.querySelector('#two')?.removeAttribute('for'));
  await expect(input).toHaveAccessibleName('Text');
  await change(() => {
    const tag = document.querySelector<FieldElement>('#tag');
    tag?.setAttribute('aria-label', 'Own');
    document.querySelector('#two')?.setAttribute('for', 'tag');
  });
  await expect(input).toHaveAccessibleName('Own');
  // Into a tree of its own, where another label is.
  await change(() => {
    const host = document.body.appendChild(document.createElement('div'));
    const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = '<label for="tag">Inside</label>';
    const tag = document.querySelector<FieldElement>('#tag');
    tag?.removeAttribute('aria-label');
    if (tag) root.append(tag);
  });
  await expect(input).toHaveAccessibleName('Inside');
  await change(() => {
    const label = document.querySelector('div')?.shadowRoot?.querySelector('label');
    if (label) label.textContent = 'Further inside';
  });
  await expect(input).toHaveAccessibleName('Further inside');
});

test('a form is not complete any more when the vault refuses the key of what was typed into it', async ({
  page,
  shop,
}) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(`${shop.vault}/applications/key`, async (route) => {
    await promise;
    await route.fulfill({ status: 403, json: {} });
  });
  await page.goto(shop.url);
  await page.addScriptTag({ url: `${shop.vault}/js/tessera-field.js` });
  await page.evaluate(async (key) => {
    document.body.innerHTML = '<form><tessera-field id="tag" type="text"></tessera-field></form>';
    window.TesseraField.define(await window.BasisTheory.init(key, { elements: true }));
  }, shop.elementsKey);
  await page.frameLocator('#tag iframe').getByRole('textbox').pressSequentially('Ada');
  const isValid = () => page.evaluate(() => document.forms[0]?.matches(':valid'));
  await expect.poll(isValid).toBe(true);
  resolve();
  await expect.poll(isValid).toBe(false);
});

test('a tag that is moved or removed while it is mounted tells no error, and takes what was said before it was defined', async ({
  page,
  shop,
}) => {
  await page.goto(shop.url);
  await page.addScriptTag({ url: `${shop.vault}/js/tessera-field.js` });
  await page.evaluate(async (key) => {
    document.body.innerHTML =
      '<div id="here"><tessera-field id="tag"></tessera-field></div><div id="there"></div><tessera-field id="gone"></tessera-field>';
    const [tag, gone] = document.querySelectorAll<FieldElement>('tessera-field');
    if (!tag || !gone) return;
    Object.assign(tag, { type: 'text', disabled: true, options: { placeholder: 'Ada' } });
    window.heard = [];
    for (const one of [tag, gone]) one.addEventListener('error', ({ error }) => window.heard.push(error));
    window.TesseraField.define(await window.BasisTheory.init(key, { elements: true }));
    document.querySelector('#there')?.append(tag);
    gone.remove();
    await Promise.allSettled([tag.mounting, gone.mounting]);
    await tag.mounting;
  }, shop.elementsKey);
  const input = inputIn(page, '#there #tag');
  await expect(input).toHaveAttribute('placeholder', 'Ada');
  await expect(input).toBeDisabled();
  expect(await page.evaluate(() => window.heard)).toEqual([]);

  await page.evaluate(() => {
    const tag = document.querySelector<FieldElement>('#tag');
    if (tag) tag.disabled = false;
  });
  await input.click();
  await expect(page.locator('#tag:state(focused)')).toHaveCount(1);
  await page.evaluate(async () => {
    const tag = document.querySelector<FieldElement>('#tag');
    tag?.remove();
    await Promise.resolve();
    document.body.append(tag as Element);
    await tag?.mounting;
  });
  await expect(page.locator('#tag:state(focused)')).toHaveCount(0);
});

test('a card in a narrow place stands in two rows, and follows its place', async ({ page, shop }) => {
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    const card = window.BasisTheory.createElement('card');
    window.fields = { card };
    const place = document.querySelector<HTMLElement>('#card');
    if (place) place.style.width = '280px';
    const mounted = card.mount('#card');
    // The height is there before the frame is, so nothing on the page moves.
    place?.setAttribute('data-height', String(place.offsetHeight));
    await mounted;
  }, shop.elementsKey);
  const place = page.locator('#card');
  expect(await place.evaluate((element) => [element.dataset.height, String(element.clientHeight)])).toEqual([
    '56',
    '56',
  ]);
  const tops = () =>
    Promise.all(
      ['cc-number', 'cc-exp', 'cc-csc'].map(async (name) => (await inputIn(page, '#card', name).boundingBox())?.y ?? 0),
    );
  const [number = 0, expiry, code = 0] = await tops();
  expect(code).toBe(expiry);
  expect(code).toBeGreaterThan(number);
  await place.evaluate((element) => {
    element.style.width = '500px';
  });
  await expect.poll(() => place.evaluate((element) => element.clientHeight)).toBe(24);
  await expect.poll(async () => new Set(await tops()).size).toBe(1);
});

test('custom properties of the page and a theme dress an input, the nearer to it the stronger', async ({
  page,
  shop,
}) => {
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    document.body.style.cssText =
      '--tessera-color: rgb(1, 2, 3); --tessera-font-size: 20px; --tessera-padding: 6px 0; --tessera-font-weight: 600; ' +
      '--tessera-letter-spacing: 0.05em; --tessera-background-color: rgb(4, 5, 6); direction: rtl';
    const note = window.BasisTheory.createElement('text', {
      theme: { invalidColor: '#010203', fontSize: 18 },
      enableCopy: true,
    });
    window.fields = { note };
    window.heard = [];
    note.on('warning', (event) => window.heard.push(event));
    await note.mount('#note');
  }, shop.elementsKey);
  await expect(inputIn(page, '#note')).toHaveCSS('color', 'rgb(1, 2, 3)');
  const said = {
    'font-size': '18px',
    'font-weight': '600',
    'letter-spacing': '0.9px',
    'background-color': 'rgb(4, 5, 6)',
  };
  for (const [name, value] of Object.entries(said)) await expect(inputIn(page, '#note')).toHaveCSS(name, value);
  const button = page.frameLocator('#note iframe').getByRole('button');
  const xOf = async (locator: Locator) => (await locator.boundingBox())?.x;
  expect(await xOf(button)).toBeLessThan((await xOf(inputIn(page, '#note'))) ?? 0);
  // Empty, it begins where the page's lines do; what is typed decides for itself.
  await expect(inputIn(page, '#note')).toHaveCSS('direction', 'rtl');
  expect(await page.locator('#note').evaluate((element) => element.clientHeight)).toBe(39);
  await page.evaluate(() => window.fields.note?.update({ theme: { color: 'url(x)' } }));
  await expect
    .poll(() => page.evaluate(() => window.heard.at(-1)))
    .toMatchObject({ warnings: [{ property: 'base.color', reason: 'value-not-allowed' }] });
  // What a theme does not say any more, the page does again.
  await page.evaluate(() => window.fields.note?.update({ theme: { fontWeight: 300 }, dir: 'ltr' }));
  await page.evaluate(() => window.fields.note?.update({ dir: undefined } as object));
  const now = { 'font-size': '20px', 'font-weight': '300', color: 'rgb(1, 2, 3)', direction: 'rtl' };
  for (const [name, value] of Object.entries(now)) await expect(inputIn(page, '#note')).toHaveCSS(name, value);
});
