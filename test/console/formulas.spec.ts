import { expect } from '@playwright/test';
import { at, complaints, expectAccessible, expectFits, hostile, test } from './console.ts';

test('a formula is written, run with test data, used and deleted', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/new-formula'));
  const code = page.getByRole('textbox', { name: 'Code (JavaScript)' });
  await expect(code).toContainText('module.exports');
  const type = async (text: string) => {
    await code.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  };
  await page.getByRole('textbox', { name: 'Name' }).fill(hostile.image);
  const parameters = page.getByRole('region', { name: /^Request parameters/ });
  await parameters.getByRole('button', { name: 'Add one' }).click();
  await parameters.getByRole('textbox', { name: 'Name' }).fill('amount');
  await parameters.getByRole('combobox', { name: 'Type of value' }).selectOption('number');
  await expectAccessible(page);

  // Errors are marked where they are, as soon as the code has run.
  await type(
    `module.exports = async ({ args }) => {\n  console.log('${hostile.script}');\n  throw new RangeError(args.text);\n};`,
  );
  const tests = page.getByRole('region', { name: 'Run with test data' });
  const data = tests.getByRole('textbox', { name: /^Test data/ });
  await data.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(JSON.stringify({ args: { text: hostile.image } }));
  await page.keyboard.press('Control+Enter');
  await expect(tests.getByText(`RangeError: ${hostile.image}`)).toBeVisible();
  await expect(tests.getByRole('region', { name: 'Console' })).toHaveText(hostile.script);
  await expect(page.locator('.cm-fault')).toContainText('RangeError');
  await tests.getByRole('button', { name: 'Go to line 3' }).click();
  await expect(code).toBeFocused();
  await expectAccessible(page);
  await data.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{ "arg": 1 }');
  await tests.getByRole('button', { name: 'Run' }).click();
  await expect(tests.getByRole('alert')).toContainText('no “arg”');
  expect(found.splice(0)).toEqual([]);

  await type('module.exports = async ({ args }) => ({ raw: args.amount * 2 });');
  await page.keyboard.press('Control+Enter');
  await expect(tests.getByRole('alert')).toContainText('no “arg”');
  await data.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{ "args": { "amount": 21 } }');
  await page.keyboard.press('Control+Enter');
  await expect(tests.getByRole('region', { name: 'Result' })).toContainText('"raw": 42');
  await page.getByRole('button', { name: 'Create a formula' }).click();
  await expect(page).toHaveURL(/\/formulas\/[0-9a-f-]{36}$/);
  await expect(code).toContainText('args.amount * 2');
  await expect(data).toContainText('"amount": 1');

  const id = page.url().split('/').at(-1) ?? '';
  const made = await page.evaluate(
    async ([formula, tenant]) => {
      const headers = { 'content-type': 'application/json', 'Tessera-Console': '1', 'Tessera-Tenant': tenant };
      const body = JSON.stringify({ name: 'Pays <i>out</i>', formula: { id: formula }, configuration: {} });
      return (await fetch('/api/reactors', { method: 'POST', headers, body })).status;
    },
    [id, served.tenantId] as const,
  );
  expect(made).toBe(201);
  await page.reload();
  const uses = page.getByRole('region', { name: 'Reactors that run it' });
  await expect(uses.getByRole('link')).toHaveText('Pays <i>out</i>');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/formulas/{id}');
  await page.setViewportSize({ width: 1280, height: 800 });

  const remove = async () => {
    await page.getByRole('button', { name: 'Delete the formula' }).click();
    const confirm = page.getByRole('dialog', { name: 'Delete the formula' });
    await confirm.getByRole('textbox').fill(hostile.image);
    await confirm.getByRole('button', { name: 'Delete' }).click();
    return confirm;
  };
  const refused = await remove();
  await expect(refused.getByRole('alert')).toContainText('Delete the reactors of this formula first.');
  await refused.getByRole('button', { name: 'Cancel' }).click();
  await uses.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reactor');
  await page.getByRole('button', { name: 'Delete the reactor' }).click();
  const confirm = page.getByRole('dialog', { name: 'Delete the reactor' });
  await confirm.getByRole('textbox').fill('Pays <i>out</i>');
  await confirm.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/reactors$/);
  await page.goto(at(served, `/formulas/${id}`));
  await expect(uses).toContainText('No reactor runs it.');
  await remove();
  await expect(page).toHaveURL(/\/formulas$/);
  await expect(page.getByRole('link', { name: hostile.image })).toHaveCount(0);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(found).toEqual([expect.stringContaining('409')]);
});

test('an official formula is read, tried and copied', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/formulas'));
  await expect(page.getByRole('table')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('row').filter({ hasText: 'official' }).first().getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Formula');
  await expect(page.getByRole('button', { name: /Save|Delete/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Make a private copy' }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).not.toHaveValue('');
  await page.getByRole('button', { name: 'Create a formula' }).click();
  await expect(page).toHaveURL(/\/formulas\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible();
  expect(found).toEqual([]);
});
