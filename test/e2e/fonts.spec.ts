import { expect, type Page } from '@playwright/test';
import type { ElementStyle } from '@tessera/js';
import { blocks } from './font.ts';
import { inputIn, test } from './shop.ts';

/** What the frame has of fonts, and how wide ten digits are in its input. */
const seen = (page: Page) =>
  inputIn(page, '#number').evaluate((input) => {
    const pen = document.createElement('canvas').getContext('2d');
    if (!pen) throw new Error('There is no canvas.');
    const { fontSize, fontFamily } = getComputedStyle(input);
    pen.font = `${fontSize} ${fontFamily}`;
    const faces = [...document.fonts].map(
      ({ family, status, weight }) => `${family.replaceAll('"', '')} ${weight} ${status}`,
    );
    return { faces, width: Math.round(pen.measureText('0123456789').width) };
  });

/** Mounts a number field in this style. */
const mount = (page: Page, key: string, style: ElementStyle) =>
  page.evaluate(
    async ([key, style]) => {
      await window.BasisTheory.init(key, { elements: true });
      const number = window.BasisTheory.createElement('cardNumber', { style });
      window.fields = { number };
      window.heard = [];
      number.on('warning', (event) => window.heard.push(event));
      await number.mount('#number');
    },
    [key, style] as const,
  );

const base = { fontSize: '20px', fontFamily: 'Shop Blocks, monospace' };
/** Ten digits of 800 units in 20 pixels; those of other fonts are narrower. */
const inBlocks = 160;

test('a font from an origin that the operator allows is loaded at once and applies', async ({ page, shop }) => {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(shop.url);
  const src = `${shop.url}blocks.ttf`;
  await mount(page, shop.elementsKey, { base, fonts: [{ family: 'Shop Blocks', src, weight: '100 900' }] });
  await expect.poll(() => seen(page)).toEqual({ faces: ['Shop Blocks 100 900 loaded'], width: inBlocks });
  expect(await page.evaluate(() => window.heard)).toEqual([]);

  await page.evaluate(() => window.fields.number?.update({ style: { base: { fontSize: '20px' } } }));
  await expect.poll(() => seen(page).then(({ faces }) => faces)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the bytes of a font apply, when it is made and when it is updated, and all else is told', async ({
  page,
  shop,
}) => {
  await page.goto(shop.url);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.evaluate(
    async ([key, bytes, base]) => {
      const src = new Uint8Array(bytes).buffer;
      await window.BasisTheory.init(key, { elements: true });
      const number = window.BasisTheory.createElement('cardNumber', {
        style: { base, fonts: [{ family: 'Shop Blocks', src }] },
      });
      window.fields = { number };
      window.heard = [];
      number.on('warning', (event) => window.heard.push(event));
      await number.mount('#number');
    },
    [shop.elementsKey, [...blocks], base] as const,
  );
  const shown = { faces: ['Shop Blocks normal loaded'], width: inBlocks };
  await expect.poll(() => seen(page)).toEqual(shown);

  await page.evaluate(
    ([bytes, base]) => {
      const src = new Uint8Array(bytes).buffer;
      const fonts = [
        'https://fonts.googleapis.com/css2?family=Inter',
        { family: 'Inter', src: 'https://fonts.gstatic.com/s/inter/v13/x.woff2' },
        { family: 'Inter, Arial', src },
        { family: 'Inter', src, weight: 'url(x)' },
        { family: 'Inter', src: new ArrayBuffer(100) },
        { family: 'Shop Blocks', src },
        { family: 'Huge', src: new ArrayBuffer(1_000_000) },
      ];
      return window.fields.number?.update({ style: { base, fonts } });
    },
    [[...blocks], base] as const,
  );
  const warnings = [
    ['fonts.0', 'font-needs-family-and-src'],
    ['fonts.1', 'font-origin-not-allowed'],
    ['fonts.2', 'value-not-allowed'],
    ['fonts.3', 'value-not-allowed'],
    ['fonts.4', 'font-not-loaded'],
    ['fonts.6', 'value-not-allowed'],
  ].map(([property, reason]) => ({ property, reason }));
  await expect.poll(() => page.evaluate(() => window.heard)).toEqual([{ type: 'warning', warnings }]);
  expect(await seen(page)).toEqual(shown);
  expect(asked.filter((url) => !url.startsWith(shop.vault))).toEqual([]);
});
