import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import type { BasisTheory } from '../../packages/js/src/index.ts';
import { at, cardNumber, test } from './console.ts';

/** Calls the console as its page does. */
const call = (page: Page, method: string, path: string, tenant: string, body?: object) =>
  page.evaluate(
    async ([how, where, of, text]) => {
      const headers = { 'Tessera-Console': '1', 'Tessera-Tenant': of, 'content-type': 'application/json' };
      const answer = await fetch(where, { method: how, headers, ...(text !== undefined && { body: text }) });
      return answer.status === 204 ? {} : await answer.json();
    },
    [method, path, tenant, body && JSON.stringify(body)] as const,
  );

/** What the script of the shop has at hand. */
interface ShopWindow {
  BasisTheory: BasisTheory;
  bt: BasisTheory;
  number: ReturnType<BasisTheory['createElement']>;
}

/** Mounts a field in the shop, types a card number, and makes a token of it. Gives what the script of the shop learns. */
const pay = async (page: Page, shop: string, key: string) => {
  await page.goto(shop);
  const mounted = await page.evaluate(async (apiKey) => {
    const shopWindow = window as unknown as ShopWindow;
    const bt = await shopWindow.BasisTheory.init(apiKey, { elements: true });
    const number = bt.createElement('cardNumber');
    Object.assign(shopWindow, { bt, number });
    return await number.mount('#number').then(
      () => 'mounted',
      (error: { code?: string }) => error.code ?? String(error),
    );
  }, key);
  if (mounted !== 'mounted') return mounted;
  await page.frameLocator('iframe').locator('input').first().pressSequentially(cardNumber);
  return await tokenOf(page);
};

const tokenOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { bt, number } = window as unknown as ShopWindow;
    return bt.tokens.create({ type: 'card_number', data: number }).then(
      () => 'token',
      (error: { code?: string; data?: { type?: string } }) => error.data?.type ?? error.code ?? String(error),
    );
  });

test('a page that was added takes a card, and none any more once it was removed, also in the field that is open', async ({
  page,
  served,
  context,
  browser,
}) => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>Shop</title><div id="number"></div><script src="${served.vault}/js/basis-theory.js"></script>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const shop = `http://localhost:${(server.address() as AddressInfo).port}`;
  await served.signIn(context, 'administrator');
  await page.goto(at(served, '/embed'));
  const { key } = await call(page, 'POST', '/api/applications', served.tenantId, {
    ...{ name: 'Checkout', type: 'elements', permissions: ['token:pci:create'] },
  });
  const policy = async () => (await fetch(`${served.vault}/elements/`)).headers.get('content-security-policy') ?? '';
  const buyer = await context.newPage();
  expect(await pay(buyer, shop, key)).not.toBe('token');

  const { id } = await call(page, 'POST', '/console/page-origins', served.tenantId, { origin: shop });
  await expect.poll(policy, { timeout: 20_000 }).toContain(shop);
  // Another browser: the one above keeps for five minutes what refused it.
  const other = await browser.newPage();
  expect(await pay(other, shop, key)).toBe('token');

  await call(page, 'DELETE', `/console/page-origins/${id}`, served.tenantId);
  // Other specs count tokens.
  const [made] = (await call(page, 'GET', '/api/tokens?type=card_number', served.tenantId)).data;
  await call(page, 'DELETE', `/api/tokens/${made.id}`, served.tenantId);
  await expect.poll(policy, { timeout: 20_000 }).not.toContain(shop);
  expect(await tokenOf(other)).toBe('origin-not-pinned');
  await other.close();
  server.close();
});
