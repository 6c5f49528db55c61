import { expect } from '@playwright/test';
import { compile } from 'svelte/compiler';
import type { Plugin } from 'vite';
import { inputIn, test } from '../e2e/shop.ts';
import { open } from './open.ts';
import type {} from './pages/window.ts';
import { startPages, type WrapperPages } from './pages.ts';

const svelte: Plugin = {
  name: 'svelte',
  transform: (code, id) => (id.endsWith('.svelte') ? compile(code, { filename: id, generate: 'client' }).js : null),
};

let pages: WrapperPages;
test.beforeAll(async () => {
  pages = await startPages(svelte);
});
test.afterAll(() => pages.close());

test('the tag in Svelte 5 calls the handlers of its events once each', async ({ page, shop }) => {
  const complaints = await open(page, shop, `${pages.url}svelte-tag.html`);
  const input = inputIn(page, '#tag');
  const told = () => page.evaluate(() => window.told);
  await input.click();
  await expect.poll(told).toEqual(['focus number', 'focusin number', 'click number']);
  await input.pressSequentially('4242424242424242');
  await input.press('Enter');
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await expect.poll(told).toContain('blur number');
  expect(await told()).toEqual(expect.arrayContaining(['change false', 'change true', 'keydown Enter']));
  expect(complaints).toEqual([]);
});
