import { expect } from '@playwright/test';
import { at, complaints, expectAccessible, expectFits, hostile, saveIn, test } from './console.ts';

// Only ends what would never end by itself.
test.describe.configure({ timeout: 180_000 });

test('a proxy is made, its transform run, changed and deleted', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/proxies'));
  await expect(page.getByRole('heading', { name: 'There are no stored proxies yet' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Create a proxy' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(hostile.image);
  await page.getByRole('textbox', { name: /^Destination/ }).fill('https://127.0.0.1/internal');
  const answers = page.getByRole('region', { name: 'Transforms of answers', exact: true });
  await answers.getByRole('combobox').selectOption('mask');
  await answers.getByRole('button', { name: 'Add one' }).click();
  await answers.getByRole('textbox', { name: /^Regular expression/ }).fill('(\\d{12})\\d{4}');
  await answers.getByRole('textbox', { name: /^Character/ }).fill('*');
  const settings = page.getByRole('region', { name: 'Configuration', exact: true });
  await settings.getByRole('button', { name: 'Add one' }).click();
  await settings.getByRole('textbox', { name: 'Name' }).fill('KEY');
  await settings.getByLabel('Value').fill('hush-hush');
  await page.getByRole('button', { name: 'Create a proxy' }).click();
  await expect(page.getByRole('alert')).toContainText('destination_url');
  await page.getByRole('textbox', { name: /^Destination/ }).fill('https://api.partner.example/v1');
  await page.getByRole('button', { name: 'Create a proxy' }).click();
  await expect(page).toHaveURL(/\/proxies\/[0-9a-f-]{36}$/);
  expect(found.splice(0)).toEqual([expect.stringContaining('400')]);

  // The stored value is not shown; the key and the address are, and how to call it.
  await expect(settings.getByText('KEY', { exact: true })).toBeVisible();
  await expect(settings.getByLabel('Value')).toHaveValue('');
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('hush-hush');
  const calls = page.getByRole('region', { name: 'How it is called' });
  await expect(calls.getByText(`${served.vault}/proxy`).first()).toBeVisible();
  await expect(calls.getByRole('region', { name: 'curl' })).toContainText('BT-API-KEY');

  const requests = page.getByRole('region', { name: 'Transforms of requests', exact: true });
  await requests.getByRole('button', { name: 'Add one' }).click();
  const code = requests.getByRole('textbox', { name: 'Code (JavaScript)' });
  await expect(code).toContainText('module.exports');
  await code.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(
    'module.exports = async ({ args, configuration }) => ({ body: { method: args.method, key: configuration.KEY } });',
  );
  await page.keyboard.press('Control+Enter');
  await expect(requests.getByRole('region', { name: /^Result/ })).toContainText('"key": "hush-hush"');
  await requests.getByRole('combobox').selectOption('append_header');
  await requests.getByRole('button', { name: 'Add one' }).click();
  await requests.getByRole('textbox', { name: /^Where/ }).fill('X-Partner');
  await requests.getByRole('textbox', { name: /^Value/ }).fill(hostile.script);
  await requests.getByRole('button', { name: 'Up: 2. Set a header' }).click();
  await page.getByRole('checkbox', { name: /^Calls need an API key/ }).uncheck();
  await expectAccessible(page);
  await saveIn(page);
  await page.reload();
  await expect(requests.getByRole('group', { name: /1\. Set a header$/ })).toBeVisible();
  await expect(requests.getByRole('textbox', { name: /^Value/ })).toHaveValue(hostile.script);
  await expect(code).toContainText('args.method');
  await expect(answers.getByRole('textbox', { name: /^Regular expression/ })).toHaveValue('(\\d{12})\\d{4}');
  await expect(calls.getByRole('region', { name: 'curl' })).not.toContainText('BT-API-KEY');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/proxies/{id}');

  await page.getByRole('button', { name: 'Delete the proxy' }).click();
  const confirm = page.getByRole('dialog', { name: 'Delete the proxy' });
  await confirm.getByRole('textbox').fill(hostile.image);
  await confirm.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/proxies$/);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(found).toEqual([]);
});
