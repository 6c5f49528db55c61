import { expect, type Page, type Route } from '@playwright/test';
import { inputIn, type Shop, test } from './shop.ts';

declare global {
  interface Window {
    /** How the last mounting ended, or that it has not. */
    outcome: Promise<string>;
    /** When its iframe had loaded whatever came. */
    loaded: Promise<void>;
  }
}

/** Begins to mount a field, on a page whose clock stands still unless the test puts it forward. */
const begin = async (page: Page, url: string, key: string): Promise<void> => {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
  await page.goto(url);
  await page.evaluate(async (elementsKey) => {
    await window.BasisTheory.init(elementsKey, { elements: true });
    window.fields = { number: window.BasisTheory.createElement('cardNumber') };
  }, key);
  await mount(page);
};

const mount = (page: Page) =>
  page.evaluate(() => {
    const { number } = window.fields;
    window.loaded = new Promise((resolve) => {
      document.addEventListener('load', () => resolve(), { capture: true, once: true });
    });
    window.outcome = Promise.resolve(number?.mount('#number')).then(
      () => 'mounted',
      ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
    );
  });

const outcome = (page: Page) => page.evaluate(() => Promise.race([window.outcome, Promise.resolve('pending')]));

const loaded = (page: Page) => page.evaluate(() => window.loaded);

/** The mounting ends with that code when the clock reaches the bound, and not long before. */
const endsAfter = async (page: Page, bound: number, failure: RegExp): Promise<void> => {
  await page.clock.fastForward(bound - 1);
  expect(await outcome(page)).toBe('pending');
  await page.clock.fastForward(1);
  await expect.poll(() => outcome(page)).toMatch(failure);
  expect(await page.locator('iframe').count()).toBe(0);
};

/** The network is well again: the same element can be mounted and typed into. */
const retries = async (page: Page): Promise<void> => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await mount(page);
  await expect.poll(() => outcome(page)).toBe('mounted');
  await inputIn(page, '#number').pressSequentially('4242');
  await expect(inputIn(page, '#number')).toHaveValue('4242');
};

const html = 'text/html; charset=utf-8';

/** What may come in place of a frame's document. */
const replaced: Readonly<Record<string, readonly [path: RegExp, handle: (route: Route) => Promise<void>]>> = {
  'a page that is not found': [/\/elements\/$/, (route) => route.fulfill({ status: 404, contentType: html, body: '' })],
  'a page of somebody on the way': [
    /\/elements\/$/,
    (route) => route.fulfill({ contentType: html, body: '<h1>Log in to this network</h1>' }),
  ],
  'a page with a script of somebody on the way': [
    /\/elements\/$/,
    (route) =>
      route.fulfill({ contentType: html, body: '<script>parent.postMessage({ type: "ready" }, "*")</script>' }),
  ],
  'nothing, for an extension': [/\/elements\/$/, (route) => route.abort('blockedbyclient')],
  'nothing, for want of a server': [/\/elements\/$/, (route) => route.abort('connectionrefused')],
};

for (const [name, [path, handle]] of Object.entries(replaced)) {
  test(`case 25: with ${name} in its place, a frame is unreachable five seconds after it loaded, and a retry works`, async ({
    page,
    shop,
  }) => {
    await page.route((url) => url.origin === shop.vault && path.test(url.pathname), handle);
    await begin(page, shop.url, shop.elementsKey);
    await loaded(page);
    await endsAfter(page, 5_000, /^frame-unreachable: /);
    await retries(page);
  });
}

/** Holds answers back until it is told to let them go. */
const hold = async (page: Page, { vault }: Shop, path: RegExp) => {
  const held: Route[] = [];
  await page.route(
    (url) => url.origin === vault && path.test(url.pathname),
    (route) => void held.push(route),
  );
  return {
    isAsked: () => expect.poll(() => held.length).toBe(1),
    letGo: () => Promise.all(held.splice(0).map((route) => route.continue())),
  };
};

for (const [name, path] of [
  ['the document', /\/elements\/$/],
  ['the answer about the key', /\/applications\/key$/],
] as const) {
  test(`case 25: ${name} of a frame may take its time, though not for ever, and a retry works`, async ({
    page,
    shop,
  }) => {
    const first = await hold(page, shop, path);
    await begin(page, shop.url, shop.elementsKey);
    await first.isAsked();
    await page.clock.fastForward(14_999);
    expect(await outcome(page)).toBe('pending');
    await first.letGo();
    await expect.poll(() => outcome(page)).toBe('mounted');

    await page.evaluate(() => window.fields.number?.unmount());
    await page.unrouteAll();
    const never = await hold(page, shop, path);
    await mount(page);
    await never.isAsked();
    await endsAfter(page, 15_000, path.test('/applications/key') ? /^timeout: / : /^frame-unreachable: /);
    await retries(page);
  });
}
