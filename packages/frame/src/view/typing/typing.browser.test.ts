import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { golden, type Step, visa } from '../testing/golden-typing.ts';
import { type OpenPage, startBrowser, type ViewBrowser } from '../testing/open-view.ts';

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

const perform = async (page: Page, step: Step) => {
  if ('type' in step) await page.keyboard.type(step.type);
  else if ('press' in step)
    for (let times = step.times ?? 1; times > 0; times -= 1) await page.keyboard.press(step.press);
  else if ('paste' in step) await paste(page, step.paste);
  else await page.keyboard.insertText(step.insert);
};

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
