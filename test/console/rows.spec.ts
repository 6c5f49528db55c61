import { expect } from '@playwright/test';
import { at, test } from './console.ts';

test('what is changed keeps the focus nearby, though the control that did it is gone', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/applications'));
  await page.getByRole('table').getByRole('link').first().click();
  const access = page.getByRole('region', { name: 'Access', exact: true });
  const press = async (name: string) => {
    await access.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
  };
  for (const end of ['Cancel', 'Save']) {
    await press('Change');
    await expect(access.getByRole('textbox', { name: 'Name' })).toBeVisible();
    await expect(access).toBeFocused();
    await press(end);
    await expect(access.getByRole('button', { name: 'Change' })).toBeVisible();
    await expect(access).toBeFocused();
  }

  await page.goto(at(served, '/new-proxy'));
  const requests = page.getByRole('region', { name: 'Transforms of requests', exact: true });
  await requests.getByRole('combobox').selectOption('append_header');
  const add = requests.getByRole('button', { name: 'Add one' });
  const where = requests.getByRole('textbox', { name: /^Where/ });
  for (const count of [1, 2]) {
    await add.focus();
    await page.keyboard.press('Enter');
    await expect(where).toHaveCount(count);
    // Whoever adds a row goes on in it.
    await expect(where.last()).toBeFocused();
  }
  await page.keyboard.type('X-Last');
  await requests.getByRole('button', { name: /^Up: 2/ }).focus();
  // The second time it is the first already, and stays.
  for (const _ of ['up', 'no further']) {
    await page.keyboard.press('Enter');
    await expect(where.first()).toHaveValue('X-Last');
    await expect(requests.getByRole('button', { name: /^Up: 1/ })).toBeFocused();
  }
  const removeFirst = async () => {
    await requests.getByRole('button', { name: /^Remove: 1/ }).focus();
    await page.keyboard.press('Enter');
  };
  // The next row, and not its button: another press would remove that as well.
  await removeFirst();
  await expect(requests.getByRole('group')).toHaveCount(1);
  await expect(requests.getByRole('group')).toBeFocused();
  await removeFirst();
  await expect(requests.getByRole('group')).toHaveCount(0);
  await expect(add).toBeFocused();
});

test('rows of settings and of what a formula asks for take the focus along', async ({ page, served, context }) => {
  await served.signIn(context, 'developer');
  for (const [path, name] of [
    ['/new-proxy', 'Configuration'],
    ['/new-formula', 'Request parameters'],
  ] as const) {
    await page.goto(at(served, path));
    const list = page.getByRole('region', { name });
    const add = list.getByRole('button', { name: 'Add one' });
    for (const called of ['first', 'second']) {
      await add.click();
      await expect(list.getByRole('textbox', { name: 'Name' }).last()).toBeFocused();
      await page.keyboard.type(called);
    }
    await list.getByRole('button', { name: 'Remove: second' }).click();
    await expect(list.getByRole('group')).toBeFocused();
    await list.getByRole('button', { name: 'Remove: first' }).click();
    await expect(add).toBeFocused();
  }
});

test('Escape closes the menu of a narrow window and goes back to its button', async ({ page, served, context }) => {
  await page.setViewportSize({ width: 360, height: 700 });
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/account'));
  const button = page.getByRole('button', { name: 'Menu' });
  const links = page.getByRole('navigation', { name: 'Menu' }).getByRole('link');
  for (const stay of [true, false]) {
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(links.first()).toBeVisible();
    if (!stay) await links.nth(2).focus();
    await page.keyboard.press('Escape');
    await expect(links.first()).toBeHidden();
    await expect(button).toBeFocused();
    await expect(button).toHaveAttribute('aria-expanded', 'false');
  }
});
