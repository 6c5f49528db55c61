import { expect, type Locator } from '@playwright/test';
import { at, test } from './console.ts';

test.beforeEach(async ({ context }) => {
  await context.addInitScript(() => localStorage.setItem('tessera-console', JSON.stringify({ language: 'ar' })));
});

test('what is English in every language says that it is, for those who hear the page', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'administrator');
  const languageOf = async (text: Locator) => {
    await expect(text).toHaveCount(1);
    return text.evaluate((element) => element.closest('[lang]')?.getAttribute('lang'));
  };
  await page.goto(at(served, '/operators'));
  const row = page.getByRole('table').getByRole('row').nth(1);
  expect(await languageOf(row.getByText('administrator', { exact: true }))).toBe('en');
  expect(await languageOf(page.locator('.account summary').getByText('administrator', { exact: true }))).toBe('en');
  expect(await languageOf(page.locator('option', { hasText: 'custodian' }))).toBe('en');
  await page.goto(at(served, `/logs?entity_id=${served.card}`));
  const last = page.getByRole('table').getByRole('row').last();
  for (const text of ['create', 'Card created'])
    expect(await languageOf(last.getByText(text, { exact: true }))).toBe('en');
  expect(await languageOf(page.getByRole('heading', { level: 1 }))).toBe('ar');

  // What a permission allows is not for the pointer alone.
  await page.goto(at(served, '/new-application'));
  const permission = page.getByRole('group', { name: 'token:pci' }).getByRole('checkbox', { name: 'delete' });
  await expect(permission).toHaveAccessibleDescription(/Delete/);
  expect(await languageOf(permission)).toBe('en');
});

test('what reads from the left stands under its heading, also where tables begin on the right', async ({
  page,
  served,
  context,
}) => {
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/overview'));
  const cell = page.getByRole('rowheader', { name: 'card', exact: true });
  await expect(cell).toBeVisible();
  const right = (place: Locator) =>
    place.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return Math.round(Math.max(...[...range.getClientRects()].map((rect) => rect.right)));
    });
  const heading = page.getByRole('table').filter({ has: cell }).getByRole('columnheader').first();
  expect(await right(cell.getByText('card'))).toBe(await right(heading));
});

test('a field is shown as on a page that reads from the right', async ({ page, served, context }) => {
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/embed'));
  const field = page.frameLocator('.preview iframe');
  const [number, code] = [field.locator('#cardNumber'), field.locator('#cardVerificationCode')];
  await expect(number).toBeVisible();
  const left = async (input: Locator) => (await input.boundingBox())?.x ?? 0;
  expect(await left(number)).toBeGreaterThan(await left(code));
});
