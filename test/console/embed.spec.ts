import { expect } from '@playwright/test';
import { at, cardNumber, complaints, expectAccessible, expectFits, test } from './console.ts';

test.use({ flags: ['--allowed-origins', 'https://shop.example'] });

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
  // The page may not be embedded anywhere: the address of the frame is of no use elsewhere, and usual frames do not open here.
  await page.evaluate((vault) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: `${vault}/elements/` }));
  }, served.vault);
  await expect.poll(() => page.frames().at(-1)?.url()).toBe('chrome-error://chromewebdata/');
  // What the frame tried to ask the vault, and the usual frame here: both were refused by a policy.
  expect(found.filter((text) => !/Content Security Policy|frame-ancestors/i.test(text))).toEqual([]);

  await page.getByRole('combobox', { name: 'Field' }).selectOption('iban');
  await expect(frame.getByRole('textbox')).toHaveCount(1);
  await frame.getByRole('textbox').fill('DE00');
  await frame.getByRole('textbox').blur();
  await expect(told).toContainText('"errors"');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, '/embed');
});
