import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenPage, startBrowser, type ViewBrowser } from './testing/open-view.ts';

let browser: ViewBrowser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

/** What the focused input shows, with `|` at the caret. */
const shown = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const input = document.activeElement as HTMLInputElement;
    const [start, end] = [input.selectionStart ?? 0, input.selectionEnd ?? 0];
    const selected = end > start ? `[${input.value.slice(start, end)}]` : '|';
    return input.value.slice(0, start) + selected + input.value.slice(end);
  });

const paste = async (page: Page, text: string) => {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+V');
};

type Step =
  | { readonly type: string }
  | { readonly press: string; readonly times?: number }
  | { readonly paste: string }
  | { readonly insert: string };

const perform = async (page: Page, step: Step) => {
  if ('type' in step) await page.keyboard.type(step.type);
  else if ('press' in step)
    for (let times = step.times ?? 1; times > 0; times -= 1) await page.keyboard.press(step.press);
  else if ('paste' in step) await paste(page, step.paste);
  else await page.keyboard.insertText(step.insert);
};

const left = (times: number): Step => ({ press: 'ArrowLeft', times });
const backspace: Step = { press: 'Backspace' };
const undo: Step = { press: 'Control+Z' };
const redo: Step = { press: 'Control+Shift+Z' };
const selectAll: Step = { press: 'Control+A' };
const visa = '4242424242424242';

