import { expect, type Frame, type Locator, type Page } from '@playwright/test';
import type { ElementType } from '@tessera/elements';
import type { Ending } from '../toolkit/toolkit.ts';
import { shopOrigin, vaultOrigin, type World } from './fixtures.ts';

/** A card that is good until 2034. */
export const card = { number: '4242424242424242', expiry: '12/34', code: '123' };

/** What most attacks need, and what a shop has. */
export const oneField = { number: 'cardNumber' } as const;
export const splitFields = {
  number: 'cardNumber',
  expiry: 'cardExpirationDate',
  code: 'cardVerificationCode',
} as const;

/** Any text, where only that there is one counts. */
export const someText: unknown = expect.any(String);

/** What an attempt that succeeded gave, as text; empty for one that did not. */
export const gained = (ending: Ending): string =>
  ending !== 'pending' && 'value' in ending ? String(ending.value) : '';

/** The one input of the frame under an element of the page. */
export const inputIn = (page: Page, id: string): Locator => page.frameLocator(`#${id} iframe`).locator('input');

type Fields = Readonly<Partial<Record<keyof typeof splitFields, ElementType>>>;

/** Opens the shop and mounts its fields, as the shop itself does. With an early frame, that is the first of them. */
export const openShop = async (
  world: World,
  fields: Fields = oneField,
  url = world.early ? `${shopOrigin}/?shop` : shopOrigin,
): Promise<Page> => {
  const page = await world.open(url);
  await page.evaluate(([key, types]) => window.attack.mount(key, types), [
    world.accounts.acme.elements,
    fields,
  ] as const);
  return page;
};

/** Types as a customer does, key by key, into the fields that there are. */
export const typeCard = async (page: Page, typed = card): Promise<void> => {
  for (const id of await page.evaluate(() => Object.keys(window.attack.fields))) {
    if (id in typed) await inputIn(page, id).pressSequentially(typed[id as keyof typeof card]);
  }
};

/** Puts a document of another origin into a page, as an ad or a widget would stand there. */
export const embed = async (page: Page, url: string): Promise<Frame> => {
  const index = await page.evaluate((address) => window.attack.addFrame(address), url);
  const handle = await page.locator('body > iframe').last().elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error(`There is no frame ${index} for ${url}.`);
  return frame;
};

/** The document inside the iframe under an element of the page. */
export const fieldOf = async (page: Page, id: string): Promise<Frame> => {
  const frame = await (await page.locator(`#${id} iframe`).elementHandle())?.contentFrame();
  if (!frame) throw new Error(`There is no field in #${id}.`);
  return frame;
};

/** The requests that reached a host, as `METHOD /path`. */
export const requestsTo = ({ requests }: World, host: string): string[] =>
  requests.filter(({ url }) => url.hostname === host).map(({ method, url }) => `${method} ${url.pathname}`);

/** Tokens that were asked for. */
export const posts = (world: World): string[] =>
  requestsTo(world, 'vault.localhost').filter((request) => request.startsWith('POST'));

/** The hosts that were sent a text, in the body, the address or a header. */
export const hostsThatGot = ({ requests }: World, text: string): string[] => [
  ...new Set(
    requests
      .filter(({ url, headers, body }) => `${url.href} ${JSON.stringify(headers)} ${body}`.includes(text))
      .map(({ url }) => url.hostname),
  ),
];

/** Whether a frame's own script ran far enough to listen for an opening. */
export const started = async (world: World): Promise<boolean> =>
  (await world.heard()).some(({ kind, origin }) => kind === 'listens' && origin === vaultOrigin);
