import { expect } from '@playwright/test';
import { at, cardNumber, complaints, enter, expectAccessible, expectFits, test } from './console.ts';

test.use({ flags: ['--console-two-person', 'reveal,delete-tenant,destroy-key'] });

test('one operator asks for a value, another one approves it, and the first one sees it', async ({
  page,
  browser,
  served,
}) => {
  const found = complaints(page);
  await enter(page, served, 'administrator', 'Ada');
  await page.goto(served.url);
  const menu = page.getByRole('navigation', { name: 'Menu' });
  await menu.getByRole('link', { name: 'Approvals' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing was asked for' })).toBeVisible();
  await expectAccessible(page);

  const other = await browser.newPage();
  await enter(other, served, 'administrator', 'Bo');
  await other.goto(at(served, '/approvals'));
  await expect(other.getByRole('heading', { name: 'Nothing was asked for' })).toBeVisible();
  const ask = async () => {
    await page.goto(at(served, `/tokens/${served.card}`));
    await page.getByRole('button', { name: 'Show the value …' }).click();
    await page.getByLabel('Why do you need to see it?').fill('Dispute 4711');
    await page.keyboard.press('Enter');
  };
  await ask();
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('You have asked for it.');
  await page.keyboard.press('Escape');
  await menu.getByRole('link', { name: 'Approvals' }).click();
  await expect(page.getByText('Another operator of a role that may do this has to decide.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve with a passkey' })).toHaveCount(0);

  // Whoever comes back to the page sees what was asked for meanwhile.
  await other.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(other.getByText('Dispute 4711')).toBeVisible();
  await expectAccessible(other);
  await other.setViewportSize({ width: 320, height: 700 });
  await expectFits(other, '/approvals');
  await other.getByRole('button', { name: 'Approve with a passkey' }).focus();
  await other.keyboard.press('Enter');
  // Where the button was, which is gone.
  await expect(other.getByRole('region', { name: 'Show the value of a token approved' })).toBeFocused();
  await other.close();
  // Whoever waits for it sees so, without loading the page again.
  await expect(page.getByRole('heading', { name: 'Show the value of a token approved' })).toBeVisible();

  await ask();
  await expect(page.frameLocator('iframe').getByText(cardNumber)).toBeVisible();
  await page.goto(at(served, '/approvals'));
  await expect(page.getByRole('heading', { name: 'Show the value of a token done' })).toBeVisible();
  // The browser itself notes the answer that says that somebody else has to approve.
  expect(found.filter((text) => !/status of 403/.test(text))).toEqual([]);
});

test('a wish to delete the tenant is made and refused', async ({ page, browser, served }) => {
  await enter(page, served, 'administrator', 'Cy');
  await page.goto(at(served, `/tenants/${served.tenantId}`));
  await page.getByRole('button', { name: 'Ask to delete the tenant …' }).click();
  await page.getByLabel('Reason').fill('The customer has left');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(page.getByRole('heading', { name: 'Delete the tenant waiting' })).toBeVisible();
  const other = await browser.newPage();
  await enter(other, served, 'administrator', 'Di');
  await other.goto(at(served, '/approvals'));
  const refuse = other.getByRole('button', { name: 'Refuse with a passkey' });
  await refuse.focus();
  await page.goto(at(served, `/tokens/${served.card}`));
  await page.getByRole('button', { name: 'Show the value …' }).click();
  await page.getByLabel('Why do you need to see it?').fill('Dispute 4712');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('You have asked for it.');
  // A new wish comes above the others when somebody comes back, and not while a button may be about to be pressed.
  await other.evaluate(() => window.dispatchEvent(new Event('focus')));
  await other.waitForResponse('**/console/approvals');
  await expect(refuse).toHaveCount(1);
  await other.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(refuse).toHaveCount(2);
  await expect(refuse.last()).toBeFocused();
  const late = await browser.newPage();
  await enter(late, served, 'administrator', 'Ed');
  // It hears nothing of what becomes of them.
  await late.route('**/console/approvals', (route) =>
    route.request().headers()['tessera-console'] === 'background' ? route.abort() : route.continue(),
  );
  await late.goto(at(served, '/approvals'));
  const approve = late
    .locator('section', { hasText: 'The customer has left' })
    .getByRole('button', { name: 'Approve with a passkey' });
  await expect(approve).toBeVisible();
  await refuse.last().click();
  await expect(other.getByRole('heading', { name: 'Delete the tenant refused' })).toBeVisible();
  await other.close();
  // Whoever decides too late is told so, and sees what was decided.
  await approve.click();
  await expect(late.getByRole('alert')).toContainText('This was decided before');
  await expect(late.getByRole('heading', { name: 'Delete the tenant refused' })).toBeVisible();
  await expect(approve).toHaveCount(0);
  await late.close();
});

test('a version of the key is destroyed by two custodians', async ({ page, browser, served }) => {
  // Two people enrol, and a key goes through its whole life.
  test.slow();
  await enter(page, served, 'custodian', 'Eve');
  await page.goto(at(served, '/keys'));
  await page.getByRole('button', { name: 'Rotate the key of the tenant' }).click();
  await expect(page.getByText('Version 2 was made.')).toBeVisible();
  served.ageKeys();
  await page.reload();
  await page.getByRole('button', { name: 'Rewrap the values' }).click();
  await expect(page.getByText('The last rewrap is complete.')).toBeVisible();
  await page.getByRole('button', { name: 'Ask to destroy …' }).click();
  await page.getByLabel('Reason').fill('A backup was lost');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(page.getByRole('heading', { name: 'Destroy a version of the key waiting' })).toBeVisible();

  const other = await browser.newPage();
  await enter(other, served, 'custodian', 'Flo');
  await other.goto(at(served, '/approvals'));
  const wish = other.locator('section', { hasText: 'A backup was lost' });
  await expect(wish).toContainText('version 1');
  await wish.getByRole('button', { name: 'Approve with a passkey' }).click();
  await expect(other.getByRole('heading', { name: 'Destroy a version of the key approved' })).toBeVisible();
  await other.close();

  await page.goto(at(served, '/keys'));
  await page.getByRole('button', { name: 'Destroy …', exact: true }).click();
  const confirm = page.getByRole('dialog', { name: 'Destroy version 1 of the key' });
  await confirm.getByRole('textbox').fill((await confirm.locator('code').textContent()) ?? '');
  await confirm.getByRole('button', { name: 'Destroy' }).click();
  await expect(page.getByText('Version 1 was destroyed.')).toBeVisible();
});
