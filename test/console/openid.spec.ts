import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import {
  type Company,
  clientId,
  clientSecret,
  startCompany,
} from '../../packages/vault/src/console/openid/testing/company.ts';
import { dataFolder } from '../processes/vault-process.ts';
import { addAuthenticator, at, test as base, complaints, enter, expectAccessible, expectFits } from './console.ts';

const test = base.extend<object, { company: Company }>({
  company: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what the fixture needs
    async ({}, use) => {
      const company = await startCompany();
      await use(company);
      await company.close();
    },
    { scope: 'worker' },
  ],
  flags: [
    async ({ company }, use) => {
      const folder = dataFolder();
      const [ca, secret] = [join(folder.path, 'ca.pem'), join(folder.path, 'secret')];
      writeFileSync(ca, company.ca);
      writeFileSync(secret, clientSecret);
      await use([
        ...['--console-oidc-issuer', company.issuer, '--console-oidc-client-id', clientId],
        ...['--console-oidc-secret', `file:${secret}`, '--console-oidc-name', 'Company', '--egress-ca', ca],
      ]);
      folder.remove();
    },
    { scope: 'worker' },
  ],
  served: [
    async ({ served, company }, use) => {
      company.admit(`${served.url}/session/openid/callback`);
      await use(served);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

// The certificate of the provider is one of this test alone.
test.use({ ignoreHTTPSErrors: true });

/** Signs in on the provider's own page. */
const signInThere = async (page: Page, account: string) => {
  await expect(page.getByRole('heading', { name: 'Company' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Account' }).fill(account);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

test('somebody who was invited signs in with the company, and then adds a passkey', async ({ page, served }) => {
  const found = complaints(page);
  await addAuthenticator(page);
  await page.goto(await served.invite('administrator', 'Grace'));
  await page.getByRole('button', { name: 'Use my account at Company' }).click();
  await signInThere(page, 'grace');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  expect(page.url()).not.toMatch(/code|state/);

  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Passkeys' }).click();
  await expect(page.getByRole('rowheader', { name: /grace@company\.example/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'A name for another passkey' }).fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in with Company again' }).click();
  // The company knows the browser, and asks again all the same.
  await signInThere(page, 'grace');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Passkeys and sessions');
  await page.getByRole('textbox', { name: 'A name for another passkey' }).fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByRole('rowheader', { name: 'Laptop' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove' })).toHaveCount(2);
  // The browser notes the one refusal, which is what asks for signing in again.
  expect(found).toEqual([expect.stringContaining('403')]);

  // No page that was shown has what the provider sent along.
  await page.goBack();
  expect(page.url()).not.toMatch(/code=|state=/);
  expect(served.log()).not.toMatch(/code=|state=|eyJ/);
});

test('the company signs somebody in where the session had ended, at the same place', async ({ page, served }) => {
  await page.goto(await served.invite('auditor', 'Ada'));
  await page.getByRole('button', { name: 'Use my account at Company' }).click();
  await signInThere(page, 'ada');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await page.context().clearCookies({ name: 'tessera-console' });
  await page.goto(at(served, '/logs?entity_type=operator'));
  // The company still knows who it is.
  await page.getByRole('button', { name: 'Sign in with Company' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Logs');
  await expect(page).toHaveURL(/\/logs\?entity_type=operator$/);
});

test('whoever the company knows and nobody invited is told so, once', async ({ page, served }) => {
  const found = complaints(page);
  await page.goto(`${served.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Company' }).click();
  await signInThere(page, 'eve');
  await expect(page.getByRole('alert')).toHaveText(/not linked to an operator/);
  await expect(page).toHaveURL(`${served.url}/sign-in`);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, '/sign-in');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in with Company' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(found.filter((text) => !/401/.test(text))).toEqual([]);
});

test('whoever leaves the company’s page is back at the sign-in page', async ({ page, served }) => {
  await page.goto(`${served.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Company' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('alert')).toHaveText(/let nobody in, or you left it/);
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeEnabled();
});

test('somebody with a passkey links an account, signs in with it, and signs out here and at the company', async ({
  page,
  served,
}) => {
  const found = complaints(page);
  await enter(page, served, 'auditor', 'Mary');
  await page.goto(at(served, '/account'));
  await page.getByRole('button', { name: 'Link my account at Company' }).click();
  await signInThere(page, 'mary');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Passkeys and sessions');
  const accounts = page.getByRole('region', { name: 'Accounts' });
  await expect(accounts.getByRole('rowheader', { name: /mary@company\.example/ })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/account');
  await page.setViewportSize({ width: 1280, height: 800 });

  // Of a session that began with a passkey, the company knows nothing that would have to end.
  const signOut = async () => {
    await page.locator('details.account summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  };
  await signOut();
  const there = page.getByRole('link', { name: 'Sign out at Company too' });
  await expect(there).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign in with Company' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await signOut();
  await expect(there).toBeVisible();
  await expectAccessible(page);
  expect(found).toEqual([]);
  await there.click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page.getByText('Sign-out Success')).toBeVisible();
  await page.goto(`${served.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Company' }).click();
  // The company asks again who it is.
  await signInThere(page, 'mary');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
});
