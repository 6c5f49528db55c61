import { expect } from '@playwright/test';
import { at, complaints, expectAccessible, test } from './console.ts';

test('the overview says how the vault is, what was called, and what tokens there are', async ({
  page,
  served,
  context,
}) => {
  const found = complaints(page);
  await served.signIn(context, 'custodian');
  await page.goto(served.url);
  await expect(page).toHaveURL(/\/overview$/);
  const fact = (name: string) => page.locator('dl.figures > div', { has: page.getByText(name, { exact: true }) });
  await expect(fact('Store')).toContainText('accepts writes');
  await expect(fact('Root key')).toContainText('can be used');
  // Another spec may have rotated it.
  await expect(fact('Key of the tenant')).toContainText(/version \d+/);
  await expect(fact('Tokens')).toContainText('3');
  await expect(fact('Active this month')).toContainText('3');
  // Counts come to the store every ten seconds.
  await expect(async () => {
    await page.getByRole('button', { name: 'Load again' }).click();
    await expect(page.getByText(/^Calls answered: \d+/)).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(page.locator('.plot canvas')).toHaveCount(1);
  await page.getByText('Show as a table').click();
  const calls = page.getByRole('region', { name: 'Calls of the last 24 hours' });
  await expect(calls.getByRole('columnheader')).toHaveText(['Hour from', 'Calls', 'Refused', 'Failed']);
  await expectAccessible(page);
  // A custodian sees how many tokens there are, and none of them.
  const types = page.getByRole('region', { name: 'Tokens by type' });
  await expect(types.getByRole('row')).toHaveCount(4);
  await expect(types.getByRole('link')).toHaveCount(0);
  expect(found).toEqual([]);
});

test('the overview tells what needs somebody, and where that is looked into', async ({ page, served, context }) => {
  await served.signIn(context, 'administrator');
  await page.route('**/console/overview', async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    await route.fulfill({
      response,
      json: {
        ...answer,
        store: 'failing',
        tokens: { ...answer.tokens, total: 0, by_type: [] },
        calls: [],
        warnings: [
          { kind: 'store-failing', urgent: true, message: 'In English, for programs.' },
          { kind: 'of-a-later-version', urgent: false, message: 'See the <b>log</b> of the vault.' },
        ],
      },
    });
  });
  await page.goto(at(served, '/overview'));
  await expect(page.getByText('Now: The store does not keep what it is given.')).toBeVisible();
  await expect(page.getByText('Soon: See the <b>log</b> of the vault.')).toBeVisible();
  await expect(page.getByText('accepts no writes')).toBeVisible();
  await expect(page.getByText('Nothing was called in the last 24 hours.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'There are no tokens yet' })).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/console/overview');
  await page.route('**/console/overview', (route) => route.abort());
  await page.getByRole('button', { name: 'Load again' }).click();
  await expect(page.getByRole('alert')).toContainText('The vault may be stopped or out of reach.');
});
