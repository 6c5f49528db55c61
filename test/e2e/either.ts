import type { Frame, Page } from '@playwright/test';
import { launchFirefox } from '../../packages/frame/src/view/testing/firefox.ts';
import { test as inShop } from './shop.ts';

/** As much of a page as Playwright and Puppeteer, which drives Firefox, have in common. */
export type Either = Pick<Page, 'goto' | 'click' | '$' | 'waitForSelector' | 'focus'> & {
  readonly keyboard: Pick<Page['keyboard'], 'press' | 'type'>;
  addScriptTag(script: { url: string }): Promise<unknown>;
  evaluate<Result, Arg>(script: (arg: Arg) => Result, arg: Arg): Promise<Awaited<Result>>;
  frames(): Pick<Frame, 'evaluate'>[];
};

/** Tests with a page of the browser that their project names. With the tag `@firefox` they run in both. */
export const test = inShop.extend<
  { either: Either },
  { engine: 'chromium' | 'firefox'; firefox: () => Promise<Awaited<ReturnType<typeof launchFirefox>>> }
>({
  engine: ['chromium', { option: true, scope: 'worker' }],
  /** Starts Firefox once, where it is needed. */
  firefox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      let started: ReturnType<typeof launchFirefox> | undefined;
      await use(() => {
        started ??= launchFirefox();
        return started;
      });
      await (await started)?.close();
    },
    { scope: 'worker' },
  ],
  either: async ({ engine, browser, firefox }, use) => {
    // Nothing is left in it by the test before.
    const context = engine === 'firefox' ? await (await firefox()).createBrowserContext() : await browser.newContext();
    await use((await context.newPage()) as unknown as Either);
    await context.close();
  },
});

/** The frame of a field, once its input is there. */
export const frameOf = async (page: Either, id: string): Promise<Frame> => {
  const iframe = await page.waitForSelector(`#${id} iframe`);
  const frame = await iframe?.contentFrame();
  if (!frame) throw new Error(`There is no frame in #${id}.`);
  await frame.waitForSelector('input');
  return frame;
};

/** Where a key would go: the id of an element of the page, or that of an input in a frame. */
export const focused = async (page: Either): Promise<string> => {
  for (const frame of page.frames().slice(1)) {
    const id = await frame
      .evaluate(() => (document.hasFocus() ? (document.activeElement?.id ?? '') : ''))
      // A frame that is going away has no focus.
      .catch(() => '');
    if (id !== '') return id;
  }
  return page.evaluate(() => document.activeElement?.id ?? '', undefined);
};
