import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { at, complaints, expectAccessible, hostile, test } from './console.ts';

test('an operator finds a token by keyboard, sees it masked, its children, and who saw it', async ({
  page,
  served,
  context,
}) => {
  const found = complaints(page);
  await served.signIn(context, 'administrator');
  await page.goto(served.url);
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Tokens' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tokens');

  const query = page.getByRole('combobox', { name: 'Search tokens' });
  await query.pressSequentially('ty');
  await query.press('ArrowDown');
  await query.press('Enter');
  await expect(query).toHaveValue('type:');
  await query.pressSequentially('car');
  const suggestions = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  await expect(suggestions).toHaveText([/^\s*card /, /^\s*card_number /]);
  await query.press('ArrowDown');
  await query.press('Enter');
  await query.press('Escape');
  await query.press('Enter');
  await expect(page).toHaveURL(/query=type%3Acard/);
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').last()).toContainText('XXXXXXXXXXXX4242');

  await page.getByRole('link', { name: served.card }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Token');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByText('XXXXXXXXXXXX4242')).toBeVisible();
  await expect(page.getByText('two words')).toBeVisible();
  const children = page.getByRole('group', { name: 'Children' });
  await expect(children.getByRole('link')).toHaveCount(2);
  await expect(page.getByRole('heading', { name: 'Who did what with it' })).toBeVisible();
  // The newest entries alone: other specs have looked at this token, too.
  await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText(/\(you\)[\s\S]*Card retrieved masked/);

  await children.getByRole('link', { name: /social_security_number/ }).click();
  await expect(page).toHaveURL(new RegExp(`/tokens/${served.child}$`));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/tokens/${served.card}$`));
  await expect(page.getByText('XXXXXXXXXXXX4242')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(query).toHaveValue('type:card');
  expect(found).toEqual([]);
});

test('a query that cannot be read is answered beside its field, and an unknown token with what to do', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/tokens?query=type:card%20AND'));
  await expect(page.getByRole('alert')).toContainText('comparison is missing');
  await page.goto(at(served, '/tokens?query=type:iban'));
  await expect(page.getByRole('heading', { name: 'No token matches' })).toBeVisible();
  await page.goto(at(served, '/tokens/no-such-token'));
  await expect(page.getByRole('alert')).toContainText('It was deleted, has another id, or belongs to another tenant.');
  await page.route('**/api/**', (route) => route.abort());
  await page.goto(at(served, '/logs'));
  await expect(page.getByRole('alert')).toContainText('The vault may be stopped or out of reach.');
  await page.unroute('**/api/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table')).toBeVisible();
});

test('an application is made from a job, gets a second key, and is deleted by its name', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/applications'));
  await page.getByRole('link', { name: 'Create an application' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(hostile.image);
  const type = page.getByRole('combobox', { name: 'Type' });
  for (const each of ['public', 'server_to_server', 'public']) await type.selectOption(each);
  await page.getByRole('radio', { name: /^A back end/ }).check();
  await expect(type).toHaveValue('server_to_server');
  await expect(page.locator('.matrix .cell.full')).toHaveCount(24);
  await page.getByRole('button', { name: 'Create an application' }).click();
  const key = page.getByRole('dialog', { name: 'The new API key' });
  await expect(key.locator('code')).toHaveText(/^key_/);
  await expectAccessible(page);
  await key.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(hostile.image)).toBeVisible();

  await page.getByRole('button', { name: 'Make another key' }).click();
  await expect(key.locator('code')).toHaveText(/^key_/);
  await key.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('region', { name: 'API keys' }).getByRole('row')).toHaveCount(3);

  await page.getByRole('button', { name: 'Change' }).click();
  // Two spaces in a row, and an accent of its own: nobody sees either, and nobody has to type them.
  await page.getByRole('textbox', { name: 'Name' }).fill('Cafe\u0301  Shop');
  await page.getByRole('group', { name: 'token:pii' }).getByRole('checkbox', { name: 'delete' }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  // Its name is asked for as it is known then.
  await expect(page.getByRole('button', { name: 'Change' })).toBeVisible();
  await expect(page.locator('.matrix .cell.full')).toHaveCount(23);

  await page.getByRole('button', { name: 'Delete the application' }).click();
  const confirm = page.getByRole('dialog', { name: 'Delete the application' });
  await confirm.getByRole('textbox').fill('caf\u00e9 Shop');
  await expect(confirm.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await confirm.getByRole('textbox').fill('Caf\u00e9 Shop');
  await confirm.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/applications$/);
  await expect(page.getByRole('link', { name: 'Shop' })).toHaveCount(0);
});

test('a request is sent for the operator, and written as code', async ({ page, served, context }) => {
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/developer'));
  await expect(page.getByRole('button', { name: 'Send as yourself' })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Body (JSON)' }).fill('{ "type": ');
  await expect(page.getByRole('alert')).toContainText('This is not JSON yet');
  await page.getByRole('combobox', { name: 'Request' }).selectOption('GET /applications');
  await expect(page).toHaveURL(/request=applications\.list/);
  await page.getByRole('button', { name: 'Send as yourself' }).click();
  await expect(page.getByText('"pagination"')).toBeVisible();
  await expect(page.getByText('await bt.applications.list()')).toBeVisible();
  await expect(page.getByText(`curl '${served.vault}/applications'`)).toBeVisible();
  const request = page.getByRole('combobox', { name: 'Request' });
  await request.selectOption({ index: 0 });
  await expect(page).not.toHaveURL(/applications\.list/);
  await page.goBack();
  await expect(page).toHaveURL(/applications\.list/);
  await expect(request).toHaveValue('applications.list');
});

test('the palette leads everywhere by keyboard', async ({ page, served, context }) => {
  await served.signIn(context, 'administrator');
  await page.goto(served.url);
  await expect(page.getByRole('table')).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find or go to' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await expectAccessible(page);
  // The last of what is offered is below the others, out of sight at first.
  await page.keyboard.press('ArrowUp');
  const last = palette.getByRole('option').last();
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await expect(last).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.type('log');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/logs$/);
  await expect(palette).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(served.card);
  await expect(palette.getByRole('option').first()).toHaveText(/Open the token/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/tokens/${served.card}$`));
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('logs are filtered by address, and saved whole as CSV without formulas and as JSON lines', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'auditor');
  await page.goto(at(served, `/logs?entity_id=${served.card}`));
  await expect(page.getByRole('row').last()).toContainText('create');
  await expect(page.getByRole('textbox', { name: 'Id', exact: true })).toHaveValue(served.card);
  const save = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await download.path(), 'utf8');
  };
  const lines = (await save('Save as JSON lines')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).entity_id)).toEqual(lines.map(() => served.card));
  await expect(page.getByText(new RegExp(`^${lines.length} entr(y|ies) saved\\.$`))).toBeVisible();
  const rows = (await save('Save as CSV')).trim().split('\r\n');
  expect(rows).toHaveLength(lines.length + 1);
  expect(rows[0]).toContain('"entity_id"');

  await page.getByRole('combobox', { name: 'Kind' }).selectOption('application');
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill('');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/logs\?entity_type=application$/);
  await expect(page.getByRole('row').nth(1).getByText('Application', { exact: true })).toBeVisible();
  await page.goto(at(served, '/logs?entity_type=operator_session'));
  await expect(page.getByRole('combobox', { name: 'Kind' }).getByRole('option', { selected: true })).toHaveText(
    'Session of an operator',
  );
  await expect(page.getByRole('row').nth(1).getByText('Session of an operator', { exact: true })).toBeVisible();
  await expect(page.getByText('operator_session')).toHaveCount(0);
});

test('an entry says from where it is and what changed, and its trace id leads to all that the request left', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'auditor');
  await page.goto(at(served, `/logs?entity_id=${served.card}`));
  const row = page.getByRole('row').last();
  await expect(row).toContainText('From: 127.0.0.1');
  const link = row.getByRole('cell', { name: 'Card created' }).getByRole('link');
  const trace = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByRole('textbox', { name: 'Trace id' })).toHaveValue(trace);
  await expect(page).toHaveURL(new RegExp(`trace_id=${trace}$`));
  await expect(page.getByRole('row').nth(1)).toContainText(served.card);
});
