import { expect, type Page } from '@playwright/test';
import { inputIn, type Shop, test } from './shop.ts';

const light = 'rgb(0, 0, 0)';
const dark = 'rgb(255, 255, 255)';
const ground = 'rgb(18, 52, 86)';

/** A page in a colour of its own, with one field that has no style. */
const open = async (page: Page, { url, elementsKey }: Shop, css: string, options = {}): Promise<void> => {
  await page.goto(url);
  await page.addStyleTag({ content: `body { background: ${ground} } ${css}` });
  await page.evaluate(
    async ([key, chosen]) => {
      await window.BasisTheory.init(key, { elements: true });
      const number = window.BasisTheory.createElement('cardNumber', chosen);
      window.fields = { number };
      await number.mount('#number');
    },
    [elementsKey, options] as const,
  );
};

const textColour = (page: Page) =>
  expect.poll(() => inputIn(page, '#number').evaluate((el) => getComputedStyle(el).color));

/** The colour of what is drawn in the free right half of the field. */
const groundBehind = async (page: Page): Promise<string> => {
  const box = await page.locator('#number iframe').boundingBox();
  if (!box) throw new Error('The field is not shown.');
  const clip = { x: box.x + box.width * 0.75, y: box.y + box.height / 2, width: 1, height: 1 };
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (data) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const [red, green, blue] = context?.getImageData(0, 0, 1, 1).data ?? [];
    return `rgb(${red}, ${green}, ${blue})`;
  }, png);
};

const places = {
  'a page that says nothing': ['', light],
  'a dark page': ['html { color-scheme: dark }', dark],
  'a dark part of a light page': ['form { color-scheme: dark }', dark],
  'a light part of a dark page': ['html { color-scheme: dark } form { color-scheme: only light }', light],
} as const;

for (const [place, [css, colour]] of Object.entries(places)) {
  test(`a field without a style can be read on ${place}, and shows its ground`, async ({ page, shop }) => {
    await open(page, shop, css);
    await textColour(page).toBe(colour);
    expect(await groundBehind(page)).toBe(ground);
  });
}

test('a field is told its surroundings with the opening, and again only when they change', async ({ page, shop }) => {
  await page.addInitScript(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (...args: [unknown]) {
      const [{ name, args: given }] = args as [{ name?: string; args?: unknown[] }];
      if (name === 'update') told.push(given?.[0]);
      return postMessage.apply(this, args);
    };
  });
  const told = () => page.evaluate(() => (window as unknown as { told: { colorScheme: string }[] }).told);
  await open(page, shop, '');
  // Its size is observed once when the page is drawn next.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  expect(await told()).toEqual([]);
  await page.addStyleTag({ content: 'html { color-scheme: dark }' });
  await textColour(page).toBe(dark);
  expect((await told()).map(({ colorScheme }) => colorScheme)).toEqual(['dark']);
});

test('a field follows the page from light to dark, whatever turns it, and the reader’s own preference', async ({
  page,
  shop,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  // A page may forbid transitions, and does so for those who want no motion.
  await open(
    page,
    shop,
    '.dark { color-scheme: dark } .both { color-scheme: light dark } * { transition: none !important }',
  );
  await textColour(page).toBe(light);
  await page.evaluate(() => document.querySelector('form')?.classList.add('dark'));
  await textColour(page).toBe(dark);
  expect(await groundBehind(page)).toBe(ground);
  await page.evaluate(() => document.querySelector('form')?.setAttribute('class', 'both'));
  await textColour(page).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await textColour(page).toBe(dark);
  expect(await groundBehind(page)).toBe(ground);
});

test('a field that is hidden while the page turns dark is dark when it is shown', async ({ page, shop }) => {
  await open(page, shop, '.dark { color-scheme: dark }');
  await page.evaluate(() => {
    const container = document.querySelector<HTMLElement>('#number');
    if (container) container.style.display = 'none';
    document.documentElement.className = 'dark';
  });
  await page.evaluate(() => document.querySelector('#number')?.removeAttribute('style'));
  await textColour(page).toBe(dark);
});

test('a page may say what its field stands on, at first and later', async ({ page, shop }) => {
  await open(page, shop, '', { colorScheme: 'dark' });
  await textColour(page).toBe(dark);
  await page.evaluate(() => window.fields.number?.update({ colorScheme: 'light' }));
  await textColour(page).toBe(light);
  expect(await groundBehind(page)).toBe(ground);
});
