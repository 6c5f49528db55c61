import { expect, type Page, type Route } from '@playwright/test';
import type { ElementsError, HostedElement } from '@tessera/js';
import { countOpened, whenOpened } from './hidden-frame.ts';
import { inputIn, type Shop, test } from './shop.ts';

/** Opens the shop with a text field that is going to be mounted; every `lost` and what follows it are heard. */
const begin = async (page: Page, { url, elementsKey }: Shop, options: object = {}) => {
  await page.goto(url);
  await page.evaluate(
    async ([key, given]) => {
      await window.BasisTheory.init(key, { elements: true });
      const note = window.BasisTheory.createElement('text', given);
      window.fields = { note };
      window.heard = [];
      for (const type of ['lost', 'change', 'ready'] as const) note.on(type, (event) => window.heard.push(event));
    },
    [elementsKey, options] as const,
  );
};

const mount = (page: Page) => page.evaluate(() => window.fields.note?.mount('#note'));

const heard = (page: Page) =>
  page.evaluate(() => window.heard.map((event) => (event.type === 'lost' ? `lost: ${event.code}` : event.type)));

const state = (page: Page) => page.evaluate(() => window.fields.note?.state);

test('a page that takes each new frame away is told when no other comes, and can mount the element again', async ({
  page,
  shop,
}) => {
  await begin(page, shop);
  await mount(page);
  await page.evaluate(() => {
    // All of it happens within the same ten seconds.
    performance.now = () => 0;
    window.heard = [];
    const takeAway = () => document.querySelector('#note iframe')?.remove();
    const again = window.fields.note?.on('ready', takeAway);
    window.fields.note?.on('lost', ({ code }) => code === 'frame-lost' || again?.unsubscribe());
    takeAway();
  });
  const lost = async () => (await heard(page)).filter((told) => told.startsWith('lost'));
  await expect.poll(lost).toEqual([...Array(11).fill('lost: frame-lost'), 'lost: not-mounted']);
  expect(await state(page)).toBe('frame-lost');

  await mount(page);
  expect(await state(page)).toBe('mounted');
  await inputIn(page, '#note').pressSequentially('Ada');
  await expect.poll(() => page.evaluate(() => window.fields.note?.metadata.complete)).toBe(true);
});

test('a field whose container is taken out while a new frame is on its way comes back with the container', async ({
  page,
  shop,
}) => {
  await begin(page, shop);
  await mount(page);
  await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const container = document.querySelector('#note') as Element;
    const first = window.fields.note?.on('ready', () => {
      first?.unsubscribe();
      container.remove();
      resolve();
    });
    container.querySelector('iframe')?.remove();
    Object.assign(window, { container });
    return promise;
  });
  await expect.poll(() => state(page)).toBe('frame-lost');
  await page.evaluate(() => document.body.append((window as unknown as { container: Element }).container));
  await expect.poll(() => state(page)).toBe('mounted');
  await inputIn(page, '#note').pressSequentially('Ada');
  expect(await page.locator('#note iframe').count()).toBe(1);
});

/** Leaves the question about the key without an answer, until it is told to go on. */
const holdKey = async (page: Page, { vault }: Shop, answer = (route: Route) => route.continue()) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(`${vault}/applications/key`, async (route) => {
    await promise;
    // The frame that asked may be gone.
    await answer(route).catch(() => {});
  });
  return resolve;
};

/** Types into a field that is ready, and whose key the vault has not accepted yet. */
const typeEarly = async (page: Page) => {
  await page.evaluate(() => {
    void window.fields.note?.mount('#note').catch(({ code }: ElementsError) => {
      window.heard.push({ type: code } as never);
    });
  });
  await inputIn(page, '#note').pressSequentially('Ada');
  await expect.poll(() => page.evaluate(() => window.fields.note?.metadata.complete)).toBe(true);
  await page.evaluate(() => {
    window.heard = [];
  });
};

test('what was typed before the vault accepted the key is told to be lost with its frame', async ({ page, shop }) => {
  const goOn = await holdKey(page, shop);
  await begin(page, shop);
  await typeEarly(page);
  await page.evaluate(() => document.querySelector('#note iframe')?.remove());
  await expect.poll(() => heard(page)).toEqual(['lost: frame-lost', 'change', 'ready']);
  expect(await page.evaluate(() => window.fields.note?.metadata.empty)).toBe(true);
  goOn();
  await expect.poll(() => state(page)).toBe('mounted');
});

