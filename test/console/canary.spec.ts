import { expect } from '@playwright/test';
import { valueForms } from '../../packages/vault/src/testing/value-forms.ts';
import { at, cardNumber, enter, test } from './console.ts';

test('no view loads, sends, shows or keeps a plaintext, and the vault logs none', async ({ page, served }) => {
  // It opens every view.
  test.slow();
  const seen: string[] = [];
  page.on('response', async (response) => void seen.push(response.url(), await response.text().catch(() => '')));
  page.on('request', (request) => void seen.push(request.url(), request.postData() ?? ''));
  page.on('console', (message) => void seen.push(message.text()));
  await enter(page, served, 'administrator', 'Ada');
  await page.goto(served.url);
  const links = page.getByRole('navigation', { name: 'Menu' }).getByRole('link');
  await expect(links.first()).toBeVisible();
  const menu = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(menu.length).toBeGreaterThan(9);
  // The page of test cards shows this number on purpose.
  const views = menu.filter((path) => !path.endsWith('/developer')).map((path) => served.url + path);
  const more = [`/tokens/${served.card}`, `/tokens?query=type:card`, `/tenants/${served.tenantId}`, '/new-application'];
  for (const address of [...views, ...more.map((path) => at(served, path))]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.skeleton')).toHaveCount(0);
    seen.push(
      await page.evaluate(async () =>
        JSON.stringify([
          document.documentElement.outerHTML,
          { ...localStorage },
          { ...sessionStorage },
          location.href,
          history.state,
          await indexedDB.databases(),
          await caches.keys(),
        ]),
      ),
    );
  }
  const all = Buffer.from([...seen, served.log()].join('\n'));
  expect(all.includes('XXXXXXXXXXXX4242')).toBe(true);
  for (const form of valueForms(cardNumber)) expect(all.includes(form), form.toString()).toBe(false);
});
