import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { ElementOptions } from '@tessera/bridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser, type ViewBrowser } from '../testing/open-view.ts';

let browser: ViewBrowser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

const both = '4571123456789016';
const all = { coBadgedSupport: ['dankort', 'bancontact', 'cartes-bancaires'] } as const;

const open = async (options: ElementOptions, type = 'cardNumber') => {
  const opened = await browser.open(type, options);
  await opened.page.locator('#cardNumber').focus();
  return opened;
};

const choices = (page: Page) =>
  page
    .getByRole('radio')
    .evaluateAll((radios) =>
      radios.map((radio) => `${radio.ariaLabel}${(radio as HTMLInputElement).checked ? ', chosen' : ''}`),
    );

/** What the page was told last about the choice. */
const told = (page: Page) => page.evaluate(() => window.events.findLast(({ type }) => type === 'change'));

describe('a card of two brands', () => {
  test('asks as soon as its first digits are there, in place of the one brand, and is complete without an answer', async () => {
    const { page, complaints } = await open(all);
    const heard = await page.evaluateHandle(() => {
      const texts: (string | null)[] = [];
      new MutationObserver((changes) => {
        for (const { target } of changes)
          if ((target as Element).matches('.networks [aria-live]')) texts.push(target.textContent);
      }).observe(document.body, { childList: true, subtree: true });
      return texts;
    });
    await page.keyboard.type('457');
    expect(await page.getByRole('radiogroup').count()).toBe(0);
    await page.keyboard.type(both.slice(3));
    expect(await choices(page)).toEqual(['Dankort', 'Visa']);
    const group = page.getByRole('radiogroup', { name: 'Choose the network of your card' });
    // Said once, in a region that was there before.
    const said = 'Choose the network of your card: Dankort, Visa';
    await expect.poll(() => heard.jsonValue()).toEqual([said]);
    expect(await group.locator('[aria-live]').innerText()).toBe(said);
    expect(await page.locator('label[for=cardNumber] svg').count()).toBe(0);
    expect(await told(page)).toMatchObject({ complete: true, cardBrand: 'visa' });
    expect(await told(page)).not.toHaveProperty('selectedNetwork');
    expect(complaints).toEqual([]);
  });

  test('is answered with the keyboard alone, and the page is told each answer', async () => {
    const { page } = await open(all);
    await page.keyboard.type(both);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    expect(await choices(page)).toEqual(['Dankort', 'Visa, chosen']);
    expect(await told(page)).toMatchObject({ selectedNetwork: 'visa', cardBrand: 'visa', cardLast4: '9016' });
    await page.keyboard.press('ArrowLeft');
    expect(await choices(page)).toEqual(['Dankort, chosen', 'Visa']);
    expect(await told(page)).toMatchObject({ selectedNetwork: 'dankort', cardBrand: 'visa' });
    await page.keyboard.press('Tab');
    expect(await page.locator('#cardNumber').evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test('is answered with a click, and asked anew when it is replaced by another card', async () => {
    const { page } = await open(all);
    await page.keyboard.type(both);
    await page.getByTitle('Dankort').click();
    expect(await told(page)).toMatchObject({ selectedNetwork: 'dankort' });
    await page.locator('#cardNumber').fill('4571999999999999');
    expect(await choices(page)).toEqual(['Dankort', 'Visa']);
    await page.locator('#cardNumber').fill('4242424242424242');
    expect(await page.getByRole('radio').count()).toBe(0);
    expect(await told(page)).not.toHaveProperty('selectedNetwork');
    expect(await page.locator('label[for=cardNumber] svg').count()).toBe(1);
  });

  test('is answered by the page beforehand, and by the customer all the same', async () => {
    const { page } = await open({ ...all, preSelectedNetworks: ['bancontact', 'visa'] });
    await page.keyboard.type('4571');
    expect(await choices(page)).toEqual(['Dankort', 'Visa, chosen']);
    expect(await told(page)).toMatchObject({ selectedNetwork: 'visa' });
    await page.getByTitle('Dankort').click();
    expect(await told(page)).toMatchObject({ selectedNetwork: 'dankort' });
  });

  test('may be one of ranges that the page knows', async () => {
    const { page } = await open({ coBadgedSupport: [{ type: 'cartes-bancaires', patterns: [[497010, 497019]] }] });
    await page.keyboard.type('49701');
    expect(await choices(page)).toEqual([]);
    await page.keyboard.type('5');
    expect(await choices(page)).toEqual(['Cartes Bancaires', 'Visa']);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('22');
    expect(await choices(page)).toEqual([]);
  });

  test('does not ask for a brand that the field does not take', async () => {
    const { page } = await open({ ...all, cardTypes: [{ type: 'mastercard' }] });
    await page.keyboard.type('4571');
    expect(await choices(page)).toEqual([]);
  });

  test.each([
    ['ar', 'اختر شبكة بطاقتك'],
    ['de', 'Wählen Sie das Zahlungssystem Ihrer Karte'],
    ['es', 'Elija la red de su tarjeta'],
    ['fr', 'Choisissez le réseau de votre carte'],
    ['ja', 'カードの決済ネットワークを選択してください'],
    ['pt', 'Escolha a rede do seu cartão'],
  ])('asks in %s', async (locale, name) => {
    const { page } = await open({ ...all, locale });
    await page.keyboard.type('4571');
    await page.getByRole('radiogroup', { name, exact: true }).waitFor();
  });

  test.each(['ltr', 'rtl'] as const)(
    'fits with %s into the row of the number, each target 24 pixels at least',
    async (dir) => {
      const { page } = await open({ ...all, dir, locale: dir === 'rtl' ? 'ar' : 'en' }, 'card');
      await page.keyboard.type(both);
      const [first, second] = await page
        .getByRole('radio')
        .evaluateAll((radios) => radios.map((radio) => radio.getBoundingClientRect().toJSON()));
      for (const { width, height, left, right, top, bottom } of [first, second]) {
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
        expect([left >= 0, right <= 480, top >= 0, bottom <= 40]).toEqual([true, true, true, true]);
      }
      expect(first.left < second.left).toBe(dir === 'ltr');
      // The number is not cut off.
      expect(
        await page.locator('#cardNumber').evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth),
      ).toBe(true);
    },
  );

  test('has nothing that axe finds wrong', async () => {
    const { page } = await browser.open('card', all, { bypassCSP: true });
    await page.locator('#cardNumber').fill(both);
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string }[] }> } };
      const off = { enabled: false };
      const rules = { 'page-has-heading-one': off, region: off, 'landmark-one-main': off };
      return (await axe.run({ rules })).violations.map(({ id }) => id);
    });
    expect(violations).toEqual([]);
    await page.context().close();
  });
});

test.each([
  [{ coBadgedSupport: ['nobody-knows'] }, 'coBadgedSupport'],
  [{ coBadgedSupport: [{ type: 'mine', patterns: [123456789] }] }, 'coBadgedSupport'],
  [{ coBadgedSupport: 'dankort' }, 'coBadgedSupport'],
  [{ coBadgedSupport: ['constructor'] }, 'coBadgedSupport'],
  [{ coBadgedSupport: ['dankort'], preSelectedNetworks: [7] }, 'preSelectedNetworks'],
])('%j is refused', async (options, detail) => {
  const refused = browser.open('cardNumber', options as ElementOptions).then(
    () => 'opened',
    () => 'refused',
  );
  expect([detail, await refused]).toEqual([detail, 'refused']);
});

test('what may be chosen is fixed while a number stands in the field', async () => {
  const { page } = await open(all);
  await page.keyboard.type('4571');
  const outcome = await page.evaluate(() =>
    window.view.update({ coBadgedSupport: ['dankort'] }).then(
      () => 'changed',
      ({ code, parts }: { code: string; parts: object }) => ({ code, ...parts }),
    ),
  );
  expect(outcome).toEqual({ code: 'field-not-empty', detail: 'coBadgedSupport' });
});
