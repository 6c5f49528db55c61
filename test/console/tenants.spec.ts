import { expect } from '@playwright/test';
import { at, complaints, expectAccessible, expectFits, hostile, test } from './console.ts';

test('a tenant is made, limited, renamed, and deleted by its name', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/tenants'));
  const list = page.getByRole('region', { name: 'Tenants' });
  await expect(list.getByRole('row')).toHaveCount(2);
  await page.getByRole('textbox', { name: 'Name' }).fill(hostile.image);
  await page.getByRole('spinbutton', { name: 'Tokens a day' }).fill('5');
  await page.getByRole('checkbox', { name: /^Test mode/ }).check();
  await page.getByRole('button', { name: 'Make a tenant' }).click();
  // Pages of this vault name no tenant, so a second one would stop their fields.
  await expect(page.getByRole('alert')).toContainText('With another tenant, fields stop working');
  expect(found.splice(0)).toEqual([expect.stringContaining('409')]);
  await page.getByRole('checkbox', { name: /^Go on although/ }).check();
  await page.getByRole('button', { name: 'Make a tenant' }).click();
  const key = page.getByRole('dialog', { name: 'The new API key' });
  await expect(key.locator('code')).toHaveText(/^key_/);
  await key.getByRole('button', { name: 'Done' }).click();
  await expect(list.getByRole('row', { name: hostile.image })).toContainText('Test mode');
  const chosen = page.getByRole('combobox', { name: 'Tenant' });
  await expect(chosen.getByRole('option')).toHaveCount(2);
  // It names the tenant of the page, whichever way leads there.
  await chosen.selectOption({ label: hostile.image });
  await expect(page).not.toHaveURL(new RegExp(served.tenantId));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(served.tenantId));
  await expect(chosen).toHaveValue(served.tenantId);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/tenants');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole('link', { name: hostile.image }).click();
  await expect(page.getByRole('spinbutton', { name: 'Tokens a day' })).toHaveValue('5');
  await page.getByRole('spinbutton', { name: 'Megabytes a day' }).fill('20');
  const quota = page.locator('section', { has: page.getByRole('heading', { name: 'What it may store in a day' }) });
  await quota.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('Second');
  await page.getByRole('checkbox', { name: /^When the same data comes again/ }).check();
  const settings = page.locator('section', { has: page.getByRole('heading', { name: 'Settings' }) });
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Second' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('spinbutton', { name: 'Megabytes a day' })).toHaveValue('20');
  await expect(page.getByRole('checkbox', { name: /^When the same data comes again/ })).toBeChecked();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/tenants/{id}');

  await page.getByRole('button', { name: 'Delete the tenant' }).click();
  const confirm = page.getByRole('dialog', { name: 'Delete the tenant' });
  await expect(confirm).toContainText('Tokens: 0; applications with their API keys: 1.');
  await confirm.getByRole('textbox').fill('second');
  await expect(confirm.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await confirm.getByRole('textbox').fill('Second');
  await confirm.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(at(served, '/overview'));
  await expect(page.getByRole('combobox', { name: 'Tenant' })).toHaveCount(0);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(found).toEqual([]);
});
