import { expect, type Page } from '@playwright/test';
import { at, complaints, expectAccessible, expectFits, hostile, test } from './console.ts';

// Only ends what would never end by itself.
test.describe.configure({ timeout: 180_000 });

const codeOf = (page: Page) => page.getByRole('textbox', { name: 'Code (JavaScript)' });
const testsOf = (page: Page) => page.getByRole('region', { name: 'Run with test data' });

test('code is run with test data, and its errors are marked', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/new-formula'));
  const code = codeOf(page);
  await expect(code).toContainText('module.exports');
  const type = async (text: string) => {
    await code.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  };
  await page.getByRole('textbox', { name: 'Name' }).fill(hostile.image);
  const parameters = page.getByRole('region', { name: /^Request parameters/ });
  const declare = async (name: string, type: string) => {
    await parameters.getByRole('button', { name: 'Add one' }).click();
    await parameters.getByRole('textbox', { name: 'Name' }).last().fill(name);
    await parameters.getByRole('combobox', { name: 'Type of value' }).last().selectOption(type);
  };
  await declare('gone', 'number');
  await parameters.getByRole('combobox', { name: 'Type of value' }).selectOption('boolean');
  await declare('amount', 'number');
  await parameters.getByRole('button', { name: 'Remove: gone' }).click();
  await expect(parameters.getByRole('textbox', { name: 'Name' })).toHaveValue('amount');
  await expect(parameters.getByRole('combobox', { name: 'Type of value' })).toHaveValue('number');
  await expectAccessible(page);

  // Errors are marked where they are, as soon as the code has run.
  await type(
    `module.exports = async ({ args }) => {\n  console.log('${hostile.script}');\n  throw new RangeError(args.text);\n};`,
  );
  const tests = testsOf(page);
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
  await expect(tests.getByRole('alert')).toContainText('and not: arg');
  expect(found.splice(0)).toEqual([]);

  await type('module.exports = async ({ args }) => ({ raw: args.amount * 2 });');
  await page.keyboard.press('Control+Enter');
  await expect(tests.getByRole('alert')).toContainText('and not: arg');
  await data.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{ "args": { "amount": 21 } }');
  await page.keyboard.press('Control+Enter');
  await expect(tests.getByRole('region', { name: 'Result' })).toContainText('"raw": 42');
  await page.getByRole('button', { name: 'Create a formula' }).click();
  await expect(page).toHaveURL(/\/formulas\/[0-9a-f-]{36}$/);
  await expect(code).toContainText('args.amount * 2');
  await expect(tests.getByRole('textbox', { name: /^Test data/ })).toContainText('"amount": 1');
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(found).toEqual([]);
});

test('a formula that reactors run is not deleted, and then is', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/formulas'));
  await expect(page.getByRole('table')).toBeVisible();
  const make = (path: string, body: object) =>
    page.evaluate(
      async ([to, sent, tenant]) => {
        const headers = { 'content-type': 'application/json', 'Tessera-Console': '1', 'Tessera-Tenant': tenant };
        const answer = await fetch(`/api${to}`, { method: 'POST', headers, body: sent });
        return ((await answer.json()) as { id: string }).id;
      },
      [path, JSON.stringify(body), served.tenantId] as const,
    );
  const id = await make('/reactor-formulas', {
    ...{ name: hostile.script, description: hostile.image, type: 'private', source_token_type: 'card' },
    code: 'module.exports = () => 1',
  });
  await make('/reactors', { name: 'Pays <i>out</i>', formula: { id }, configuration: {} });
  await page.goto(at(served, `/formulas/${id}`));
  const uses = page.getByRole('region', { name: 'Reactors that run it' });
  await expect(uses.getByRole('link')).toHaveText('Pays <i>out</i>');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/formulas/{id}');
  await page.setViewportSize({ width: 1280, height: 800 });

  const remove = async () => {
    await page.getByRole('button', { name: 'Delete the formula' }).click();
    const confirm = page.getByRole('dialog', { name: 'Delete the formula' });
    await confirm.getByRole('textbox').fill(hostile.script);
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
  await expect(page.getByRole('link', { name: hostile.script })).toHaveCount(0);
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
