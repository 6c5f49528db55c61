import { expect } from '@playwright/test';
import { addAuthenticator, at, complaints, expectAccessible, hostile, test } from './console.ts';

test('an administrator invites somebody, sees how the person signs in, ends the session and revokes the person', async ({
  page,
  served,
  context,
  browser,
}) => {
  const found = complaints(page);
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/operators'));
  await page.getByRole('textbox', { name: 'Name' }).fill(hostile.image);
  await page.getByRole('combobox', { name: 'Role' }).selectOption('support');
  await expect(page.getByText('looks up tokens, with masked values, and their history.')).toBeVisible();
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog', { name: 'The link of the invitation' });
  const link = await dialog.locator('.secret code').innerText();
  expect(link.startsWith(`${served.url}/enrol#`)).toBe(true);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: hostile.image })).toContainText('invited, no passkey yet');

  const theirs = await browser.newContext();
  const invited = await theirs.newPage();
  await addAuthenticator(invited);
  await invited.goto(link);
  await invited.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(invited.getByRole('navigation', { name: 'Menu' })).toBeVisible();
  await expect(invited.getByRole('link', { name: 'Operators' })).toHaveCount(0);

  await page.getByRole('link', { name: hostile.image }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Operator');
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await expect(passkeys.getByRole('row')).toHaveCount(2);
  await expect(passkeys.getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('region', { name: 'Sessions' }).getByRole('button', { name: 'End' }).click();
  await expect(page.getByText('None: this person is not signed in.')).toBeVisible();
  await invited.getByRole('link', { name: 'Tokens' }).click();
  await expect(invited.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await page.getByRole('button', { name: 'Revoke' }).click();
  const confirm = page.getByRole('dialog', { name: 'Revoke the operator' });
  await expect(confirm.getByRole('button', { name: 'Revoke' })).toBeDisabled();
  await confirm.getByRole('textbox').fill(hostile.image);
  await confirm.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('definition').filter({ hasText: 'revoked' })).toBeVisible();
  await invited.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(invited.getByRole('alert')).toBeVisible();
  await theirs.close();
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(found).toEqual([]);
});

test('an auditor sees who there is, and changes nobody', async ({ page, served, context }) => {
  await served.signIn(context, 'auditor');
  await page.goto(at(served, '/operators'));
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invite' })).toHaveCount(0);
  await page
    .getByRole('row', { name: /\(you\)/ })
    .getByRole('link')
    .click();
  await expect(page.getByRole('region', { name: 'Sessions' })).toContainText('this one');
  await expect(page.getByRole('main').getByRole('button', { name: /Revoke|End|Remove/ })).toHaveCount(0);
  await expectAccessible(page);
});
