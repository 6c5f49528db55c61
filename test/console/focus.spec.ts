import { expect } from '@playwright/test';
import { at, test } from './console.ts';

test('a key that is shown once stays in sight when the session is about to end', async ({ page, served, context }) => {
  await page.clock.install();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/applications'));
  await page.getByRole('table').getByRole('link').first().click();
  const another = page.getByRole('button', { name: 'Make another key' });
  await another.focus();
  await page.keyboard.press('Enter');
  const key = page.getByRole('dialog', { name: 'The new API key' });
  const shown = await key.locator('code').textContent();
  expect(shown).toMatch(/^key_/);
  // What is said while a dialog is open stands in it: nobody sees or hears what is behind.
  await key.getByRole('button', { name: 'Copy' }).click();
  await expect(key.getByText('Copied')).toBeVisible();

  await page.clock.fastForward('14:30');
  const soon = page.getByRole('dialog', { name: 'You will be signed out in a minute' });
  await soon.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(soon).toHaveCount(0);
  await expect(key.locator('code')).toHaveText(shown ?? '');
  await key.getByRole('button', { name: 'Done' }).click();
  await expect(key).toHaveCount(0);
  await expect(another).toBeFocused();
});

test('what is typed outlives the warning that the session is about to end', async ({ page, served, context }) => {
  await page.clock.install();
  await served.signIn(context, 'administrator');
  await page.goto(at(served, `/tokens/${served.card}`));
  await page.getByRole('button', { name: 'Show the value …' }).click();
  const reason = page.getByLabel('Why do you need to see it?');
  await reason.fill('Dispute 4711');
  await page.clock.fastForward('14:30');
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(reason).toHaveValue('Dispute 4711');
  await expect(reason).toBeFocused();
});

test('a session does not end while somebody types, or works in another tab', async ({ page, served, context }) => {
  await page.clock.install();
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/new-application'));
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Sh');
  const soon = page.getByRole('dialog', { name: 'You will be signed out in a minute' });
  const other = await context.newPage();
  await other.goto(at(served, '/logs'));
  await expect(other.getByRole('table')).toBeVisible();

  await page.clock.fastForward('13:00');
  const [told] = await Promise.all([
    page.waitForResponse((response) => response.url() === `${served.url}/session`),
    name.pressSequentially('op'),
  ]);
  expect(told.request().headers()['tessera-console']).toBe('1');
  await page.clock.fastForward('13:00');
  await expect(name).toHaveValue('Shop');
  await expect(soon).toHaveCount(0);

  const called = other.waitForResponse((response) => response.url().includes('/api/applications'));
  await other.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Applications' }).click();
  await called;
  await expect(other.getByRole('table')).toBeVisible();
  await page.clock.fastForward('13:00');
  await expect(name).toHaveValue('Shop');
  await expect(soon).toHaveCount(0);
});

test('the focus comes back from dialogs and from the palette, however they are closed', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, `/tokens/${served.card}`));
  const remove = page.getByRole('button', { name: /^Delete the token/ });
  const dialog = page.getByRole('dialog');
  for (const close of ['Cancel', 'Escape']) {
    await remove.focus();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    if (close === 'Escape') await page.keyboard.press(close);
    else await dialog.getByRole('button', { name: close }).click();
    await expect(dialog).toHaveCount(0);
    await expect(remove).toBeFocused();
  }
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find or go to' })).toBeFocused();
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(remove).toBeFocused();
});

test('a form that is saved keeps the focus, and what stands in the one beside it', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, `/tenants/${served.tenantId}`));
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Not saved yet');
  const quota = page.locator('section', { has: page.getByRole('heading', { name: 'What it may store in a day' }) });
  const save = quota.getByRole('button', { name: 'Save' });
  await save.focus();
  const asked = page.waitForResponse(
    (response) => response.request().method() === 'GET' && response.url().endsWith('/console/tenants'),
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await asked;
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
  await expect(save).toBeFocused();
  await expect(name).toHaveValue('Not saved yet');
});

test('the last key that an application may have leaves the focus at the button that made it', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/new-application'));
  await page.getByRole('textbox', { name: 'Name' }).fill('Has three keys');
  await page.getByRole('button', { name: 'Create an application' }).click();
  const key = page.getByRole('dialog', { name: 'The new API key' });
  const done = key.getByRole('button', { name: 'Done' });
  await done.click();
  const another = page.getByRole('button', { name: 'Make another key' });
  for (const _ of ['second', 'third']) {
    await another.focus();
    await page.keyboard.press('Enter');
    await done.focus();
    await page.keyboard.press('Enter');
    await expect(key).toHaveCount(0);
    await expect(another).toBeFocused();
  }
  await expect(page.getByText('An application has at most 3 keys')).toBeVisible();
  await expect(another).toHaveAttribute('aria-disabled', 'true');
});

test('Escape closes the sheet of the account and goes back to what opened it', async ({ page, served, context }) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/account'));
  const summary = page.locator('.account summary');
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: 'Colours' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('.account')).not.toHaveAttribute('open');
  await expect(summary).toBeFocused();
});

test('the button that saves the log keeps the focus while it works, and what came of it is said where it was quiet', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'auditor');
  await page.goto(at(served, '/logs'));
  const save = page.getByRole('button', { name: 'Save as CSV' });
  const said = page.getByRole('status').filter({ hasText: /saved/ });
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(/size=1000/, async (route) => {
    await held;
    await route.continue();
  });
  await save.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(save).toBeFocused();
  await expect(said).toHaveCount(0);
  const [file] = await Promise.all([page.waitForEvent('download'), go()]);
  expect(file.suggestedFilename()).toMatch(/csv$/);
  await expect(said).toBeVisible();
  await expect(save).toBeFocused();
});
