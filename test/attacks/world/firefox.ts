/*
 * Firefox behind the part of Playwright's interface that the attacks use, so that the same attacks run in both browsers.
 * What is not here throws when it is called: such an attack is not for Firefox, and playwright.config.ts leaves it out.
 */
import type { BrowserContext } from '@playwright/test';
import type { Browser, ElementHandle, Frame, KeyInput, Page } from 'puppeteer-core';
import { launchFirefox } from '../../../packages/frame/src/view/testing/firefox.ts';

type Script = ((arg: never) => unknown) | string;

/** How long an element may take to appear, in milliseconds. */
const patience = 20_000;

/** One press of a key with the keys that are held meanwhile: `Control+a`. */
const press = async ({ keyboard }: Page, chord: string): Promise<void> => {
  const keys = chord.split('+') as KeyInput[];
  const held = keys.slice(0, -1);
  for (const key of held) await keyboard.down(key);
  for (const key of keys.slice(-1)) await keyboard.press(key);
  for (const key of held.toReversed()) await keyboard.up(key);
};

const run = (target: Pick<Frame, 'evaluate'>, script: Script, arg: unknown): Promise<unknown> =>
  typeof script === 'string' ? target.evaluate(script) : target.evaluate(script as (arg: unknown) => unknown, arg);

/** `iframe >> nth=1` names one of several. */
const find = async (frame: Frame, selector: string, last: boolean): Promise<ElementHandle<Element>> => {
  const [css = '', nth] = selector.split(' >> nth=');
  await frame.waitForSelector(css, { timeout: patience });
  const all = await frame.$$(css);
  const found = all.at(last ? -1 : Number(nth ?? 0));
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
};

const locatorIn = (page: Page, frameOf: () => Promise<Frame>, selector: string, last = false): object => {
  const element = async () => find(await frameOf(), selector, last);
  const focused = async () => {
    const found = await element();
    await found.focus();
    return found;
  };
  return {
    last: () => locatorIn(page, frameOf, selector, true),
    waitFor: element,
    pressSequentially: async (text: string) => {
      await focused();
      await page.keyboard.type(text);
    },
    press: async (chord: string) => {
      await focused();
      await press(page, chord);
    },
    inputValue: async () => (await element()).evaluate((input) => (input as HTMLInputElement).value),
    getAttribute: async (name: string) => (await element()).evaluate((found, asked) => found.getAttribute(asked), name),
    evaluate: async (script: (element: Element, arg: unknown) => unknown, arg: unknown) =>
      (await element()).evaluate(script, arg),
    elementHandle: async () => {
      const found = (await element()) as ElementHandle<HTMLIFrameElement>;
      return { contentFrame: async () => frameIn(page, await found.contentFrame()) };
    },
  };
};

const frameIn = (page: Page, frame: Frame): object => ({
  url: () => frame.url(),
  content: () => frame.content(),
  evaluate: (script: Script, arg: unknown) => run(frame, script, arg),
  locator: (selector: string) => locatorIn(page, async () => frame, selector),
});

const pageOf = (page: Page): object => {
  const main = async () => page.mainFrame();
  return {
    ...frameIn(page, page.mainFrame()),
    goto: (url: string) => page.goto(url),
    frames: () => page.frames().map((frame) => frameIn(page, frame)),
    frameLocator: (outer: string) => ({
      locator: (selector: string) => {
        const frameOf = async () =>
          ((await find(page.mainFrame(), outer, false)) as ElementHandle<HTMLIFrameElement>).contentFrame();
        return locatorIn(page, frameOf, selector);
      },
    }),
    locator: (selector: string) => locatorIn(page, main, selector),
    keyboard: { type: (text: string) => page.keyboard.type(text) },
    addScriptTag: ({ url }: { url: string }) => page.addScriptTag({ url }),
  };
};

/** A context of Firefox with nothing in it, as far as the attacks need one. */
const openContext = async (firefox: Browser): Promise<BrowserContext> => {
  const context = await firefox.createBrowserContext();
  const pages: object[] = [];
  const prepare: ((page: Page) => Promise<unknown>)[] = [];
  const facade = {
    pages: () => pages,
    newPage: async () => {
      const page = await context.newPage();
      for (const step of prepare) await step(page);
      const opened = pageOf(page);
      pages.push(opened);
      return opened;
    },
    exposeBinding: async (name: string, hear: (source: undefined, ...args: unknown[]) => unknown) => {
      prepare.push((page) => page.exposeFunction(name, (...args: unknown[]) => hear(undefined, ...args)));
    },
    addInitScript: async (script: () => void) => {
      prepare.push((page) => page.evaluateOnNewDocument(script));
    },
    on: (event: 'console' | 'weberror', listener: (said: object) => void) => {
      prepare.push(async (page) => {
        if (event === 'weberror') page.on('pageerror', (error) => listener({ error: () => error }));
        else {
          page.on('console', (message) =>
            listener({ text: () => message.text(), location: () => ({ url: message.location().url ?? '' }) }),
          );
        }
      });
    },
    close: () => context.close(),
  };
  return facade as unknown as BrowserContext;
};

/** Starts a Firefox whose every request goes to a proxy, as Chromium's do. */
export const openFirefox = async (proxy: string) => {
  const { hostname, port } = new URL(proxy);
  const firefox = await launchFirefox({
    'network.proxy.type': 1,
    'network.proxy.http': hostname,
    'network.proxy.http_port': Number(port),
    'network.proxy.ssl': hostname,
    'network.proxy.ssl_port': Number(port),
    'network.proxy.allow_hijacking_localhost': true,
    'network.proxy.testing_localhost_is_secure_when_hijacked': true,
  });
  return { openContext: () => openContext(firefox), close: () => firefox.close() };
};
