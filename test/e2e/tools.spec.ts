import { expect } from '@playwright/test';
import { launchFirefox } from '../../packages/frame/src/view/testing/firefox.ts';
import { inputIn, type Shop, test } from './shop.ts';
import { drivers } from './tools/web-driver.ts';

/** Mounts a field, in every tool's own way of running a script. */
const mount = `const { BasisTheory } = window;
  await BasisTheory.init(args[0], { elements: true });
  window.fields = { number: BasisTheory.createElement('cardNumber') };
  await window.fields.number.mount('#number');`;

const told = `const { empty, complete } = window.fields.number.metadata;
  return [empty, complete, window.fields.number.cardMetadata.cardLast4 ?? null];`;

for (const [name, open] of Object.entries(drivers)) {
  test(`${name} types, clears and sets values, as Selenium and WebdriverIO do`, async ({ shop }) => {
    const driven = await open();
    try {
      await driven.navigate(shop.url);
      expect(await driven.run(mount, shop.elementsKey)).toBe(null);
      const input = await driven.inputIn('#number');
      await driven.type(input, '4242424242424242');
      expect(await driven.value(input)).toBe('4242 4242 4242 4242');
      await driven.clear(input);
      expect(await driven.value(input)).toBe('');
      await driven.leave();
      expect(await driven.run(told)).toEqual([true, false, null]);
      // Twice, because the second would find what the first has left.
      for (const number of ['5555555555554444', '4000056655665556']) {
        const again = await driven.inputIn('#number');
        await driven.clear(again);
        await driven.type(again, number);
        expect(await driven.value(again)).toBe(number.replace(/(.{4})(?=.)/g, '$1 '));
        await driven.leave();
        expect(await driven.run(told)).toEqual([false, true, number.slice(-4)]);
      }
    } finally {
      await driven.close();
    }
  });
}

test('Playwright fills, clears and types', async ({ page, shop }) => {
  await page.goto(shop.url);
  await page.evaluate(`(async (args) => { ${mount} })([${JSON.stringify(shop.elementsKey)}])`);
  const input = inputIn(page, '#number');
  const now = () => page.evaluate(`(() => { ${told} })()`);
  await input.fill('4242424242424242');
  await expect.poll(now).toEqual([false, true, '4242']);
  await input.clear();
  await expect(input).toHaveValue('');
  await expect.poll(now).toEqual([true, false, null]);
  await input.pressSequentially('5555555555554444');
  await input.fill('4000056655665556');
  await expect(input).toHaveValue('4000 0566 5566 5556');
  await expect.poll(now).toEqual([false, true, '5556']);
});

const fillWithPuppeteer = async ({ url, elementsKey }: Shop): Promise<unknown[]> => {
  const browser = await launchFirefox();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.evaluate(`(async (args) => { ${mount} })([${JSON.stringify(elementsKey)}])`);
    const frame = await (await page.waitForSelector('#number iframe'))?.contentFrame();
    const input = frame?.locator('input');
    const value = () => frame?.$eval('input', (element) => element.value);
    await input?.fill('4242424242424242');
    const first = await value();
    await input?.fill('5555555555554444');
    return [first, await value(), await page.evaluate(`(() => { ${told} })()`)];
  } finally {
    await browser.close();
  }
};

test('Puppeteer fills in Firefox, and fills again', async ({ shop }) => {
  expect(await fillWithPuppeteer(shop)).toEqual(['4242 4242 4242 4242', '5555 5555 5555 4444', [false, true, '4444']]);
});
