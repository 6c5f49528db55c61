import { expect, type Page } from '@playwright/test';
import { at, type Console, enter, test } from './console.ts';

// Only ends what would never end by itself.
test.describe.configure({ timeout: 120_000 });

const code = (page: Page) => page.getByRole('textbox', { name: 'Code (JavaScript)' });
const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in with a passkey' });

/** Ends the session as another tab does that signs out, and does something that tells the page. */
const endSession = async (page: Page, act: () => Promise<void>) => {
  await page.context().clearCookies();
  await act();
  await expect(signIn(page)).toBeVisible();
};

/** Deletes what the page is of: other specs share the vault, and find none there. */
const deleteShown = async (page: Page, served: Console) => {
  const status = await page.evaluate(async (tenant) => {
    const path = location.pathname.replace(/^\/t\/[^/]+/, '');
    const headers = { 'Tessera-Console': '1', 'Tessera-Tenant': tenant };
    return (await fetch(`/api${path}`, { method: 'DELETE', headers })).status;
  }, served.tenantId);
  expect(status).toBe(204);
};

test('what was typed is there again when the same person signs in again', async ({ page, served }) => {
  await enter(page, served, 'developer', 'Ada');
  await page.goto(at(served, '/reactors'));
  await page.getByRole('link', { name: 'Create a reactor' }).first().click();
  await expect(code(page)).toContainText('module.exports');
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Payout');
  await code(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('module.exports = async () => ({ raw: 1 });');
  const save = page.getByRole('button', { name: 'Create a reactor' });
  await endSession(page, async () => {
    await save.focus();
    await page.keyboard.press('Enter');
  });
  // It is out of sight, and out of the document.
  await expect(page.getByText('once Ada signs in again')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('Payout');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goBack();
  await signIn(page).click();
  await expect(name).toHaveValue('Payout');
  await expect(code(page)).toContainText('raw: 1');
  await expect(save).toBeFocused();
  await expect(page).toHaveURL(/\/new-reactor$/);
  await expect(page.getByRole('alert')).toContainText('Sign in, then try again.');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/reactors\/[0-9a-f-]{36}$/);
  await expect(code(page)).toContainText('raw: 1');
  await deleteShown(page, served);
});

test('a session that ended in this tab goes on with one that was begun in another', async ({ page, served }) => {
  await enter(page, served, 'developer', 'Bea');
  const mine = await page.context().cookies();
  await page.goto(at(served, '/new-application'));
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Shop');
  const proxies = page.getByRole('checkbox', { name: 'create' }).first();
  await proxies.check();
  await endSession(page, () => page.getByRole('button', { name: 'Create an application' }).click());
  await page.context().addCookies(mine);
  await page.evaluate(() => dispatchEvent(new FocusEvent('focus')));
  await expect(name).toHaveValue('Shop');
  await expect(proxies).toBeChecked();
});

test('nothing of what was typed is there for somebody else', async ({ page, served, context }) => {
  await enter(page, served, 'developer', 'Cleo');
  await page.goto(at(served, '/new-application'));
  await page.getByRole('textbox', { name: 'Name' }).fill('Not for others');
  await endSession(page, () => page.getByRole('button', { name: 'Create an application' }).click());
  await served.signIn(context, 'administrator');
  await page.evaluate(() => dispatchEvent(new FocusEvent('focus')));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Create an application');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('');
});

test('secret values and what is shown once end with the session', async ({ page, served }) => {
  await enter(page, served, 'developer', 'Dee');
  await page.goto(at(served, '/new-proxy'));
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Partner');
  await page.getByRole('textbox', { name: /^Destination/ }).fill('https://api.partner.example/v1');
  const settings = page.getByRole('region', { name: 'Configuration', exact: true });
  await settings.getByRole('button', { name: 'Add one' }).click();
  await settings.getByRole('textbox', { name: 'Name' }).fill('KEY');
  await settings.getByLabel('Value').fill('hush-hush');
  await endSession(page, () => page.getByRole('button', { name: 'Create a proxy' }).click());
  await signIn(page).click();
  await expect(settings.getByRole('textbox', { name: 'Name' })).toHaveValue('KEY');
  await expect(settings.getByLabel('Value')).toHaveValue('');
  await page.getByRole('button', { name: 'Create a proxy' }).click();
  // A new setting without its value is not sent.
  await expect(settings.getByLabel('Value')).toBeFocused();
  await settings.getByLabel('Value').fill('hush');
  await page.getByRole('button', { name: 'Create a proxy' }).click();
  await expect(page).toHaveURL(/\/proxies\/[0-9a-f-]{36}$/);

  // A stored value stays where another was typed and did not outlive the session.
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible();
  await settings.getByLabel('Value').fill('other');
  await endSession(page, () => page.getByRole('button', { name: 'Save' }).click());
  await signIn(page).click();
  await expect(settings.getByLabel('Value')).toHaveValue('');
  const saved = page.waitForRequest((request) => request.method() === 'PATCH' || request.method() === 'PUT');
  await page.getByRole('button', { name: 'Save' }).click();
  expect((await saved).postData()).not.toContain('KEY');
  await deleteShown(page, served);
});

test('a key that is shown once ends with the session, also above something that is kept', async ({ page, served }) => {
  await page.clock.install();
  await enter(page, served, 'developer', 'Eve');
  await page.goto(at(served, '/new-application'));
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Shows keys');
  await page.getByRole('button', { name: 'Create an application' }).click();
  const key = page.getByRole('dialog', { name: 'The new API key' });
  await key.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Change' }).click();
  await name.fill('Renamed');
  await page.getByRole('button', { name: 'Make another key' }).click();
  await expect(key.locator('code')).toHaveText(/^key_/);
  await endSession(page, () => page.clock.fastForward('15:30'));
  await signIn(page).click();
  await expect(name).toHaveValue('Renamed');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('key_');
});
