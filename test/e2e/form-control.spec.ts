import { expect, type Page } from '@playwright/test';
import type { FieldElement } from '@tessera/js';
import { inputIn, type Shop, test } from './shop.ts';

/** A page whose body is this, with its tags mounted. It keeps what is submitted. */
const open = async (page: Page, { url, vault, elementsKey }: Shop, body: string): Promise<void> => {
  await page.goto(url);
  await page.addScriptTag({ url: `${vault}/js/tessera-field.js` });
  await page.evaluate(
    async ([key, html]) => {
      document.body.innerHTML = html;
      window.submitted = [];
      document.addEventListener('submit', (event) => {
        event.preventDefault();
        const { target, submitter } = event as SubmitEvent;
        window.submitted.push([submitter?.id ?? null, [...new FormData(target as HTMLFormElement).keys()]]);
      });
      window.TesseraField.define(await window.BasisTheory.init(key, { elements: true }));
      await Promise.all([...document.querySelectorAll('tessera-field')].map(({ mounting }) => mounting));
    },
    [elementsKey, body] as const,
  );
};

declare global {
  interface Window {
    TesseraField: { define(sdk: unknown): void };
    submitted: [submitter: string | null, names: string[]][];
  }
}

const submitted = (page: Page) => page.evaluate(() => window.submitted.splice(0));
const tag = <T>(page: Page, id: string, read: (field: FieldElement) => T): Promise<T> =>
  page.locator(`#${id}`).evaluate(read as unknown as (element: Element) => T) as Promise<T>;

/** Where a key would go: the id of an element of the page, or that of an input in a frame. */
const focused = async (page: Page): Promise<string> => {
  for (const frame of page.frames().slice(1)) {
    const id = await frame.evaluate(() => (document.hasFocus() ? (document.activeElement?.id ?? '') : ''));
    if (id !== '') return id;
  }
  return page.evaluate(() => document.activeElement?.id ?? '');
};

const form = `<form id="form">
  <label for="note">Your <b>note</b></label><tessera-field id="note" type="text" name="note"></tessera-field>
  <label id="outer">Card <tessera-field id="card" type="card" name="card"></tessera-field></label>
  <input id="last" name="last" required><button id="pay">Pay</button></form>`;

test('the tag has what form authors ask of an input', async ({ page, shop }) => {
  await open(page, shop, form);
  expect(
    await tag(page, 'note', (field) => [
      field.form?.id,
      field.name,
      field.type,
      field.disabled,
      field.willValidate,
      field.validity.valueMissing,
      [...field.labels].map(({ textContent }) => textContent),
      [...(field.form?.elements ?? [])].map(({ id }) => id),
    ]),
  ).toEqual(['form', 'note', 'text', false, true, true, ['Your note'], ['note', 'card', 'last', 'pay']]);
  await expect(page.frameLocator('#note iframe').getByLabel('Your note')).toBeVisible();
  expect(await tag(page, 'note', (field) => field.validationMessage)).toBe('Your note is empty.');
  await inputIn(page, '#note').fill('Ada');
  await expect.poll(() => tag(page, 'note', (field) => field.checkValidity())).toBe(true);
  expect(
    await tag(page, 'note', (field) => {
      field.setCustomValidity('Not this one.');
      const said = [field.validity.customError, field.validationMessage, field.checkValidity()];
      field.setCustomValidity('');
      return [...said, field.validity.valid];
    }),
  ).toEqual([true, 'Not this one.', false, true]);
  await page.locator('label[for=note]').click();
  await expect.poll(() => focused(page)).toBe('text');
  await page.locator('#outer').click({ position: { x: 2, y: 2 } });
  await expect.poll(() => focused(page)).toBe('cardNumber');
});

test('a form that is submitted leads into its first tag that is not right, and shows what is wrong there', async ({
  page,
  shop,
}) => {
  await open(page, shop, form);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await inputIn(page, '#note').fill('Ada');
  await inputIn(page, '#card', 'cc-number').fill('4242424242424242');
  await page.locator('#pay').click();
  await expect.poll(() => focused(page)).toBe('cardExpirationDate');
  await expect(inputIn(page, '#card', 'cc-exp')).toHaveAttribute('aria-invalid', 'true');
  await expect.poll(() => tag(page, 'card', (field) => field.validationMessage)).toBe('Expiration date is empty.');
  await page.keyboard.type('1234');
  await page.keyboard.type('123');
  await page.locator('#pay').click();
  expect(await focused(page)).toBe('last');
  expect(complaints).toEqual([]);
  await page.locator('#last').fill('x');
  await page.locator('#pay').click();
  expect(await submitted(page)).toEqual([['pay', ['last']]]);
  // A page that asks without reporting moves no focus.
  await tag(page, 'card', (field) => field.form?.reset());
  await expect(inputIn(page, '#card', 'cc-number')).toHaveValue('');
  expect(await tag(page, 'card', (field) => field.checkValidity())).toBe(false);
  expect(await focused(page)).toBe('pay');
  expect(await tag(page, 'card', (field) => field.reportValidity())).toBe(false);
  await expect.poll(() => focused(page)).toBe('cardNumber');
});

