import { expect } from '@playwright/test';
import type { FieldElement } from '@tessera/js';
import { type Either, focused, frameOf, test } from './either.ts';
import type { Shop } from './shop.ts';

/* The form control and the focus in both browsers. form-control.spec.ts and focus.spec.ts try more of both in Chromium. */

const form = `<form id="form">
  <label for="note">Your note</label><tessera-field id="note" type="text" name="note"></tessera-field>
  <fieldset><label id="outer">Card <tessera-field id="card" type="card" name="card"></tessera-field></label></fieldset>
  <button id="pay">Pay</button></form>`;

/** A page with this form, its tags mounted, which counts what is submitted. */
const open = async (page: Either, { url, vault, elementsKey }: Shop): Promise<void> => {
  await page.goto(url);
  await page.addScriptTag({ url: `${vault}/js/tessera-field.js` });
  await page.evaluate(
    async ([key = '', html = '']: readonly string[]) => {
      document.body.innerHTML = html;
      document.addEventListener('submit', (event) => {
        event.preventDefault();
        document.body.dataset.submitted = `${document.body.dataset.submitted ?? ''}${(event as SubmitEvent).submitter?.id} `;
      });
      const sdk = await window.BasisTheory.init(key, { elements: true });
      (window as unknown as { TesseraField: { define(sdk: unknown): void } }).TesseraField.define(sdk);
      await Promise.all([...document.querySelectorAll('tessera-field')].map(({ mounting }) => mounting));
    },
    [elementsKey, form],
  );
};

const submitted = (page: Either) => page.evaluate(() => document.body.dataset.submitted, undefined);
const message = (page: Either, id: string) =>
  page.evaluate((name) => document.querySelector<FieldElement>(`#${name}`)?.validationMessage, id);
const isValid = (page: Either) =>
  page.evaluate(() => document.querySelector<HTMLFormElement>('#form')?.checkValidity(), undefined);

test.describe('in both browsers', { tag: '@firefox' }, () => {
  test('a form leads into its first tag that is not right, is submitted when all are, and is reset', async ({
    either: page,
    shop,
  }) => {
    await open(page, shop);
    expect(
      await page.evaluate(() => {
        const note = document.querySelector<FieldElement>('#note');
        const names = [...(note?.form?.elements ?? [])].map(({ id }) => id).filter((id) => id !== '');
        return [note?.form?.id, note?.willValidate, note?.validity.valueMissing, note?.labels.length, names];
      }, undefined),
    ).toEqual(['form', true, true, 1, ['note', 'card', 'pay']]);
    expect(await message(page, 'note')).toBe('Your note is empty.');

    await page.click('#pay');
    await expect.poll(() => focused(page)).toBe('text');
    const frame = await frameOf(page, 'note');
    await expect.poll(() => frame.$eval('input', (input) => input.getAttribute('aria-invalid'))).toBe('true');
    await page.keyboard.type('Ada');
    await expect.poll(() => message(page, 'note')).toBe('');

    await page.click('#pay');
    await expect.poll(() => focused(page)).toBe('cardNumber');
    for (const part of ['4242424242424242', '1234', '123']) await page.keyboard.type(part);
    await expect.poll(() => isValid(page)).toBe(true);
    expect(await submitted(page)).toBeUndefined();
    await page.keyboard.press('Enter');
    await expect.poll(() => submitted(page)).toBe('pay ');

    await page.evaluate(() => document.querySelector<HTMLFormElement>('#form')?.reset(), undefined);
    await expect.poll(() => frame.$eval('input', (input) => (input as HTMLInputElement).value)).toBe('');
    await expect.poll(() => isValid(page)).toBe(false);
  });

  test('a click on a label leads into its tag, and own `disabled` and that of a fieldset add up', async ({
    either: page,
    shop,
  }) => {
    await open(page, shop);
    await page.click('label[for=note]');
    await expect.poll(() => focused(page)).toBe('text');
    await page.evaluate(() => document.querySelector<HTMLElement>('#outer')?.click(), undefined);
    await expect.poll(() => focused(page)).toBe('cardNumber');

    const frame = await frameOf(page, 'card');
    const isDisabled = () => frame.$eval('input', (input) => (input as HTMLInputElement).disabled);
    const set = (own: boolean, around: boolean) =>
      page.evaluate(
        ([one = false, other = false]: readonly boolean[]) => {
          const card = document.querySelector<FieldElement>('#card');
          if (card) card.disabled = one;
          card?.closest('fieldset')?.toggleAttribute('disabled', other);
          return card?.willValidate;
        },
        [own, around],
      );
    for (const [own, around] of [
      [true, true],
      [false, true],
      [true, false],
      [false, false],
    ] as const) {
      expect(await set(own, around)).toBe(!own && !around);
      await expect.poll(isDisabled).toBe(own || around);
    }
  });

  test('a container is marked while an input has the focus, and a tag has a state', async ({ either: page, shop }) => {
    await open(page, shop);
    const marked = () =>
      page.evaluate(
        () =>
          ['#note:state(focused)', '#note[data-focused]', '#card:state(focused)'].map(
            (selector) => document.querySelector(selector) !== null,
          ),
        undefined,
      );
    expect(await marked()).toEqual([false, false, false]);
    await page.evaluate(() => document.querySelector<FieldElement>('#note')?.focus(), undefined);
    await expect.poll(marked).toEqual([true, true, false]);
    await page.keyboard.press('Tab');
    await expect.poll(marked).toEqual([false, false, true]);
    await page.focus('#pay');
    await expect.poll(marked).toEqual([false, false, false]);
  });
});
