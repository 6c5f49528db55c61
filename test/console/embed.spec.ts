import { expect } from '@playwright/test';
import { at, cardNumber, complaints, expectAccessible, expectFits, test } from './console.ts';

test('a page learns what it needs to embed fields, and sees one that formats, checks and sends nothing', async ({
  page,
  served,
  context,
}) => {
  const found = complaints(page);
  const sent: string[] = [];
  page.on('request', (request) => void sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/embed'));
  await expect(page.getByText('https://shop.example', { exact: true })).toBeVisible();
  const tags = page.getByRole('region', { name: 'Script tags and policy' });
  await expect(tags.getByRole('region', { name: /^Script, pinned/ })).toContainText(
    /src="http:\S+\/js\/[0-9a-f]{16}\/basis-theory\.js"\s+integrity="sha384-/,
  );
  await expect(tags.getByRole('region', { name: /^Content-Security-Policy/ })).toContainText(
    `frame-src ${served.vault}`,
  );

  const frame = page.frameLocator('iframe[title="A field of the vault"]');
  const number = frame.getByRole('textbox').first();
  await expect(number).toBeVisible();
  await expectAccessible(page);
  await number.pressSequentially('42424242');
  await expect(number).toHaveValue('4242 4242');
  const told = page.getByRole('region', { name: 'What the page is told' });
  await expect(told).toContainText('"cardBrand": "visa"');
  await number.pressSequentially('42424242');
  await expect(told).toContainText('"cardLast4": "4242"');
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(cardNumber);
  expect(sent.filter((text) => text.includes(cardNumber))).toEqual([]);
  expect(found).toEqual([]);
  // The page may not be embedded anywhere: the address of the frame is of no use elsewhere, and usual frames do not open here.
  await page.evaluate((vault) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: `${vault}/elements/` }));
  }, served.vault);
  await expect.poll(() => page.frames().at(-1)?.url()).toBe('chrome-error://chromewebdata/');
  expect(found.filter((text) => !/frame-ancestors/i.test(text))).toEqual([]);

  await page.getByRole('combobox', { name: 'Field' }).selectOption('iban');
  await expect(frame.getByRole('textbox')).toHaveCount(1);
  await frame.getByRole('textbox').fill('DE00');
  await frame.getByRole('textbox').blur();
  await expect(told).toContainText('"errors"');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/embed');
});

test('administrators add pages that may embed fields and remove them, which the vault follows', async ({
  page,
  served,
  context,
}) => {
  const found = complaints(page);
  const policy = async () => (await fetch(`${served.vault}/elements/`)).headers.get('content-security-policy') ?? '';
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/embed'));
  const pages = page.getByRole('region', { name: 'Pages that may embed its fields' });
  const address = pages.getByRole('textbox', { name: /^A page/ });
  await expect(pages.getByText('https://shop.example', { exact: true })).toBeVisible();
  await address.fill('http://store.example');
  await pages.getByRole('button', { name: 'Add' }).click();
  await expect(pages.getByRole('alert')).toContainText('must use https');
  await expect(address).toHaveValue('http://store.example');
  await expectAccessible(page);
  expect(found.splice(0).filter((text) => !/Content Security Policy/.test(text))).toEqual([
    expect.stringContaining('400'),
  ]);
  await address.fill('https://Store.example/');
  await pages.getByRole('button', { name: 'Add' }).click();
  await expect(pages.getByRole('row', { name: /https:\/\/store\.example/ })).toBeVisible();
  await expect(pages.getByRole('alert')).toHaveCount(0);
  await expect(address).toHaveValue('');
  await expect
    .poll(policy, { timeout: 20_000 })
    .toContain('frame-ancestors https://shop.example https://store.example;');
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/embed');

  await page.goto(at(served, `/tenants/${served.tenantId}`));
  await pages.getByRole('button', { name: 'Remove: https://store.example' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove the page' });
  await expectAccessible(page);
  await dialog.getByRole('textbox').fill('https://store.example');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(pages.getByRole('row')).toHaveCount(0);
  await expect.poll(policy, { timeout: 20_000 }).not.toContain('store.example');
  expect(found.filter((text) => !/Content Security Policy/.test(text))).toEqual([]);
});

test('a developer sees the pages and changes none', async ({ page, served, context }) => {
  await served.signIn(context, 'developer');
  await page.goto(at(served, '/embed'));
  const pages = page.getByRole('region', { name: 'Pages that may embed its fields' });
  await expect(pages.getByText('https://shop.example', { exact: true })).toBeVisible();
  await expect(pages).toContainText('Pages are added by administrators of all tenants');
  await expect(pages.getByRole('button')).toHaveCount(0);
});
