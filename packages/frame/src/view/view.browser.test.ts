import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { ElementEvent } from '@tessera/bridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser, type ViewBrowser } from './testing/open-view.ts';

let browser: ViewBrowser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

const visa = '4242424242424242';

/** The events since the last time they were asked for. */
const events = (page: Page): Promise<ElementEvent[]> => page.evaluate(() => window.events.splice(0));

const styleOf = (page: Page, selector: string, property: string, pseudo?: string): Promise<string> =>
  page.evaluate(
    ([found, name, part]) => {
      const element = document.querySelector(found ?? '');
      return element ? getComputedStyle(element, part).getPropertyValue(name ?? '') : '';
    },
    [selector, property, pseudo],
  );

describe('events', () => {
  test('tell only what changed, and of a number only what its verdict allows', async () => {
    const { page } = await browser.open('cardNumber', { targetId: 'pan' });
    await page.locator('input').focus();
    await page.keyboard.type(visa);
    const first = { type: 'change', empty: false, complete: false, valid: false, maskSatisfied: false };
    expect(await events(page)).toEqual([
      { type: 'ready' },
      { type: 'focus', targetId: 'pan' },
      { ...first, cardBrand: 'unknown' },
      { ...first, cardBrand: 'visa' },
      {
        ...{ type: 'change', empty: false, complete: true, valid: true, maskSatisfied: true },
        ...{ cardBrand: 'visa', cardBin: '42424242', cardLast4: '4242' },
      },
    ]);
  });

  test('how errors read is told whatever is typed, and anew in another language', async () => {
    const { page } = await browser.open('card', { 'aria-label': 'Pay' });
    const all = await page.evaluate(() => window.messages);
    expect(all).toMatchObject({
      cvc: {
        empty: 'Security code is empty.',
        incomplete: 'Security code is incomplete.',
        invalid: 'Security code is not valid.',
      },
      '': { title: 'Pay', empty: 'Pay is empty.', incomplete: 'Pay is incomplete.' },
    });
    await page.evaluate(() => Object.assign(window, { messages: 'nothing new' }));
    await page.locator('#cardNumber').fill('4242424242424241');
    await page.locator('#cardNumber').blur();
    expect(await page.evaluate(() => window.messages)).toBe('nothing new');
    await page.evaluate(() => window.view.update({ locale: 'de', 'aria-label': undefined } as object));
    await expect
      .poll(() => page.evaluate(() => window.messages))
      .toMatchObject({ '': { title: 'Karte', empty: 'Karte fehlt.', incomplete: 'Karte ist unvollständig.' } });
  });

  test('errors wait for blur, go with the first mending key, and come back', async () => {
    const { page } = await browser.open('cardNumber');
    const input = page.locator('input');
    await input.focus();
    await page.keyboard.type('4242424242424241');
    expect(JSON.stringify(await events(page))).not.toContain('errors');
    await input.blur();
    const errors = [{ targetId: 'cardNumber', type: 'invalid' }];
    expect(
      (await events(page)).map((event) => ({ type: event.type, errors: 'errors' in event && event.errors })),
    ).toEqual([
      { type: 'change', errors },
      { type: 'blur', errors },
    ]);
    await input.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    expect((await events(page)).at(-1)).not.toHaveProperty('errors');
    await input.blur();
    expect((await events(page)).at(-1)).toMatchObject({ errors: [{ targetId: 'cardNumber', type: 'incomplete' }] });
  });

  test('what is wrong already looks wrong only when it is told', async () => {
    const { page } = await browser.open('cardExpirationDate');
    await page.locator('input').focus();
    await page.keyboard.type('0122');
    const state = () => page.locator('.box').getAttribute('data-state');
    expect([await state(), await page.locator('input').getAttribute('aria-invalid')]).toEqual(['incomplete', 'false']);
    await page.locator('input').blur();
    expect([await state(), await page.locator('input').getAttribute('aria-invalid')]).toEqual(['invalid', 'true']);
  });

  test('an empty box that is left shows no error', async () => {
    const { page } = await browser.open('cardNumber');
    await page.locator('input').focus();
    await page.locator('input').blur();
    expect(JSON.stringify(await events(page))).not.toContain('errors');
  });

  test('with validateOnChange errors are live and every edit is told', async () => {
    const { page } = await browser.open('cardExpirationDate', { validateOnChange: true });
    await page.locator('input').focus();
    await page.keyboard.type('0120');
    const told = (await events(page)).filter(({ type }) => type === 'change');
    expect(told).toHaveLength(4);
    expect(told.at(-1)).toMatchObject({ errors: [{ targetId: 'cardExpirationDate', type: 'incomplete' }] });
    await page.keyboard.press('Backspace');
    await page.keyboard.type('1');
    expect((await events(page)).at(-1)).toMatchObject({
      errors: [{ targetId: 'cardExpirationDate', type: 'invalid' }],
    });
  });

  test('of the keys only Enter and Escape are told, and Enter submits nothing', async () => {
    const { page, complaints, requests } = await browser.open('cardVerificationCode');
    await page.locator('input').focus();
    await page.keyboard.type('1a');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const key = { type: 'keydown', targetId: 'cardVerificationCode', altKey: false, ctrlKey: false, metaKey: false };
    expect((await events(page)).filter(({ type }) => type === 'keydown')).toEqual([
      { ...key, key: 'Enter', shiftKey: true },
      { ...key, key: 'Escape', shiftKey: false },
    ]);
    expect({ complaints, requests, url: page.url() }).toEqual({
      complaints: [],
      requests: [],
      url: 'https://vault.test/',
    });
  });

  test('the Enter that ends a composition is told of in no browser', async () => {
    const { page } = await browser.open('text');
    await page.locator('input').evaluate((input) => {
      for (const init of [{ isComposing: true }, { keyCode: 229 }])
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...init }));
    });
    expect((await events(page)).filter(({ type }) => type === 'keydown')).toEqual([]);
  });

  test('the boxes of a card have names of their own', async () => {
    const { page } = await browser.open('card');
    await page.locator('#cardExpirationDate').focus();
    await page.keyboard.type('0120');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await events(page)).toEqual(
      expect.arrayContaining([
        { type: 'focus', targetId: 'expirationDate' },
        expect.objectContaining({ type: 'blur', errors: [{ targetId: 'expirationDate', type: 'invalid' }] }),
        { type: 'focus', targetId: 'cvc' },
      ]),
    );
  });
});

