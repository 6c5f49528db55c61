import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyInput, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchFirefox } from '../testing/firefox.ts';
import { golden, type Step } from '../testing/golden-typing.ts';
import { viewFiles } from '../testing/open-view.ts';

let page: Page;
let origin: string;
let close: () => Promise<void>;
beforeAll(async () => {
  const [files, firefox] = await Promise.all([viewFiles(), launchFirefox()]);
  const server = createServer(({ url = '' }, response) => {
    const file = files[url];
    response.writeHead(file ? 200 : 404, { ...file?.headers, 'content-type': file?.contentType ?? 'text/plain' });
    response.end(file?.body);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  origin = `http://localhost:${(server.address() as AddressInfo).port}/`;
  close = async () => {
    await firefox.close();
    server.close();
  };
  page = await firefox.newPage();
}, 60_000);
afterAll(() => close());

/** One press of a key, with the keys that are held while it is pressed: `Control+Shift+Z`. */
const press = async (chord: string): Promise<void> => {
  const keys = chord.split('+') as KeyInput[];
  const held = keys.slice(0, -1);
  const [last] = keys.slice(-1);
  for (const key of held) await page.keyboard.down(key);
  const isLetter = last !== undefined && /^[A-Z]$/.test(last) && !held.includes('Shift');
  if (last) await page.keyboard.press(isLetter ? (last.toLowerCase() as KeyInput) : last);
  for (const key of held.toReversed()) await page.keyboard.up(key);
};

const perform = async (step: Step): Promise<void> => {
  if ('type' in step) await page.keyboard.type(step.type);
  else if ('insert' in step) await page.keyboard.type(step.insert);
  else if ('press' in step) for (let times = step.times ?? 1; times > 0; times -= 1) await press(step.press);
  else {
    await page.evaluate((text) => navigator.clipboard.writeText(text), step.paste);
    await press('Control+V');
  }
};

test.each(golden)('in Firefox, %s', async (_, element, steps, seen) => {
  await page.goto(origin);
  await page.evaluate((type) => window.start(type, {}), element);
  await page.focus('input');
  for (const step of steps) await perform(step);
  const shown = await page.evaluate(() => {
    const input = document.activeElement as HTMLInputElement;
    const [start, end] = [input.selectionStart ?? 0, input.selectionEnd ?? 0];
    const selected = end > start ? `[${input.value.slice(start, end)}]` : '|';
    return input.value.slice(0, start) + selected + input.value.slice(end);
  });
  expect(shown).toBe(seen);
});
