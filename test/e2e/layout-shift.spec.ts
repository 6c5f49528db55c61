import { expect, type Frame } from '@playwright/test';
import { inputIn, test } from './shop.ts';

declare global {
  interface Window {
    /** The layout shifts that the browser has counted in this document, and a way to hear of those that are still to be told. */
    shifts: { told: number[]; observer: PerformanceObserver };
  }
}

const shiftsIn = (frame: Frame) =>
  frame.evaluate(() => {
    const { told, observer } = window.shifts;
    const pending = observer.takeRecords() as (PerformanceEntry & { value: number })[];
    return [...told, ...pending.map(({ value }) => value)];
  });

test('nothing moves when fields load: neither the page around them, nor what is in them', async ({ page, shop }) => {
  await page.addInitScript(() => {
    const told: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) told.push((entry as PerformanceEntry & { value: number }).value);
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    Object.assign(window, { shifts: { told, observer } });
  });
  await page.goto(shop.url);
  // As pages do that keep room for their fields. Whoever does not sees the page move when the iframe comes.
  await page.evaluate(() => {
    for (const id of ['number', 'expiry', 'code', 'card']) {
      document.querySelector(`#${id}`)?.setAttribute('style', 'min-height:46px');
    }
    const below = document.createElement('p');
    below.textContent = 'Below the fields';
    document.querySelector('form')?.append(below);
  });
  await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    const style = { base: { fontSize: '20px', lineHeight: '30px', padding: '8px 12px', fontWeight: '700' } };
    const types = {
      number: 'cardNumber',
      expiry: 'cardExpirationDate',
      code: 'cardVerificationCode',
      card: 'card',
    } as const;
    const options = { style, locale: 'de', placeholder: '—' };
    await Promise.all(
      Object.entries(types).map(([id, type]) => window.BasisTheory.createElement(type, options).mount(`#${id}`)),
    );
  }, shop.elementsKey);
  await inputIn(page, '#number').pressSequentially('4242');
  for (const frame of page.frames()) expect([frame.url(), await shiftsIn(frame)]).toEqual([frame.url(), []]);
});

test('the first thing that a field shows has the style of the page', async ({ page, shop }) => {
  // The size that an input has before the first frame is painted, as a script in the frame finds it.
  await page.addInitScript(() => {
    const look = () => {
      const input = document.querySelector('input');
      if (!input) return requestAnimationFrame(look);
      const { fontSize, color } = getComputedStyle(input);
      Object.assign(window, { firstStyle: { fontSize, color } });
      return 0;
    };
    requestAnimationFrame(look);
  });
  await page.goto(shop.url);
  await page.evaluate(async (key) => {
    await window.BasisTheory.init(key, { elements: true });
    const style = { base: { fontSize: '20px', color: 'rgb(1, 2, 3)' } };
    await window.BasisTheory.createElement('cardNumber', { style }).mount('#number');
  }, shop.elementsKey);
  const field = page.frames().find((frame) => frame.url().startsWith(shop.vault));
  const first = () => field?.evaluate(() => (window as Window & { firstStyle?: object }).firstStyle);
  await expect.poll(first).toEqual({ fontSize: '20px', color: 'rgb(1, 2, 3)' });
});