test('own `disabled` and that of a fieldset add up, and a disabled tag stops no form', async ({ page, shop }) => {
  await open(
    page,
    shop,
    '<form id="form"><fieldset disabled><tessera-field id="note" type="text" disabled></tessera-field></fieldset></form>',
  );
  const input = inputIn(page, '#note');
  await expect(input).toBeDisabled();
  const set = (own: boolean, around: boolean) =>
    page.evaluate(
      ([one, other]) => {
        const field = document.querySelector('tessera-field');
        if (field) field.disabled = one ?? false;
        field?.closest('fieldset')?.toggleAttribute('disabled', other);
        // Other options change nothing about it.
        field?.setAttribute('placeholder', 'Note');
        return [field?.willValidate, field?.validationMessage !== '', field?.form?.checkValidity()];
      },
      [own, around],
    );
  expect(await set(false, true)).toEqual([false, false, true]);
  await expect(input).toHaveAttribute('placeholder', 'Note');
  await expect(input).toBeDisabled();
  expect(await set(true, false)).toEqual([false, false, true]);
  await expect(input).toBeDisabled();
  expect(await set(false, false)).toEqual([true, true, false]);
  await expect(input).toBeEnabled();
});

const field = '<tessera-field id="note" type="text"></tessera-field>';

for (const [what, body, expected] of [
  ['clicks the first submit button', `${field}<input><button id="a">A</button><button id="b">B</button>`, [['a', []]]],
  ['clicks an image button', `${field}<input type="image" id="a">`, [['a', []]]],
  ['clicks a button elsewhere', `${field}</form><button id="a" form="form">A</button>`, [['a', []]]],
  ['does nothing if that button is disabled', `${field}<button disabled>A</button><button>B</button>`, []],
  ['submits a form of one field without a button', `${field}<input type="checkbox">`, [[null, []]]],
  ['does nothing in a form of two fields without a button', `${field}<input>`, []],
  ['does nothing when the page prevents it', `${field}<button id="prevented">A</button>`, []],
] as const) {
  test(`Enter in a tag ${what}`, async ({ page, shop }) => {
    await open(page, shop, `<form id="form">${body}</form>`);
    await page.evaluate(() => {
      if (!document.querySelector('#prevented')) return;
      document.addEventListener('keydown', (event) => event.preventDefault());
    });
    await inputIn(page, '#note').fill('Ada');
    // Of these two, only the second submits; the page hears of both.
    await page.evaluate(() => {
      window.heard = [];
      document.querySelector('tessera-field')?.addEventListener('keydown', ({ detail }) => window.heard.push(detail));
    });
    await inputIn(page, '#note').press('Control+Enter');
    await inputIn(page, '#note').press('Enter');
    await expect.poll(() => page.evaluate(() => window.heard.length)).toBe(2);
    expect(await submitted(page)).toEqual(expected);
  });
}

test('Enter in a tag that is not right leads to what is wrong', async ({ page, shop }) => {
  await open(
    page,
    shop,
    `<form id="form"><tessera-field id="card" type="card"></tessera-field><button>Pay</button></form>`,
  );
  await inputIn(page, '#card', 'cc-csc').fill('123');
  await inputIn(page, '#card', 'cc-csc').press('Enter');
  await expect.poll(() => focused(page)).toBe('cardNumber');
  expect(await submitted(page)).toEqual([]);
});

test('nothing of a tag is in the data of its form, or in the document', async ({ page, shop }) => {
  await open(page, shop, `<form id="form">${field}</form>`);
  await inputIn(page, '#note').fill('Ada');
  const data = await page.evaluate(() => [...new FormData(document.querySelector('form') ?? undefined)]);
  expect(data).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('Ada');
});

test('a container is marked while an input has the focus, and a tag has a state', async ({ page, shop }) => {
  await open(page, shop, `<form id="form">${field}<div id="place"></div><input id="last"></form>`);
  await page.evaluate(async () => {
    const element = window.BasisTheory.createElement('card');
    window.fields = { element };
    await element.mount('#place');
  });
  const marked = () =>
    page.evaluate(() =>
      ['#note:state(focused)', '#note[data-focused]', '#place[data-focused]'].map(
        (selector) => document.querySelector(selector) !== null,
      ),
    );
  expect(await marked()).toEqual([false, false, false]);
  await inputIn(page, '#note').focus();
  await expect.poll(marked).toEqual([true, true, false]);
  await inputIn(page, '#place', 'cc-number').focus();
  await expect.poll(marked).toEqual([false, false, true]);
  await page.keyboard.press('Tab');
  await expect.poll(marked).toEqual([false, false, true]);
  await page.locator('#last').focus();
  await expect.poll(marked).toEqual([false, false, false]);
  // A frame that is lost with the focus leaves no mark.
  await inputIn(page, '#place', 'cc-number').focus();
  await expect.poll(marked).toEqual([false, false, true]);
  await page.evaluate(() => {
    const iframe = document.querySelector<HTMLIFrameElement>('#place iframe');
    if (iframe) iframe.src = String(iframe.src);
  });
  await expect.poll(marked).toEqual([false, false, false]);
});