/** How typing feels: the element, what is done, and what is seen then. */
const golden: readonly (readonly [story: string, element: string, steps: readonly Step[], seen: string])[] = [
  ['digits are grouped as they come', 'cardNumber', [{ type: visa }], '4242 4242 4242 4242|'],
  [
    'spaces and dashes that people type are their own business',
    'cardNumber',
    [{ type: '4242-4242 4242  42' }],
    '4242 4242 4242 42|',
  ],
  ['letters leave no trace', 'cardNumber', [{ type: '42a42b' }], '4242|'],
  ['an American Express is grouped by its own rule', 'cardNumber', [{ type: '378282246310005' }], '3782 822463 10005|'],
  ['nineteen digits fit', 'cardNumber', [{ type: '4242424242424242427' }], '4242 4242 4242 4242 427|'],
  ['a twentieth digit is not taken', 'cardNumber', [{ type: '42424242424242424279' }], '4242 4242 4242 4242 427|'],
  [
    'a full Mastercard takes no digit in its middle',
    'cardNumber',
    [{ type: '5555555555554444' }, left(5), { type: '1' }],
    '5555 5555 5555| 4444',
  ],
  [
    'a full number can be corrected in place',
    'cardNumber',
    [{ type: '5555555555554441' }, backspace, { type: '4' }],
    '5555 5555 5555 4444|',
  ],
  ['pasted dashes and spaces go', 'cardNumber', [{ paste: '  4242-4242 4242\u00a04242 ' }], '4242 4242 4242 4242|'],
  ['pasted over a selection', 'cardNumber', [{ type: '1234' }, selectAll, { paste: '5555 5555' }], '5555 5555|'],
  ['pasted into the middle', 'cardNumber', [{ type: '4242' }, left(2), { paste: '5-5' }], '4255| 42'],
  ['Arabic-Indic digits', 'cardNumber', [{ insert: '٤٢٤٢٤٢' }], '4242 42|'],
  ['full-width digits', 'cardNumber', [{ insert: '４２４２４' }], '4242 4|'],
  [
    'Backspace right after a separator takes the digit before it',
    'cardNumber',
    [{ type: '42434242' }, left(4), backspace],
    '424|4 242',
  ],
  [
    'Delete right before a separator takes the digit after it',
    'cardNumber',
    [{ type: '42425242' }, left(5), { press: 'Delete' }],
    '4242 |242',
  ],
  [
    'a digit in the middle leaves the caret behind it',
    'cardNumber',
    [{ type: '42424242' }, left(7), { type: '7' }],
    '427|4 2424 2',
  ],
  ['several digits in the middle', 'cardNumber', [{ type: '42424242' }, left(7), { type: '789' }], '4278 9|424 242'],
  ['Backspace down to nothing', 'cardNumber', [{ type: '42424242' }, { press: 'Backspace', times: 8 }], '|'],
  ['everything selected and replaced by a key', 'cardNumber', [{ type: visa }, selectAll, { type: '5' }], '5|'],
  ['a word deleted is a group', 'cardNumber', [{ type: '42424242' }, { press: 'Control+Backspace' }], '4242|'],
  [
    'cut takes the selection and closes the gap',
    'cardNumber',
    [{ type: '42425555' }, left(4), { press: 'Shift+Home' }, { press: 'Control+X' }],
    '|5555',
  ],
  ['undo takes back a key, formatting included', 'cardNumber', [{ type: '4242' }, { type: '5' }, undo], '4242|'],
  ['undo and redo', 'cardNumber', [{ type: '4242' }, { type: '5' }, undo, redo], '4242 5|'],
  ['undo takes back a paste', 'cardNumber', [{ type: '4242' }, { paste: '5555-6' }, undo], '4242|'],
  [
    'undo takes back a deletion across a separator',
    'cardNumber',
    [{ type: '42434242' }, left(4), backspace, undo, { press: 'End' }],
    '4243 4242|',
  ],
  ['an expiry gets its slash', 'cardExpirationDate', [{ type: '1230' }], '12/30|'],
  ['an expiry with its own slash', 'cardExpirationDate', [{ type: '12/30' }], '12/30|'],
  ['an expiry with slash and spaces', 'cardExpirationDate', [{ type: '12 / 30' }], '12/30|'],
  ['a year in four digits', 'cardExpirationDate', [{ type: '12/2030' }], '12/30|'],
  ['year first', 'cardExpirationDate', [{ type: '2030-12' }], '12/30|'],
  ['year first, pasted', 'cardExpirationDate', [{ paste: '2030-12' }], '12/30|'],
  ['a month of one digit', 'cardExpirationDate', [{ type: '1/30' }], '01/30|'],
  ['a month that needs no second digit', 'cardExpirationDate', [{ type: '5' }], '05|'],
  ['a zero before the month', 'cardExpirationDate', [{ type: '0530' }], '05/30|'],
  ['a thirteenth month is January and a year', 'cardExpirationDate', [{ type: '13' }], '01/3|'],
  [
    'Backspace goes through the slash',
    'cardExpirationDate',
    [{ type: '12/3' }, { press: 'Backspace', times: 3 }],
    '1|',
  ],
  [
    'the month typed anew before its year',
    'cardExpirationDate',
    [{ type: '12/30' }, left(2), { press: 'Backspace', times: 2 }, { type: '11' }],
    '11|/30',
  ],
  ['a full expiry takes no more', 'cardExpirationDate', [{ type: '12/301' }], '12/30|'],
  ['a code of a card of unknown brand has up to four digits', 'cardVerificationCode', [{ type: '12 3-45' }], '1234|'],
  ['text stays as typed', 'text', [{ type: ' <b>4242 4242</b>  ' }], ' <b>4242 4242</b>  |'],
];

