import { expect } from '@playwright/test';
import { at, expectAccessible, expectFits, hostile, test, visit } from './console.ts';

/** Each view in light; in the other looks those that show every kind of part. */
const few = ['/tokens', '/tokens/{card}', '/new-application'];
const looks = {
  light: [
    ...few,
    '/overview',
    '/tokens?query=type:iban',
    '/logs',
    '/applications',
    '/developer',
    '/keys',
    '/verification',
    '/account',
  ],
  dark: few,
  ar: few,
};

for (const [look, paths] of Object.entries(looks)) {
  test(`views are accessible and fit a narrow window: ${look}`, async ({ page, served, context }) => {
    await context.addInitScript(
      (chosen) => {
        localStorage.setItem('tessera-console', JSON.stringify(chosen));
      },
      look === 'ar' ? { language: 'ar' } : { theme: look },
    );
    await served.signIn(context, 'administrator');
    await page.goto(at(served, '/developer'));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const path of paths) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await visit(page, at(served, path.replace('{card}', served.card)));
      await expectAccessible(page);
      await page.setViewportSize({ width: 320, height: 700 });
      await expectFits(page, path);
    }
    // A name that ends with a sign keeps it there, also between words that are read from the right.
    await page.goto(at(served, '/logs'));
    const name = page.getByRole('row').nth(1).locator('bdi');
    await expect(name).toHaveText(hostile.name);
    const sides = await name.evaluate(({ childNodes }) => {
      const text = [...childNodes].find(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const sideOf = (at: number) => {
        const range = document.createRange();
        range.setStart(text as Node, at);
        range.setEnd(text as Node, at + 1);
        return range.getBoundingClientRect().left;
      };
      const { length } = text?.textContent ?? '';
      return [sideOf(length - 2), sideOf(length - 1)];
    });
    expect(sides[0]).toBeLessThan(sides[1] ?? 0);
    await page.locator('.menu-button').click();
    await expect(page.locator('#menu a').first()).toBeVisible();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(look === 'ar' ? 'rtl' : 'ltr');
  });
}