describe('boxes', () => {
  test('revisions count edits; leaving a box, which only writes the value to its end, is none', async () => {
    const { page } = await browser.open('cardExpirationDate');
    const box = () => page.evaluate(() => window.view.boxes.map(({ value, revision }) => [value, revision])[0]);
    await page.locator('input').focus();
    await page.keyboard.insertText('1/30');
    expect(await box()).toEqual(['1/2030', 1]);
    await page.locator('input').blur();
    expect(await box()).toEqual(['01/2030', 1]);
    expect(await page.locator('input').inputValue()).toBe('01/30');
  });

  test('clear empties all, forget only what may not outlive the page', async () => {
    const { page } = await browser.open('card');
    await page.locator('#cardNumber').focus();
    await page.keyboard.type(`${visa}1230123`);
    const state = () => page.evaluate(() => window.view.boxes.map(({ empty, revision }) => `${empty} ${revision}`));
    await page.evaluate(() => window.view.forget());
    expect(await state()).toEqual(['false 16', 'false 4', 'true 4']);
    await events(page);
    await page.evaluate(() => window.view.clear());
    expect(await state()).toEqual(['true 17', 'true 5', 'true 4']);
    expect(
      await page.locator('input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)),
    ).toEqual(['', '', '']);
    expect(await events(page)).toEqual([
      expect.objectContaining({ type: 'change', empty: true, complete: false, cardBrand: 'unknown' }),
    ]);
  });

  test('validate shows what is missing, and typing takes it back', async () => {
    const { page } = await browser.open('card');
    expect(await page.evaluate(() => window.view.validate().errors)).toEqual([
      { targetId: 'cardNumber', type: 'incomplete', empty: true },
      { targetId: 'expirationDate', type: 'incomplete', empty: true },
      { targetId: 'cvc', type: 'incomplete', empty: true },
    ]);
    expect(await page.locator('[data-state=invalid]').count()).toBe(3);
    await page.locator('#cardNumber').focus();
    await page.keyboard.type('4');
    expect(await page.locator('[data-state=invalid]').count()).toBe(2);
    await page.locator('#cardNumber').blur();
    expect(await page.evaluate(() => window.view.validate().errors?.[0])).toEqual({
      targetId: 'cardNumber',
      type: 'incomplete',
    });
  });

  test('no digit of a value stands in the document’s markup or in a warning of the browser', async () => {
    const { page, complaints } = await browser.open('card');
    await page.locator('#cardNumber').focus();
    await page.keyboard.type('37828224631000512306789');
    const markup = await page.evaluate(() => document.documentElement.outerHTML.replace(/lit\$\d+/g, ''));
    for (const secret of ['3782', '8224', '12/30', '6789']) expect(markup).not.toContain(secret);
    expect(await page.evaluate(() => document.title + window.name + location.href)).not.toMatch(/3782|6789/);
    expect(complaints).toEqual([]);
  });
});

describe('options', () => {
  test('apply at creation and by update, each merged into what was there', async () => {
    const { page } = await browser.open('cardNumber', { placeholder: 'Number', disabled: true, inputMode: 'tel' });
    const input = page.locator('input');
    const attribute = (name: string) => input.getAttribute(name);
    expect([await attribute('placeholder'), await input.isDisabled(), await attribute('inputmode')]).toEqual([
      'Number',
      true,
      'tel',
    ]);
    await page.evaluate(() =>
      window.view.update({ disabled: false, readOnly: true, 'aria-label': 'PAN', iconPosition: 'none' }),
    );
    expect([await attribute('placeholder'), await input.isDisabled(), await input.isEditable()]).toEqual([
      'Number',
      false,
      false,
    ]);
    expect(await page.getByRole('textbox', { name: 'PAN' }).count()).toBe(1);
    expect(await page.locator('svg, [data-blank]').count()).toBe(0);
  });

  test('of a card speak of each part', async () => {
    const { page } = await browser.open('card', {
      'aria-label': 'Pay by card',
      placeholder: { cardNumber: 'N', cardExpirationDate: 'E', cardSecurityCode: 'C' },
      autoComplete: { cardNumber: 'off' },
    });
    const attributes = (name: string) =>
      page.locator('input').evaluateAll((inputs, of) => inputs.map((input) => input.getAttribute(of)), name);
    expect(await attributes('placeholder')).toEqual(['N', 'E', 'C']);
    expect(await attributes('autocomplete')).toEqual(['off', 'cc-exp', 'cc-csc']);
    expect(await page.getByRole('group', { name: 'Pay by card' }).count()).toBe(1);
  });

  test('a code on its own follows the option cardBrand', async () => {
    const { page } = await browser.open('cardVerificationCode', { cardBrand: 'american-express' });
    await page.locator('input').focus();
    await page.keyboard.type('123');
    expect(await page.evaluate(() => window.view.boxes[0]?.verdict)).toBe('incomplete');
    await page.evaluate(() => window.view.update({ cardBrand: 'visa' }));
    expect(await page.evaluate(() => window.view.boxes[0]?.verdict)).toBe('complete');
  });

  test('may be null, which stands for what they are by themselves', async () => {
    const names =
      'aria-label ariaDescription autoComplete binLookup cardBrand cardTypes coBadgedSupport colorScheme copyIconStyles dir disabled ' +
      'enableCopy iconPosition inputMode locale mask maxElapsedExpirationYear maxLength nonce password placeholder preSelectedNetworks ' +
      'readOnly rows showSpacing skipLuhnValidation style targetId title transform validateOnChange validation value';
    const none = Object.fromEntries(names.split(' ').map((name) => [name, null]));
    for (const type of ['card', 'text']) {
      const { page, complaints } = await browser.open(type, { ...none, theme: { color: '#123456' } } as object);
      expect(await styleOf(page, 'input', 'color')).toBe('rgb(18, 52, 86)');
      await page.locator('input').first().pressSequentially('42');
      await page.evaluate((options) => window.view.update(options), none as object);
      expect(await page.locator('input').first().inputValue()).toBe('42');
      await page.evaluate((options) => window.view.update(options), {
        mask: undefined,
        cardTypes: undefined,
      } as object);
      expect((await events(page)).filter((event) => event.type === 'warning')).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });

  test('of wrong types or sizes change nothing and break nothing', async () => {
    const { page, complaints } = await browser.open('card', { placeholder: { cardNumber: { toString: 1 } } } as object);
    const wrong = [
      ...[{ autoComplete: 7 }, { inputMode: 'x" onfocus="y' }, { targetId: {} }, { dir: 'up' }, { 'aria-label': [] }],
      ...[
        { locale: 5 },
        { iconPosition: {} },
        { cardBrand: {} },
        { style: 'red' },
        { disabled: 'false' },
        { readOnly: 1 },
      ],
    ];
    const update = (text: string) =>
      page.evaluate(async (options) => {
        try {
          await window.view.update(JSON.parse(options));
          return 'taken';
        } catch {
          return 'refused';
        }
      }, text);
    for (const options of wrong) expect(await update(JSON.stringify(options)), JSON.stringify(options)).toBe('refused');
    await page.locator('#cardNumber').focus();
    await page.keyboard.type(`${visa}1230123`);
    expect((await events(page)).at(-1)).toMatchObject({ complete: true });
    expect(await update(JSON.stringify({ placeholder: 'x'.repeat(100_000) }))).toBe('taken');
    expect(await update('{"__proto__":{"disabled":true},"constructor":1}')).toBe('refused');
    expect(await page.locator('#cardNumber').isEnabled()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('numbers stay left to right in a form that reads from right to left', async () => {
    const { page } = await browser.open('card', { dir: 'rtl' });
    const places = await page
      .locator('input')
      .evaluateAll((inputs) => inputs.map((input) => input.getBoundingClientRect().left));
    expect(places).toEqual([...places].sort((a, b) => b - a));
    expect(await styleOf(page, '#cardNumber', 'direction')).toBe('ltr');
    expect(await styleOf(page, '#cardNumber', 'text-align')).toBe('right');
  });

  test.each([
    ['iban', 'DE89', 'ltr', 'right'],
    ['postalCode', 'SW1A 1AA', 'ltr', 'right'],
    ['cardholderName', 'عائشة', 'rtl', 'start'],
    ['cardholderName', 'Ada', 'ltr', 'start'],
  ] as const)(
    'in such a form, %s with %s is written from %s and aligned to the %s',
    async (type, text, direction, align) => {
      const { page } = await browser.open(type, { dir: 'rtl' });
      await page.locator('input').fill(text);
      expect(await styleOf(page, 'input', 'direction')).toBe(direction);
      expect(await styleOf(page, 'input', 'text-align')).toBe(align);
    },
  );
});

describe('looks', () => {
  test('styles of the page apply by state and stay within the list', async () => {
    const { page, complaints, requests } = await browser.open('cardNumber', {
      style: {
        base: {
          color: 'rgb(1, 2, 3)',
          fontSize: '20px',
          backgroundImage: 'url(https://evil.test/x)',
          fontFamily: 'url(https://evil.test/y)',
          ':focus': { color: 'rgb(4, 5, 6)' },
          '::placeholder': { color: 'rgb(7, 8, 9)' },
        },
        invalid: { color: 'rgb(10, 11, 12)' },
        complete: { color: 'rgb(13, 14, 15)' },
      },
    });
    expect(await styleOf(page, 'input', 'font-size')).toBe('20px');
    expect(await styleOf(page, 'input', 'color')).toBe('rgb(1, 2, 3)');
    expect(await styleOf(page, 'input', 'color', '::placeholder')).toBe('rgb(7, 8, 9)');
    expect(await styleOf(page, 'input', 'background-image')).toBe('none');
    const warnings = [
      { property: 'base.backgroundImage', reason: 'unknown-property' },
      { property: 'base.fontFamily', reason: 'value-not-allowed' },
    ];
    expect(await events(page)).toEqual([{ type: 'ready' }, { type: 'warning', warnings }]);
    await page.evaluate(() => window.view.update({ colorScheme: 'dark' }));
    expect(await events(page)).toEqual([]);
    await page.locator('input').focus();
    expect(await styleOf(page, 'input', 'color')).toBe('rgb(4, 5, 6)');
    await page.keyboard.type(visa);
    expect(await styleOf(page, 'input', 'color')).toBe('rgb(13, 14, 15)');
    await page.keyboard.press('Backspace');
    await page.locator('input').blur();
    expect(await styleOf(page, 'input', 'color')).toBe('rgb(10, 11, 12)');
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  test('without a style the frame is see-through, readable in both schemes, and big enough for phones', async () => {
    const { page } = await browser.open('card');
    expect(await styleOf(page, 'html', 'background-color')).toBe('rgba(0, 0, 0, 0)');
    expect(await styleOf(page, '#cardNumber', 'font-size')).toBe('16px');
    expect(await styleOf(page, '#cardNumber', 'color')).toBe('rgb(0, 0, 0)');
    await page.evaluate(() => window.view.update({ colorScheme: 'dark' }));
    expect(await styleOf(page, '#cardNumber', 'color')).toBe('rgb(255, 255, 255)');
  });

  test('who have set larger text get it by name, and a length has the size that the page has room for', async () => {
    const large = await startBrowser(['--blink-settings=defaultFontSize=32']);
    const { page } = await large.open('cardNumber', { style: { base: { fontSize: '1.25rem', padding: '1rem 0' } } });
    expect(await styleOf(page, 'input', 'font-size')).toBe('20px');
    expect(await styleOf(page, 'input', 'padding-top')).toBe('16px');
    await page.evaluate(() => window.view.update({ style: { base: { fontSize: 'medium' } } }));
    expect(await styleOf(page, 'input', 'font-size')).toBe('32px');
    await large.close();
  });

  test.each([
    [1, { width: 360, height: 24 }],
    [2, { width: 220, height: 56 }],
  ] as const)('a card of %s row is not cut', async (rows, viewport) => {
    const { page } = await browser.open('card', { rows }, { viewport });
    await page.locator('#cardNumber').focus();
    await page.keyboard.type(`${visa}12301234`);
    const cut = await page
      .locator('input')
      .evaluateAll((inputs) => inputs.map((input) => input.scrollWidth > input.clientWidth));
    expect(cut).toEqual([false, false, false]);
    expect(
      await page.evaluate(
        () =>
          document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight,
      ),
    ).toBe(true);
    await page.context().close();
  });
});

describe('for assistive technology', () => {
  test('inputs have names, states and a description that speaks up', async () => {
    const { page } = await browser.open('card');
    for (const name of ['Card number', 'Expiration date', 'Security code']) {
      expect(await page.getByRole('textbox', { name }).count()).toBe(1);
    }
    const number = page.locator('#cardNumber');
    await number.focus();
    await page.keyboard.type('4242424242424241');
    await number.blur();
    expect(await number.getAttribute('aria-invalid')).toBe('true');
    const snapshot = await page.locator('.cardNumber').ariaSnapshot();
    expect(snapshot).toContain('Card number is not valid.');
    expect(await page.locator('#cardNumber-error').getAttribute('aria-live')).toBe('polite');
  });

  test.each(['card', 'cardNumber', 'text'])(
    'axe finds nothing wrong with %s, with errors and without',
    async (type) => {
      const { page } = await browser.open(type, {}, { bypassCSP: true });
      await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
      const violations = () =>
        page.evaluate(async () => {
          const { axe } = window as unknown as {
            axe: { run(options: object): Promise<{ violations: { id: string }[] }> };
          };
          // A frame holds one group of inputs; headings and landmarks belong to the page around it.
          const rules = {
            'page-has-heading-one': { enabled: false },
            region: { enabled: false },
            'landmark-one-main': { enabled: false },
          };
          return (await axe.run({ rules })).violations.map(({ id }) => id);
        });
      expect(await violations()).toEqual([]);
      await page.evaluate(() => window.view.validate());
      expect(await violations()).toEqual([]);
      await page.context().close();
    },
  );

  test('in forced colours the focus and an error can be seen', async () => {
    const { page } = await browser.open('card', {}, { forcedColors: 'active' });
    await page.locator('#cardNumber').focus();
    expect(await styleOf(page, '#cardNumber', 'outline-style')).toBe('solid');
    await page.evaluate(() => window.view.validate());
    expect(await styleOf(page, '.cardExpirationDate', 'border-bottom-style')).toBe('solid');
    // A mark in a colour that no theme sets, such as `Mark`, may be lost on the ground of a theme that is light.
    expect(await styleOf(page, '.cardExpirationDate', 'border-bottom-color')).toBe(
      await styleOf(page, 'html', 'color'),
    );
    await page.context().close();
  });
});

describe('languages', () => {
  test.each([
    ['de-AT', 'Kartennummer', 'Kartennummer fehlt.', 'Kartennummer ist unvollständig.'],
    ['fr', 'Numéro de carte', 'Numéro de carte : le champ est vide.', 'Numéro de carte : saisie incomplète.'],
    ['es-MX', 'Número de tarjeta', 'Número de tarjeta: el campo está vacío.', 'Número de tarjeta: faltan datos.'],
    ['pt-BR', 'Número do cartão', 'Número do cartão: o campo está vazio.', 'Número do cartão: faltam dados.'],
    ['ja', 'カード番号', 'カード番号が入力されていません。', 'カード番号を最後まで入力してください。'],
    ['ar', 'رقم البطاقة', 'رقم البطاقة: الحقل فارغ.', 'رقم البطاقة: القيمة غير مكتملة.'],
    ['eo', 'Card number', 'Card number is empty.', 'Card number is incomplete.'],
  ])('in %s the box is called “%s”, and its errors are announced', async (locale, label, empty, error) => {
    const { page, complaints } = await browser.open('cardNumber', { locale });
    const input = page.getByRole('textbox', { name: label });
    await input.waitFor();
    await page.evaluate(() => window.view.validate());
    expect(await page.locator('[aria-live=polite]').innerText()).toBe(empty);
    await input.focus();
    await page.keyboard.type('42');
    await page.evaluate(() => window.view.validate());
    expect(await page.locator('form').getAttribute('lang')).toBe(locale === 'eo' ? 'en' : locale.slice(0, 2));
    expect(await page.locator('[aria-live=polite]').innerText()).toBe(error);
    // The form's direction is an option of its own; numbers always read from left to right.
    expect(await input.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    expect(complaints).toEqual([]);
  });

  test('a language may change while something is typed, which stays', async () => {
    const { page } = await browser.open('card', { locale: 'de' });
    await page.getByLabel('Kartennummer').fill(visa);
    await page.evaluate(() => window.view.update({ locale: 'fr' }));
    expect(await page.getByLabel('Numéro de carte').inputValue()).toBe('4242 4242 4242 4242');
  });
});

describe('people', () => {
  test('with a screen reader hear what a box is, what it holds against them, and which brand it sees', async () => {
    const { page } = await browser.open('card', { 'aria-label': 'Card' });
    await page.locator('#cardNumber').focus();
    await page.keyboard.type('4000');
    await page.evaluate(() => window.view.validate());
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const heard = nodes.flatMap(({ role, name, description, properties = [] }) => {
      const invalid = properties.find((property) => property.name === 'invalid')?.value.value;
      return role?.value === 'textbox' ? [[name?.value, description?.value, invalid]] : [];
    });
    expect(heard).toEqual([
      ['Card number', 'visa Card number is incomplete.', 'true'],
      ['Expiration date', 'Expiration date is empty.', 'true'],
      ['Security code', 'Security code is empty.', 'true'],
    ]);
    await session.detach();
  });

  test('who tap get the keyboard for digits, and text that no phone zooms into', async () => {
    const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 60 } };
    const { page } = await browser.open('card', {}, phone);
    await page.locator('#cardExpirationDate').tap();
    const focused = await page.evaluate(() => {
      const input = document.activeElement as HTMLInputElement;
      return [input.id, input.inputMode, Number.parseFloat(getComputedStyle(input).fontSize) >= 16];
    });
    expect(focused).toEqual(['cardExpirationDate', 'numeric', true]);
    await page.context().close();
  });

  test.each([
    ['cardholderName', 'words'],
    ['iban', 'characters'],
    ['text', 'off'],
  ])('who type a %s on a phone have a keyboard with capitals for %s', async (type, capitals) => {
    const { page } = await browser.open(type);
    expect(await page.locator('input').getAttribute('autocapitalize')).toBe(capitals);
  });

  test('who want no motion see none', async () => {
    const { page } = await browser.open('card', {}, { reducedMotion: 'reduce' });
    await page.locator('#cardNumber').focus();
    await page.keyboard.type(`${visa}1230123`);
    await page.evaluate(() => window.view.validate());
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.context().close();
  });
});
