import { expect } from '@playwright/test';
import { at, cardNumber, complaints, hostile, test } from './console.ts';

test('stored text that is HTML stays text', async ({ page, served, context }) => {
  const found = complaints(page);
  await served.signIn(context, 'administrator');
  for (const path of ['/tokens', `/tokens/${served.hostile}`]) {
    await page.goto(at(served, path));
    await expect(page.getByText(hostile.image).first()).toBeVisible();
    await expect(page.getByText(hostile.script).first()).toBeVisible();
  }
  await expect(page.getByText(hostile.name).first()).toBeVisible();
  await page.goto(at(served, `/logs?entity_id=${encodeURIComponent(hostile.image)}`));
  await expect(page.getByRole('textbox', { name: 'Id', exact: true })).toHaveValue(hostile.image);
  await page.goto(at(served, `/tokens?query=${encodeURIComponent(`type:${hostile.image}`)}`));
  await expect(page.getByRole('alert')).toBeVisible();
  expect(await page.locator('img, main script, b:text-is("Reyes")').count()).toBe(0);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(found.filter((text) => /policy|trusted/i.test(text))).toEqual([]);
});

test('the same text would run if a page made HTML of it, and the policy would still refuse it', async ({
  page,
  served,
  context,
  browser,
}) => {
  const makeHtml = async (where: typeof page) => {
    await where.goto(at(served, `/tokens/${served.hostile}`));
    const text = where.getByText(hostile.image).first();
    await text.evaluate((element) => {
      const { parentElement, textContent } = element;
      if (parentElement) parentElement.innerHTML = textContent;
    });
  };
  await served.signIn(context, 'administrator');
  await expect(makeHtml(page)).rejects.toThrow(/TrustedHTML/);
  const without = await browser.newContext({ bypassCSP: true });
  await served.signIn(without, 'administrator');
  const other = await without.newPage();
  await makeHtml(other);
  await expect.poll(() => other.evaluate(() => 'ran' in window)).toBe(true);
  await without.close();
});

test('no plaintext is in what the pages load, show or keep', async ({ page, served, context }) => {
  await served.signIn(context, 'administrator');
  const loaded: string[] = [];
  page.on('response', async (response) => void loaded.push(await response.text().catch(() => '')));
  for (const path of ['/overview', '/tokens', `/tokens/${served.card}`, '/logs', '/applications']) {
    await page.goto(at(served, path));
    await expect(page.getByRole('table').first()).toBeVisible();
    const shown = await page.evaluate(() =>
      JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, location.href]),
    );
    expect(shown).not.toContain(cardNumber);
  }
  expect(loaded.join('\n')).toContain('XXXXXXXXXXXX4242');
  expect(loaded.join('\n')).not.toContain(cardNumber);
});
