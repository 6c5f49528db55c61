import { expect } from '@playwright/test';
import react from '@vitejs/plugin-react';
import vue from '@vitejs/plugin-vue';
import { type Either, frameOf, test } from '../e2e/either.ts';
import type {} from './pages/window.ts';
import { startPages, type WrapperPages } from './pages.ts';

const frameworks = {
  react: { plugin: react, order: ['two', 'one'] },
  vue: { plugin: vue, order: ['two', 'one'] },
};

/** What stands in a field; nothing while its frame is being replaced. */
const textOf = async (page: Either, id: string): Promise<string | undefined> => {
  try {
    const frame = await frameOf(page, id);
    return await frame.$eval('input', (input) => (input as HTMLInputElement).value);
  } catch {
    return undefined;
  }
};

const type = async (page: Either, id: string, text: string): Promise<void> => {
  const frame = await frameOf(page, id);
  const input = await frame.waitForSelector('input');
  await input?.type(text);
};

const told = (page: Either) => page.evaluate(() => window.told, undefined);

for (const [name, { plugin, order }] of Object.entries(frameworks)) {
  test.describe(`fields that ${name} moves`, { tag: '@firefox' }, () => {
    let pages: WrapperPages;
    test.beforeAll(async () => {
      pages = await startPages(plugin());
    });
    test.afterAll(() => pages.close());

    test('mount themselves again where they stand, and tell what was lost', async ({ either: page, shop }) => {
      await page.goto(
        `${pages.url}${name}-rows.html?${new URLSearchParams({ vault: shop.vault, key: shop.elementsKey })}`,
      );
      for (const id of ['one', 'two', 'far']) await type(page, id, id);
      // What a field tells of a key comes after that.
      await expect.poll(() => told(page).then((all) => all.filter((one) => one === 'change filled').length)).toBe(2);
      const since = async (act: () => Promise<unknown>) => {
        await page.evaluate(() => {
          window.told.length = 0;
        }, undefined);
        await act();
      };

      // Of two rows in another order, the framework moves one, and the other stays.
      await since(() => page.click('#reverse'));
      await expect.poll(() => told(page)).toEqual(['lost filled', 'change empty', 'ready']);
      const ids = await page.evaluate(() => [...document.querySelectorAll('li > div')].map(({ id }) => id), undefined);
      expect(ids).toEqual(order);
      await expect
        .poll(async () => [await textOf(page, 'one'), await textOf(page, 'two')].filter((text) => text === ''))
        .toHaveLength(1);

      // A script moves both.
      await since(() =>
        page.evaluate(
          () => document.querySelector('#elsewhere')?.append(document.querySelector('ul') as Element),
          undefined,
        ),
      );
      await expect.poll(() => told(page).then((all) => all.filter((one) => one === 'ready').length)).toBe(2);
      expect(await told(page)).toEqual(expect.arrayContaining(['lost filled', 'lost empty', 'change empty']));
      for (const id of ['one', 'two']) {
        await expect.poll(() => textOf(page, id)).toBe('');
        await type(page, id, 'Ada');
        await expect.poll(() => textOf(page, id)).toBe('Ada');
      }

      await since(() => page.click('#teleport'));
      await page.waitForSelector('#elsewhere #far iframe');
      await expect.poll(() => textOf(page, 'far')).toBe('');
      await type(page, 'far', 'away');
      await expect.poll(() => textOf(page, 'far')).toBe('away');
      expect(await page.evaluate(() => document.querySelectorAll('#far iframe').length, undefined)).toBe(1);
      expect(await page.evaluate(() => document.querySelector('output')?.textContent, undefined)).toBe('');
    });
  });
}
