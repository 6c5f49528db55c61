import type { Browser, Frame, Page } from '@playwright/test';
import { type Subject, sent } from './pages.ts';

/** Milliseconds until a form was usable, and bytes that were sent until then, with an empty cache and with a filled one. */
export interface Loading {
  readonly cold: { readonly usable: number; readonly mounted: number; readonly bytes: number };
  readonly warm: Loading['cold'];
}

/** Waits for the page to log its result. Polling the page would run scripts that slow the form down. */
const visit = async (page: Page, url: string): Promise<Loading['cold']> => {
  const before = sent.bytes;
  const [loaded] = await Promise.all([page.waitForEvent('console'), page.goto(url, { waitUntil: 'commit' })]);
  return { ...(JSON.parse(loaded.text()) as Loading['cold']), bytes: sent.bytes - before };
};

/** Slows the processor down, for the page and for each frame before it begins. */
const throttle = async (page: Page, rate: number): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  let asked = 0;
  session.on('Target.attachedToTarget', async ({ sessionId }) => {
    for (const [method, params] of [
      ['Emulation.setCPUThrottlingRate', { rate }],
      ['Runtime.runIfWaitingForDebugger', {}],
    ] as const) {
      asked += 1;
      const message = JSON.stringify({ id: asked, method, params });
      // A frame may be gone already.
      await session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => {});
    }
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });
  await session.send('Emulation.setCPUThrottlingRate', { rate });
};

/** Opens a page with nothing in the cache, leaves it, and opens it again. */
export const load = async (browser: Browser, url: string, rate: number): Promise<Loading> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  if (rate > 1) await throttle(page, rate);
  const cold = await visit(page, url);
  await page.goto('about:blank');
  const warm = await visit(page, url);
  await context.close();
  return { cold, warm };
};

/** The frame that holds the first input of a form. */
const firstFrame = async (page: Page): Promise<Frame> => {
  const handle = await page.locator('iframe').first().elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error('The form has no frame.');
  return frame;
};

/** Types and deletes a digit. Returns how long each keystroke took until the page received the change. */
export const strokes = async (page: Page, count: number): Promise<number[]> => {
  const frame = await firstFrame(page);
  await frame.locator('input').first().focus();
  await frame.evaluate(() => {
    const downs: number[] = [];
    Object.assign(window, { downs });
    addEventListener('keydown', ({ timeStamp }) => downs.push(performance.timeOrigin + timeStamp), true);
  });
  for (let stroke = 0; stroke < count; stroke += 1) {
    await page.keyboard.press(stroke % 2 === 0 ? '4' : 'Backspace');
    await page.waitForFunction((told) => window.changes.length > told, stroke);
  }
  const downs = await frame.evaluate(() => (window as unknown as { downs: number[] }).downs);
  const changes = await page.evaluate(() => window.changes);
  return changes.map((change, stroke) => change - (downs[stroke] ?? Number.NaN));
};

/** The time of one call in milliseconds: through an element, and as a plain `fetch` of the same request. */
export interface Calls {
  readonly element: number[];
  readonly bare: number[];
}

const timed = async (): Promise<number> => {
  const started = performance.now();
  await window.BasisTheory.tokens.create({ type: 'card', data: window.elements[0] ?? null });
  return performance.now() - started;
};

/** Creates tokens of a card in both ways, in turn. The plain `fetch` runs in the frame, like the element's own. */
export const calls = async (page: Page, count: number): Promise<Calls> => {
  const frame = await firstFrame(page);
  await frame.locator('input').nth(0).pressSequentially('4242424242424242');
  await frame.locator('input').nth(1).pressSequentially('1234');
  await frame.locator('input').nth(2).pressSequentially('123');
  const [request] = await Promise.all([page.waitForRequest(/\/tokens$/), page.evaluate(timed)]);
  const sent = { url: request.url(), body: request.postData(), headers: request.headers() };
  const bare = () =>
    frame.evaluate(async ({ url, body, headers }) => {
      const own = Object.entries(headers).filter(([name]) => /^(bt-|content-type|accept$)/.test(name));
      const init = {
        method: 'POST',
        body,
        headers: { ...Object.fromEntries(own), 'bt-idempotency-key': crypto.randomUUID() },
      };
      const started = performance.now();
      const answer = await fetch(url, init);
      await answer.json();
      if (!answer.ok) throw new Error(`The vault answered ${answer.status}.`);
      return performance.now() - started;
    }, sent);
  const measured: Calls = { element: [], bare: [] };
  for (let round = 0; round < count; round += 1) {
    measured.bare.push(await bare());
    measured.element.push(await page.evaluate(timed));
  }
  return measured;
};

/** Opens the form of a subject and waits until it can be used. */
export const openForm = async (browser: Browser, urlOf: (subject: Subject) => string, subject: Subject) => {
  const page = await (await browser.newContext()).newPage();
  await visit(page, urlOf(subject));
  return { page, close: () => page.context().close() };
};
