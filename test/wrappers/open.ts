import type { Page } from '@playwright/test';
import { inputIn, type Shop } from '../e2e/shop.ts';

/** Opens a page of a wrapper; gives back all that the browser or the framework complains of. */
export const open = async (
  page: Page,
  { vault, elementsKey }: Shop,
  url: string,
  key = elementsKey,
): Promise<string[]> => {
  const complaints: string[] = [];
  const isTalk = (text: string) => /\[vite\]|Download the React DevTools/.test(text);
  page.on('console', (message) => isTalk(message.text()) || complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${url}?${new URLSearchParams({ vault, key })}`);
  return complaints;
};

export const click = (page: Page, name: string) => page.getByRole('button', { name }).click();

export const number = (page: Page) => inputIn(page, '#card', 'cc-number');

export const typeCard = async (page: Page): Promise<void> => {
  await number(page).pressSequentially('4242424242424242');
  await inputIn(page, '#card', 'cc-exp').pressSequentially('1234');
  await inputIn(page, '#card', 'cc-csc').pressSequentially('123');
};
