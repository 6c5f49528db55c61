import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { test as base } from './console.ts';

const test = base.extend<{ elsewhere: (html: string) => Promise<string> }>({
  /** Serves a page of another site: to browsers, 127.0.0.1 is another one than localhost. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what the fixture needs
  elsewhere: async ({}, use) => {
    let page = '';
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(page);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use(async (html) => {
      page = html;
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    });
    server.closeAllConnections();
    server.close();
  },
});

test('another site cannot show the console in a frame, and could without its policy', async ({
  page,
  served,
  context,
  elsewhere,
}) => {
  await served.signIn(context, 'administrator');
  const evil = await elsewhere(`<iframe src="${served.url}/sign-in"></iframe>`);
  await page.goto(evil);
  await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
  await page.route(`${served.url}/sign-in`, async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto(evil);
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
});

test('another site cannot act with the session of an operator', async ({ page, served, context, elsewhere }) => {
  await served.signIn(context, 'administrator');
  const evil = await elsewhere(
    `<form method="post" action="${served.url}/api/applications" enctype="text/plain"><button>Win</button></form>`,
  );
  const before = served.log().length;
  await page.goto(evil);
  const called = await page.evaluate(async (url) => {
    const send = (init: RequestInit) =>
      fetch(url, { credentials: 'include', ...init }).then(({ type }) => type, String);
    return [
      await send({ method: 'POST', mode: 'no-cors', body: '{}' }),
      await send({
        method: 'POST',
        headers: { 'Tessera-Console': '1', 'content-type': 'application/json' },
        body: '{}',
      }),
      await send({ method: 'DELETE' }),
      await send({}),
    ];
  }, `${served.url}/api/applications`);
  // What needs no question beforehand is sent and refused, and no answer can be read. Nothing else is sent at all.
  for (const thrown of called) expect(thrown).toContain('Failed to fetch');
  await page.getByRole('button', { name: 'Win' }).click();
  await expect(page.locator('body')).toContainText('foreign-page');
  const lines = served.log().slice(before).split('\n');
  const done = lines.filter((line) => /"method":"(POST|DELETE)"/.test(line) && !/"status":403/.test(line));
  expect(done).toEqual([]);
});
