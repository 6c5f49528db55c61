import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** How many frames the page has opened: what it asks each of them first is whether the vault has accepted the key. */
    opened: number;
  }
}

/** Has a page count the frames that it opens. Called before the page is opened. */
export const countOpened = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.opened = 0;
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (this: MessagePort, message: { name?: string }, ...more: []) {
      if (message.name === 'checked') window.opened += 1;
      postMessage.call(this, message, ...more);
    };
  });

/** Resolves when so many frames are open, the hidden one that keeps keys among them. */
export const whenOpened = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction((least) => window.opened >= least, count);