describe('typing', () => {
  test.each(golden)('%s', async (_, element, steps, seen) => {
    const { page, complaints, requests } = await browser.open(element);
    await page.locator('input').focus();
    for (const step of steps) await perform(page, step);
    expect(await shown(page)).toBe(seen);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  test('a composition is left alone until it ends, and formatted then', async () => {
    const { page } = await browser.open('cardNumber');
    await page.locator('input').focus();
    const session = await page.context().newCDPSession(page);
    for (const text of ['４', '４２', '４２４２４']) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      expect(await shown(page)).toBe(`${text}|`);
    }
    expect(await page.evaluate(() => window.view.boxes[0]?.value)).toBe('42424');
    await session.send('Input.insertText', { text: '４２４２４' });
    expect(await shown(page)).toBe('4242 4|');
  });

  test('several boxes filled at once without the focus are formatted and judged', async () => {
    const { page } = await browser.open('card');
    await page.evaluate(() => {
      const values = { cardNumber: '4242424242424242', cardExpirationDate: '12/2030', cardVerificationCode: '123' };
      for (const [id, value] of Object.entries(values)) {
        const input = document.getElementById(id) as HTMLInputElement;
        input.value = value;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    expect(
      await page.locator('input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)),
    ).toEqual(['4242 4242 4242 4242', '12/30', '123']);
    expect(await page.evaluate(() => window.events.at(-1))).toMatchObject({ type: 'change', complete: true });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  });
});

describe('the one-frame card', () => {
  const start = async (): Promise<OpenPage> => {
    const opened = await browser.open('card');
    await opened.page.locator('#cardNumber').focus();
    return opened;
  };
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);
  const values = (page: Page) =>
    page.locator('input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));

  test('is typed in one go', async () => {
    const { page } = await start();
    await page.keyboard.type(`${visa}1230123`);
    expect(await values(page)).toEqual(['4242 4242 4242 4242', '12/30', '123']);
    expect(await page.evaluate(() => window.view.boxes.map(({ verdict }) => verdict))).toEqual(
      Array(3).fill('complete'),
    );
  });

  test('goes on after a pasted number too, but not while a longer number is likely', async () => {
    const { page } = await start();
    await paste(page, visa);
    expect(await focused(page)).toBe('cardExpirationDate');
    await start();
    await page.keyboard.type('6200000000000005');
    expect(await focused(page)).toBe('cardNumber');
  });

  test('does not move someone who corrects a number in its middle, or whose next box is filled', async () => {
    const { page } = await start();
    await page.keyboard.type('424242424242424');
    await page.keyboard.press('Home');
    await page.keyboard.type('4');
    await page.keyboard.press('Delete');
    await page.keyboard.type('2');
    expect(await focused(page)).toBe('cardNumber');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(`${visa}1230`);
    await page.locator('#cardNumber').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    expect(await focused(page)).toBe('cardNumber');
  });

  test('Backspace in an empty box goes back and deletes nothing; a held one stays', async () => {
    const { page } = await start();
    await page.keyboard.type(`${visa}12301`);
    await page.keyboard.press('Backspace');
    expect(await focused(page)).toBe('cardVerificationCode');
    await page.keyboard.down('Backspace');
    expect(await focused(page)).toBe('cardExpirationDate');
    expect(await values(page)).toEqual(['4242 4242 4242 4242', '12/30', '']);
    for (let repeats = 0; repeats < 12; repeats += 1) await page.keyboard.down('Backspace');
    expect(await focused(page)).toBe('cardExpirationDate');
    expect(await values(page)).toEqual(['4242 4242 4242 4242', '', '']);
  });

  test('the code follows the brand of the number', async () => {
    const { page } = await start();
    await page.keyboard.type('3782822463100051230');
    await page.keyboard.type('123');
    expect(await page.evaluate(() => window.view.boxes[2]?.verdict)).toBe('incomplete');
    await page.keyboard.type('45');
    expect(await values(page)).toEqual(['3782 822463 10005', '12/30', '1234']);
    await page.locator('#cardNumber').fill(visa);
    expect(await page.evaluate(() => window.view.boxes[2]?.verdict)).toBe('invalid');
  });

  test('Tab and Shift+Tab go through the boxes in order', async () => {
    const { page } = await start();
    const order: unknown[] = [];
    for (const key of ['Tab', 'Tab', 'Shift+Tab', 'Shift+Tab']) {
      await page.keyboard.press(key);
      order.push(await focused(page));
    }
    expect(order).toEqual(['cardExpirationDate', 'cardVerificationCode', 'cardExpirationDate', 'cardNumber']);
  });
});
