import { expect } from '@playwright/test';
import { at, complaints, expectAccessible, expectFits, hostile, saveIn, test } from './console.ts';

test('a reactor with code of its own is written, changed and deleted', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/reactors'));
  await expect(page.getByRole('heading', { name: 'There are no reactors yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Create a reactor' }).first().click();
  const code = page.getByRole('textbox', { name: 'Code (JavaScript)' });
  await expect(code).toContainText('module.exports');
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Name' }).fill(hostile.image);
  const configuration = page.getByRole('textbox', { name: /^Configuration/ });
  await configuration.fill('{ "KEY": ');
  await page.getByRole('button', { name: 'Create a reactor' }).click();
  await expect(page.getByRole('alert')).toContainText('The configuration is not JSON');
  await configuration.fill('{ "KEY": "sandbox" }');
  await code.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('module.exports = async () => (');
  await page.getByRole('button', { name: 'Create a reactor' }).click();
  await expect(page.getByRole('alert').getByRole('listitem')).toContainText('code');
  expect(found.splice(0)).toEqual([expect.stringContaining('400')]);
  await code.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type("module.exports = async () => ({ raw: 'one' });");
  // The field is left with Tab, as every other one.
  await page.keyboard.press('Tab');
  await expect(code).not.toBeFocused();
  await page.getByRole('button', { name: 'Create a reactor' }).click();
  await expect(page).toHaveURL(/\/reactors\/[0-9a-f-]{36}$/);
  // The editor of the page before has the same text.
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible();
  await expect(code).toContainText("raw: 'one'");
  await expectAccessible(page);

  await code.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type("module.exports = async () => ({ raw: 'two' });");
  await expect(code).toContainText("raw: 'two'");
  await saveIn(page);
  await expect(code).toHaveCount(1);
  await page.reload();
  await expect(code).toContainText("raw: 'two'");
  await expect(configuration).toHaveValue(/"KEY": "sandbox"/);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/reactors/{id}');

  await page.getByRole('button', { name: 'Delete the reactor' }).click();
  const confirm = page.getByRole('dialog', { name: 'Delete the reactor' });
  await confirm.getByRole('textbox').fill(hostile.image);
  await confirm.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/reactors$/);
  await expect(page.getByRole('heading', { name: 'There are no reactors yet' })).toBeVisible();
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(found).toEqual([]);
});
