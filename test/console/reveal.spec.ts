import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Frame, type Page } from '@playwright/test';
import { valueForms } from '../../packages/vault/src/testing/value-forms.ts';
import { at, cardNumber, complaints, enter, expectAccessible, test } from './console.ts';

/** Everything that scripts of a page can get at: what it was sent, what it was told, what it shows and keeps. */
const watch = async (page: Page, vault: string) => {
  const got: string[] = [];
  page.on('response', async (response) => {
    const url = response.url();
    if (!url.startsWith(vault)) got.push(url, await response.text().catch(() => ''));
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(vault)) got.push(request.url(), request.postData() ?? '');
  });
  page.on('console', (message) => void got.push(message.text()));
  await page.addInitScript(() => {
    if (window.parent !== window) return;
    const told: unknown[] = [];
    window.addEventListener('message', ({ data }) => void told.push(data));
    Object.assign(window, { told });
  });
  return async (): Promise<Buffer> => {
    const kept = await page.evaluate(async () =>
      JSON.stringify([
        document.documentElement.outerHTML,
        (window as unknown as { told: unknown[] }).told,
        { ...localStorage },
        { ...sessionStorage },
        location.href,
        history.state,
        await indexedDB.databases(),
        await caches.keys(),
      ]),
    );
    return Buffer.from([...got, kept].join('\n'));
  };
};

const expectAbsent = (text: Buffer) => {
  for (const form of valueForms(cardNumber)) expect(text.includes(form), form.toString()).toBe(false);
};

const frameOf = async (page: Page): Promise<Frame> => {
  const frame = await (await page.locator('iframe.reveal').elementHandle())?.contentFrame();
  if (!frame) throw new Error('There is no frame.');
  return frame;
};

const show = async (page: Page, why: string): Promise<Frame> => {
  await page.getByRole('button', { name: 'Show the value …' }).click();
  await page.getByLabel('Why do you need to see it?').fill(why);
  await page.keyboard.press('Enter');
  const frame = await frameOf(page);
  await expect(frame.getByText(cardNumber)).toBeVisible();
  return frame;
};

test('a value is shown in a frame of the vault for 30 seconds, and is nowhere else', async ({ page, served }) => {
  const found = complaints(page);
  const everything = await watch(page, served.vault);
  await page.clock.install();
  await enter(page, served, 'administrator', 'Rosa');
  await page.goto(at(served, `/tokens/${served.card}`));
  const frame = await show(page, 'Dispute 4711');
  expect(new URL(frame.url()).origin).toBe(served.vault);
  await expect(frame.getByText('expiration_year')).toBeVisible();
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('This is shown by the vault itself.');
  await expectAccessible(page);

  // Scripts of the page reach neither the document nor anything in its window.
  const reached = await page.evaluate(() => {
    const { contentDocument, contentWindow } = document.querySelector('iframe') as HTMLIFrameElement;
    const tried = (read: () => unknown) => {
      try {
        return String(read());
      } catch (error) {
        return (error as Error).name;
      }
    };
    return [contentDocument, tried(() => contentWindow?.document), tried(() => contentWindow?.location.href)];
  });
  expect(reached).toEqual([null, 'SecurityError', 'SecurityError']);
  // The same look from the frame's own origin would find it.
  expect(await frame.evaluate(() => document.body.innerText)).toContain(cardNumber);
  const text = await everything();
  expectAbsent(text);
  // Proof that the canary would see it.
  expect(valueForms('Dispute 4711').some((form) => text.includes(form))).toBe(true);
  expectAbsent(Buffer.from(served.log()));

  await page.clock.fastForward(31_000);
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('The value is no longer shown.');
  await expect(page.locator('iframe')).toHaveCount(0);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const again = await show(page, 'Dispute 4712');
  await again.getByRole('button', { name: 'Hide now' }).click();
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('The value is no longer shown.');
  await page.keyboard.press('Escape');
  await page.reload();
  const history = page.getByRole('region', { name: 'Logs' });
  await expect(history.getByText('Card shown to an operator in plaintext')).toHaveCount(2);
  await expect(history.getByText('Dispute 4711')).toBeVisible();
  expectAbsent(await everything());
  expect(found).toEqual([]);
});

test('the focus is in every step of it', async ({ page, served }) => {
  await enter(page, served, 'administrator', 'Rosa');
  await page.goto(at(served, `/tokens/${served.card}`));
  const dialog = page.getByRole('dialog');
  const close = dialog.getByRole('button', { name: 'Close' });
  await page.route('**/console/reveals/frames', (route) => route.abort(), { times: 1 });
  await page.getByRole('button', { name: 'Show the value …' }).click();
  const reason = page.getByLabel('Why do you need to see it?');
  await expect(reason).toBeFocused();
  await page.keyboard.type('Dispute 4711');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(close).toBeFocused();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(reason).toBeFocused();
  await page.keyboard.press('Enter');
  const frame = await frameOf(page);
  await expect(frame.getByText(cardNumber)).toBeVisible();
  await expect(close).toBeFocused();
  await frame.getByRole('button', { name: 'Hide now' }).click();
  await expect(dialog.getByRole('status')).toHaveText('The value is no longer shown.');
  await expect(close).toBeFocused();
  await expect(close).toHaveAccessibleDescription('The value is no longer shown.');
});

test('no other page can show the frame, and without a touch it shows nothing', async ({ page, served, context }) => {
  await enter(page, served, 'administrator', 'Rosa');
  await page.goto(at(served, '/tokens'));
  const frame = await page.evaluate(
    async ([token, tenant]) => {
      const answer = await fetch('/console/reveals/frames', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'Tessera-Console': '1', 'Tessera-Tenant': tenant },
        body: JSON.stringify({ token_id: token, reason: 'A page that is not the console' }),
      });
      return ((await answer.json()) as { frame: string }).frame;
    },
    [served.card, served.tenantId] as const,
  );
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<iframe src="${frame}"></iframe>`);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const evil = await context.newPage();
  await evil.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  await expect.poll(() => evil.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
  await evil.close();
  server.close();
  // In a page of the console the same frame starts, and shows nothing by itself.
  await page.evaluate((src) => document.body.append(Object.assign(document.createElement('iframe'), { src })), frame);
  const inside = await (await page.locator('iframe').elementHandle())?.contentFrame();
  await expect.poll(() => inside?.evaluate(() => document.title)).toBe('A value of the vault');
  expect(await inside?.evaluate(() => document.body.innerText.trim())).toBe('');
  // Nor when the page, which knows everything but the secret of the frame, tells it to.
  await page.evaluate(
    (target) => document.querySelector('iframe')?.contentWindow?.postMessage({ tessera: 'show' }, target),
    new URL(frame).origin,
  );
  await expect.poll(() => inside?.evaluate(() => document.body.innerText)).toContain('Nothing was found');
  expect(await inside?.evaluate(() => document.body.innerText)).not.toContain(cardNumber);
});