test('an element whose key is refused knows nothing any more of what was typed meanwhile', async ({ page, shop }) => {
  const goOn = await holdKey(page, shop);
  await begin(page, { ...shop, elementsKey: 'key_nobody' });
  await typeEarly(page);
  goOn();
  await expect.poll(() => heard(page)).toEqual(['key-refused']);
  expect(await page.evaluate(() => window.fields.note?.metadata)).toMatchObject({ empty: true, complete: false });
});

test('what was typed into a new frame whose key is then refused is told to be lost', async ({ page, shop }) => {
  await begin(page, shop);
  await mount(page);
  const refuse = await holdKey(page, shop, (route) =>
    route.fulfill({ status: 401, json: { type: 'unauthenticated' } }),
  );
  await page.evaluate(() => document.querySelector('#note iframe')?.remove());
  await expect.poll(() => heard(page)).toEqual(['ready', 'lost: frame-lost', 'ready']);
  await inputIn(page, '#note').pressSequentially('Ada');
  await expect.poll(() => page.evaluate(() => window.fields.note?.metadata.complete)).toBe(true);
  await page.evaluate(() => {
    window.heard = [];
  });
  refuse();
  await expect.poll(() => heard(page)).toEqual(['lost: key-refused', 'change']);
  const [lost, change] = await page.evaluate(() => window.heard);
  expect(lost).toMatchObject({ empty: false, complete: true });
  expect(change).toMatchObject({ empty: true, complete: false });
  expect(await state(page)).toBe('frame-lost');
});

const placeholder = 'Said meanwhile';

const updateNote = (page: Page, lose: () => void) =>
  page.evaluate(
    ([text, script]) => {
      new Function(script)();
      return window.fields.note?.update({ placeholder: text });
    },
    [placeholder, `(${lose})()`] as const,
  );

test('options that are changed while a frame is lost are those of the next one', async ({ page, shop }) => {
  await begin(page, shop);
  await mount(page);
  await updateNote(page, () => document.body.append(document.querySelector('#note') as Element));
  await expect.poll(() => heard(page)).toEqual(['ready', 'lost: frame-lost', 'ready']);
  await expect(inputIn(page, '#note')).toHaveAttribute('placeholder', placeholder);
});

test('options that are changed while mounting fails are there after the next attempt', async ({ page, shop }) => {
  await page.route(`${shop.vault}/elements/`, (route) => route.fulfill({ status: 404, body: '' }), { times: 1 });
  await begin(page, shop);
  const [failure] = await page.evaluate((text) => {
    const { note } = window.fields;
    return Promise.all([
      note?.mount('#note').catch(({ code }: ElementsError) => code),
      note?.update({ placeholder: text }),
    ]);
  }, placeholder);
  expect(failure).toBe('frame-unreachable');
  await mount(page);
  await expect(inputIn(page, '#note')).toHaveAttribute('placeholder', placeholder);
});

test('of two changes the later one holds, also where the code for the first is still on its way', async ({
  page,
  shop,
}) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route('**/elements/frame-shape-text.*', async (route) => {
    await promise;
    await route.continue();
  });
  await begin(page, shop);
  await mount(page);
  const asked = page.waitForRequest('**/elements/frame-shape-text.*');
  const changed = page.evaluate(() => {
    const { note } = window.fields as { note: HostedElement<'text'> };
    return Promise.all([note.update({ mask: [/\d/, '-', /\d/] }), note.update({ mask: undefined } as object)]);
  });
  await asked;
  resolve();
  await changed;
  await inputIn(page, '#note').pressSequentially('Ada');
  await expect(inputIn(page, '#note')).toHaveValue('Ada');
});

