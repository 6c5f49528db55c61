import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { type Shop, test } from '../e2e/shop.ts';
import { blocksOf, codeBlock } from './markdown.ts';

/** A page of the guide as a merchant serves it: its script in a file, because the policy of docs/pci-dss.md allows none in the page. */
const serve = async (html: string, { vault, elementsKey }: Shop, end: string) => {
  const filled = html.replaceAll('https://vault.example', vault).replaceAll('key_…', elementsKey);
  const [inline, script = ''] = /<script type="module">([\s\S]*?)<\/script>/.exec(filled) ?? [];
  const page = filled.replace(inline ?? '', '<script type="module" src="/page.js"></script>');
  const policy = blocksOf('docs/pci-dss.md').find(({ code }) => code.startsWith('Content-Security-Policy'))?.code ?? '';
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.setHeader('content-type', `text/${isScript ? 'javascript' : 'html'}; charset=utf-8`);
    const value = policy.replace('Content-Security-Policy: ', '').replaceAll('https://vault.example', vault);
    response.setHeader('content-security-policy', value.replaceAll(/\s+/g, ' ').trim());
    response.end(
      isScript ? script + end : `<!doctype html>\n<html lang="en">\n<title>Checkout</title>\n${page}</html>`,
    );
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
};

/** The call that makes the token, as a function that the test calls once it has typed a card. */
const whenAsked = (html: string): string => {
  const call = '  const token = await bt.tokens.create(';
  if (!html.includes(call)) throw new Error(`The page does not make a token any more:\n${html}`);
  return html.replace(
    call,
    '  await new Promise((resolve) => { globalThis.pay = resolve; });\n  const token = await bt.tokens.create(',
  );
};

const typeCard = async (page: Page) => {
  const input = (name: string) => page.frameLocator('iframe').first().getByRole('textbox', { name });
  await input('Card number').pressSequentially('4242424242424242');
  await input('Expiration date').pressSequentially('1234');
  await input('Security code').pressSequentially('123');
};

for (const holds of ['<div id="card">', '<tessera-field']) {
  test(`the page with ${holds} makes a token under the policy for merchants`, async ({ page, shop }) => {
    const html = whenAsked(codeBlock('docs/elements.md', 'html', holds));
    const { url, close } = await serve(html, shop, '\nconsole.log(token.data.number);');
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(url);
    await typeCard(page);
    await page.evaluate(() => (globalThis as unknown as { pay(): void }).pay());
    await expect.poll(() => said.at(-1)).toBe('XXXXXXXXXXXX4242');
    // The browser reports what a policy forbids on the console.
    expect(said.filter((text) => /policy|refused/i.test(text))).toEqual([]);
    close();
  });
}
