import type { Page } from '@playwright/test';
import type { ElementEvent } from '@tessera/bridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type ViewBrowser } from './testing/open-view.ts';

let browser: ViewBrowser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

const visa = '4242424242424242';

/** Sets the value of an input as tools do, and dispatches at most one event. */
const put = (page: Page, id: string, value: string, event?: 'change' | 'keyup') =>
  page.evaluate(
    ([name, text, type]) => {
      const input = document.querySelector<HTMLInputElement>(`#${name}`);
      if (!input) throw new Error(`There is no input ${name}.`);
      input.value = String(text);
      if (type) input.dispatchEvent(new Event(type, { bubbles: true }));
    },
    [id, value, event],
  );

const textOf = (page: Page, id: string) => page.locator(`#${id}`).inputValue();
const boxes = (page: Page) => page.evaluate(() => window.view.boxes.map(({ value, given }) => ({ value, given })));
const changes = (page: Page): Promise<ElementEvent[]> =>
  page.evaluate(() => window.events.splice(0).filter(({ type }) => type === 'change'));

test('a value that comes with `change` alone is judged and written as if it was typed', async () => {
  const { page } = await browser.open('cardNumber');
  await put(page, 'cardNumber', visa, 'change');
  expect(await textOf(page, 'cardNumber')).toBe('4242 4242 4242 4242');
  const complete = { complete: true, cardBrand: 'visa', cardBin: '42424242', cardLast4: '4242' };
  expect(await changes(page)).toEqual([expect.objectContaining(complete)]);
  await put(page, 'cardNumber', '', 'change');
  expect(await changes(page)).toEqual([expect.objectContaining({ empty: true })]);
  await page.locator('input').pressSequentially('5555');
  expect(await textOf(page, 'cardNumber')).toBe('5555');
});

test('a value without any event stands when the input is left, and is told then', async () => {
  const { page } = await browser.open('cardNumber');
  await page.locator('input').focus();
  await put(page, 'cardNumber', '4242424242424241', 'keyup');
  expect(await changes(page)).toEqual([]);
  await page.locator('input').blur();
  expect(await textOf(page, 'cardNumber')).toBe('4242 4242 4242 4241');
  const errors = [{ targetId: 'cardNumber', type: 'invalid' }];
  expect((await changes(page)).at(-1)).toMatchObject({ complete: false, errors });
});

test('a call reads all inputs first, and counts such a value as typed', async () => {
  const { page } = await browser.open('card', { value: { expiration_month: 12, expiration_year: 2030 } });
  await put(page, 'cardNumber', visa);
  await put(page, 'cardVerificationCode', '123');
  expect(await boxes(page)).toEqual([
    { value: visa, given: false },
    { value: '12/2030', given: true },
    { value: '123', given: false },
  ]);
  // A part of it may still be what the page gave.
  await put(page, 'cardExpirationDate', '12/31');
  expect((await boxes(page))[1]).toEqual({ value: '12/2031', given: true });
  await put(page, 'cardExpirationDate', '');
  expect((await boxes(page))[1]).toEqual({ value: '', given: false });
  await put(page, 'cardExpirationDate', '11/31');
  expect((await boxes(page))[1]).toEqual({ value: '11/2031', given: false });
  const state = await page.evaluate(() => window.view.validate());
  expect(state).toMatchObject({ complete: true, cardLast4: '4242' });
});

test('each reading counts one edit, however often it is asked', async () => {
  const { page } = await browser.open('text');
  const revision = () => page.evaluate(() => window.view.boxes[0]?.revision);
  await put(page, 'text', 'Ada');
  expect([await revision(), await revision()]).toEqual([1, 1]);
  await put(page, 'text', 'Bob', 'change');
  await page.locator('input').focus();
  await page.locator('input').blur();
  expect(await revision()).toBe(2);
});

test('options that influence what is told stay fixed while such a value is there', async () => {
  const { page } = await browser.open('text');
  await put(page, 'text', 'Ada');
  const refused = await page.evaluate(() =>
    window.view.update({ validation: /A/ }).then(
      () => 'done',
      ({ code }: { code: string }) => code,
    ),
  );
  expect(refused).toBe('field-not-empty');
});

test('Enter settles a value as leaving the input does, before the page hears of the key', async () => {
  const { page } = await browser.open('cardNumber');
  await page.locator('input').focus();
  await page.keyboard.type('4007000000027');
  await page.evaluate(() => window.events.splice(0));
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => window.events.splice(0))).toMatchObject([
    { type: 'change', complete: true, cardLast4: '0027' },
    { type: 'keydown', key: 'Enter' },
  ]);
});

test('what is shown cannot be written over', async () => {
  const { page } = await browser.open('text');
  await page.evaluate(() => window.view.put(['shown']));
  await put(page, 'text', 'other', 'change');
  expect(await textOf(page, 'text')).toBe('shown');
  expect(await boxes(page)).toEqual([{ value: 'shown', given: false }]);
});
