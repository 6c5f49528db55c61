import { expect } from '@playwright/test';
import { addAuthenticator, at, enter, expectAccessible, expectFits, test } from './console.ts';

test('an operator enrols by a link that works once, adds a passkey, signs out and in again', async ({
  page,
  served,
}) => {
  await addAuthenticator(page);
  const link = await served.invite('support', 'Grace');
  await page.goto(link);
  expect(page.url()).not.toContain('#');
  await page.getByRole('textbox', { name: 'A name for it' }).fill('Laptop');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await expect(page.locator('.account')).toContainText('Grace');

  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Passkeys' }).click();
  await expect(page.getByRole('rowheader', { name: 'Laptop' })).toBeVisible();
  await expect(page.getByText('this one')).toBeVisible();
  await page.locator('.account summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/sign-in$/);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');

  await page.goto(link);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});

test('nobody who is not signed in sees more than where to sign in', async ({ page, served }) => {
  await page.goto(at(served, '/tokens'));
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${served.url}/enrol`);
  await expect(page.getByRole('alert')).toContainText('the whole link');
  await page.goto(`${served.url}/enrol#secret`);
  await expect(page.getByRole('button', { name: 'Make a passkey' })).toBeVisible();
  expect(page.url()).not.toContain('secret');
  await expectAccessible(page);
});

test('a command stands in one piece where lines begin on the right', async ({ page, served, context }) => {
  await context.addInitScript(() => localStorage.setItem('tessera-console', JSON.stringify({ language: 'ar' })));
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(`${served.url}/sign-in`);
  const command = page.locator('p > code');
  await expect(command).toHaveText('tessera-vault operators invite');
  expect(await command.evaluate((code) => code.getClientRects().length)).toBe(1);
  await expectFits(page, '/sign-in');
});

test('a session that ends leads to signing in, at the same address', async ({ page, served, context }) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/logs'));
  await expect(page.getByRole('table')).toBeVisible();
  await context.clearCookies();
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Tokens' }).click();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
  await expect(page).toHaveURL(/\/tokens$/);
});

test('whoever signs in again is where the session had ended, at the heading', async ({ page, served }) => {
  await enter(page, served, 'auditor', 'Ida');
  await page.goto(at(served, '/logs'));
  await expect(page.getByRole('table')).toBeVisible();
  await page.context().clearCookies();
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Applications' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Applications');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('somebody who does nothing is told before the session ends, and may stay', async ({ page, served, context }) => {
  // The clock of this browser is an hour ahead of that of the server.
  await page.clock.install({ time: Date.now() + 3_600_000 });
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/logs'));
  await expect(page.getByRole('table')).toBeVisible();
  const soon = page.getByRole('dialog', { name: 'You will be signed out in a minute' });
  await page.clock.fastForward('14:30');
  await soon.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(soon).toBeHidden();
  await page.clock.fastForward('14:30');
  await expect(soon).toBeVisible();
  await page.clock.fastForward('01:00');
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeFocused();
  await expect(page.getByRole('table')).toHaveCount(0);
});
