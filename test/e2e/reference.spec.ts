import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { inRoot } from '../../build/root.ts';
import { test } from './shop.ts';

const axe = readFileSync(inRoot('node_modules/axe-core/axe.min.js'), 'utf8');

test('the reference finds operations, and calls them with a key that stays in its field', async ({ page, shop }) => {
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${shop.vault}/docs`);
  // Its script has no origin, so nothing that the vault's origin stores or shows is within its reach.
  expect(await page.evaluate(() => self.origin)).toBe('null');
  await expect(page.locator('#variables')).toHaveText(`VAULT=${shop.vault} KEY=key_…`);

  await page.getByRole('searchbox', { name: 'Search' }).fill('create token');
  const create = page.locator('section[id="tokens.create"]');
  await expect(create).toBeVisible();
  await expect(page.locator('section[id="logs.list"]')).toBeHidden();
  await page.goto(`${shop.vault}/docs#logs.list`);
  await expect(page.locator('section[id="logs.list"]')).toBeVisible();

  const key = page.getByRole('textbox', { name: 'API key' });
  await key.fill(shop.elementsKey);
  await create.getByText('Try it').press('Enter');
  await create.getByRole('button', { name: 'Send POST' }).press('Enter');
  await expect(create.getByRole('status')).toContainText('201');
  await expect(create.getByLabel('Body of the answer')).toContainText('"type": "token"');

  const remove = page.locator('section[id="tokens.delete"]');
  await remove.getByText('Try it').click();
  await remove.getByRole('button', { name: 'Send DELETE' }).click();
  await expect(remove.getByRole('status')).toHaveText('Fill in id first.');
  await remove.getByRole('textbox', { name: 'id', exact: true }).fill('00000000-0000-4000-8000-000000000000');
  await remove.getByRole('button', { name: 'Send DELETE' }).click();
  await expect(remove.getByRole('status')).toHaveText('Press again to delete.');
  await remove.getByRole('button', { name: 'Really delete' }).click();
  await expect(remove.getByRole('status')).toContainText('403');
  expect(problems.filter((text) => !text.includes('403'))).toEqual([]);

  await page.reload();
  await expect(key).toHaveValue('');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the reference has nothing to object to in its ${colorScheme} colours, and fits 320 pixels`, async ({
    page,
    shop,
  }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.emulateMedia({ colorScheme });
    await page.goto(`${shop.vault}/docs`);
    await page.locator('section[id="tokens.create"]').getByText('Try it').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await (
        window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
      ).axe.run();
      return violations.map(({ id }) => id);
    });
    expect(found).toEqual([]);
  });
}