/** How a call ends whose frame is taken out as soon as the vault was asked for something. */
const cut = async (
  page: Page,
  call: (note: HostedElement, keyId: string) => Promise<unknown>,
  keyId = '',
  before = async () => {},
) => {
  // The request ends with its frame. An answer, even an error, could reach the frame before it goes.
  await page.route(/\/(tokens|keys\/.*)$/, async () => {
    await before();
    await page.evaluate(() => document.querySelector('#note iframe')?.remove());
  });
  return page.evaluate(
    ([script, id]) => {
      const run = new Function(`return ${script}`)() as typeof call;
      return run(window.fields.note as HostedElement, id).catch(({ code, retry }: ElementsError) => [code, retry]);
    },
    [String(call), keyId] as const,
  );
};

const pay = (note: HostedElement) => window.BasisTheory.tokens.create({ type: 'token', data: note });

test('a call is unsafe to make again when the page has taken out the hidden frame, which comes back with the next focus', async ({
  page,
  shop,
}) => {
  await countOpened(page);
  await begin(page, shop);
  await mount(page);
  const input = inputIn(page, '#note');
  await input.pressSequentially('Ada');
  await whenOpened(page, 2);
  const hidden = page.locator('body > iframe[hidden]');
  // As a page does that writes its body anew.
  await hidden.evaluate((iframe) => iframe.remove());
  expect(await cut(page, pay)).toEqual(['frame-lost', 'unsafe']);

  await whenOpened(page, 3);
  await expect.poll(() => state(page)).toBe('mounted');
  await input.pressSequentially('Ada');
  await whenOpened(page, 4);
  await expect(hidden).toHaveCount(1);
  expect(await cut(page, pay)).toEqual(['frame-lost', 'safe']);
});

test('a call is unsafe to make again where the hidden frame has opened after it had begun', async ({ page, shop }) => {
  await countOpened(page);
  await begin(page, shop);
  await mount(page);
  await inputIn(page, '#note').pressSequentially('Ada');
  await whenOpened(page, 2);
  await page.locator('body > iframe[hidden]').evaluate((iframe) => iframe.remove());
  const openAnother = async () => {
    await page.evaluate(() => {
      window.fields.note?.blur();
      window.fields.note?.focus();
    });
    await whenOpened(page, 3);
  };
  expect(await cut(page, pay, '', openAnother)).toEqual(['frame-lost', 'unsafe']);
});

test('a call is unsafe to make again when a value of the page may stand in the element yet', async ({ page, shop }) => {
  await countOpened(page);
  await begin(page, shop, { value: 'Ada' });
  await mount(page);
  await inputIn(page, '#note').press('End');
  await whenOpened(page, 2);
  // What stands there stays when the option is gone.
  await page.evaluate(() => window.fields.note?.update({ value: undefined } as object));
  await expect(inputIn(page, '#note')).toHaveValue('Ada');
  expect(await cut(page, pay)).toEqual(['frame-lost', 'unsafe']);
});

test('a call is unsafe to make again when it is longer than those whose keys are kept', async ({ page, shop }) => {
  await countOpened(page);
  await begin(page, shop);
  await mount(page);
  await inputIn(page, '#note').pressSequentially('Ada');
  await whenOpened(page, 2);
  const payLong = (data: HostedElement) =>
    window.BasisTheory.tokens.create({ type: 'token', data, metadata: { note: 'x'.repeat(10_000) } });
  expect(await cut(page, payLong)).toEqual(['frame-lost', 'unsafe']);
});

test('to encrypt what was typed is safe to try again, since the vault keeps nothing of it', async ({ page, shop }) => {
  const headers = { 'BT-API-KEY': shop.managementKey, 'Content-Type': 'application/json' };
  const made = await fetch(`${shop.vault}/keys`, { method: 'POST', headers, body: '{}' });
  const { key_id: keyId } = (await made.json()) as { key_id: string };
  // Without a hidden frame, since nothing is typed.
  await begin(page, shop, { value: 'from the page' });
  await mount(page);
  const encrypt = (data: HostedElement, id: string) =>
    window.BasisTheory.encrypt({ tokenRequests: { type: 'token', data }, keyId: id });
  expect(await cut(page, encrypt, keyId)).toEqual(['frame-lost', 'safe']);
  await expect.poll(() => state(page)).toBe('mounted');
  expect(await cut(page, pay)).toEqual(['frame-lost', 'unsafe']);
});
