import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { type Shop, test } from '../e2e/shop.ts';
import { codeBlock } from './markdown.ts';

const guide = 'docs/testing.md';

/** A checkout whose button makes a token of a one-frame card and says what it was paid with. */
const checkout = ({ vault, elementsKey }: Shop) => `<!doctype html>
<html lang="en">
<title>Checkout</title>
<div id="card" style="width:480px"></div><button>Pay</button><p role="status"></p>
<script src="${vault}/js/basis-theory.js"></script>
<script type="module">
const bt = await BasisTheory.init('${elementsKey}', { elements: true });
const card = bt.createElement('card');
await card.mount('#card');
document.querySelector('button').onclick = async () => {
  const token = await bt.tokens.create({ type: 'card', data: card });
  document.querySelector('p').textContent = 'Paid with ' + token.data.number;
};
</script>
</html>`;

const serve = async (html: string) => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
};

/** The steps of a block as a function of the names they use. */
const stepsOf = (code: string, names: readonly string[]) => {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  return new AsyncFunction(...names, code) as (...values: unknown[]) => Promise<void>;
};

test('the steps for Playwright fill a card and pay', async ({ page, shop }) => {
  const { url, close } = await serve(checkout(shop));
  const [, steps = ''] =
    /async \(\{ page \}\) => \{\n([\s\S]*)\n\}\);/.exec(codeBlock(guide, 'ts', 'frameLocator')) ?? [];
  await stepsOf(steps.replace('http://localhost:3000/', url), ['page', 'expect'])(page, expect);
  close();
});

/** The commands that the guide uses, with the input that cypress-real-events sends over the same protocol. */
const commandsOf = (page: Page) => {
  const queue: (() => Promise<unknown>)[] = [];
  const add = (step: () => Promise<unknown>) => void queue.push(step);
  const chain = (selector: string) => ({
    click: () => add(() => page.locator(selector).click()),
    realClick: (_: { position: 'left' }) => add(() => page.locator(selector).click({ position: { x: 2, y: 12 } })),
    should: (_: 'have.text', text: string) => add(() => expect(page.locator(selector)).toHaveText(text)),
  });
  const cy = {
    get: chain,
    contains: (selector: string, text: string) => chain(`${selector}:has-text("${text}")`),
    realType: (text: string) => add(() => page.keyboard.type(text)),
  };
  const run = async () => {
    for (const step of queue) await step();
  };
  return { cy, run };
};

test('the steps for Cypress fill a card by real input, and pay', async ({ page, shop }) => {
  const { url, close } = await serve(checkout(shop));
  await page.goto(url);
  await expect(page.frameLocator('#card iframe').getByLabel('Card number')).toBeVisible();
  const { cy, run } = commandsOf(page);
  await stepsOf(codeBlock(guide, 'ts', 'cy.get'), ['cy'])(cy);
  await run();
  close();
});

test('the lines about the mock run in Node', () => {
  const code = `${codeBlock(guide, 'ts', 'setupServer')}\nconsole.log(JSON.stringify({ token, status }));`;
  const flags = ['--conditions=@tessera/source', '--input-type=module-typescript', '--eval', code];
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const said = execFileSync(process.execPath, flags, { cwd, encoding: 'utf8' });
  expect(JSON.parse(said)).toMatchObject({ token: { type: 'token', metadata: { order: '42' } }, status: 404 });
});
