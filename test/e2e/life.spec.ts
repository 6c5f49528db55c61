import { expect, type Page } from '@playwright/test';
import type { ElementsError, HostedElement } from '@tessera/js';
import { inputIn, type Shop, test } from './shop.ts';

const open = async (page: Page, { url, elementsKey }: Shop): Promise<string[]> => {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.evaluate((key) => window.BasisTheory.init(key, { elements: true }).then(() => {}), elementsKey);
  return complaints;
};

/** Mounts one number field and records its events. */
const mountNumber = (page: Page) =>
  page.evaluate(async () => {
    const number = window.BasisTheory.createElement('cardNumber', { targetId: 'number', placeholder: 'Number' });
    window.fields = { number };
    window.heard = [];
    for (const type of ['ready', 'change', 'focus', 'blur', 'keydown'] as const) {
      number.on(type, (event) => window.heard.push(event));
    }
    await number.mount('#number');
  });

const heard = (page: Page) => page.evaluate(() => window.heard);

const stateOf = (page: Page) => page.evaluate(() => window.fields.number?.state);

test('an element tells what happens to it, takes options, and can be cleared, focused and blurred', async ({
  page,
  shop,
}) => {
  const complaints = await open(page, shop);
  await mountNumber(page);
  const input = inputIn(page, '#number');
  expect((await heard(page))[0]).toEqual({ type: 'ready' });

  await page.evaluate(() => window.fields.number?.focus());
  await expect(input).toBeFocused();
  await page.keyboard.type('4242424242424242');
  await page.keyboard.press('Enter');
  await page.evaluate(() => window.fields.number?.blur());
  await expect.poll(() => heard(page).then((events) => events.at(-1)?.type)).toBe('blur');
  const events = await heard(page);
  expect(events).toContainEqual({ type: 'focus', targetId: 'number' });
  expect(events).toContainEqual({
    ...{ type: 'keydown', targetId: 'number', key: 'Enter' },
    ...{ altKey: false, ctrlKey: false, shiftKey: false, metaKey: false },
  });
  expect(events.findLast(({ type }) => type === 'change')).toMatchObject({
    ...{ empty: false, complete: true, valid: true, maskSatisfied: true },
    ...{ cardBrand: 'visa', cardBin: '42424242', cardLast4: '4242' },
  });
  // Of a number that is still being typed, nothing but its brand is told.
  expect(events.slice(0, -3).filter((event) => 'cardLast4' in event)).toEqual([]);

  await page.evaluate(() => window.fields.number?.clear());
  await expect(input).toHaveValue('');
  await page.evaluate(() =>
    window.fields.number?.update({ placeholder: 'Card', disabled: true, 'aria-label': 'Your card', title: 'Pay' }),
  );
  await expect(input).toBeDisabled();
  await expect(input).toHaveAttribute('placeholder', 'Card');
  await expect(input).toHaveAccessibleName('Your card');
  await expect(page.locator('#number iframe')).toHaveAttribute('title', 'Pay');
  expect(complaints).toEqual([]);
});

test('an iframe has the name of its element as its title, in the language of the customer, unless the page names it', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  await page.evaluate(async () => {
    const [number, card] = [{ locale: 'de' }, { locale: 'fr', title: 'Pay' }].map((options) =>
      window.BasisTheory.createElement('cardNumber', options),
    );
    window.fields = { number, card } as Record<string, HostedElement>;
    await Promise.all([number?.mount('#number'), card?.mount('#card')]);
  });
  const iframe = page.locator('#number iframe');
  await expect(iframe).toHaveAttribute('title', 'Kartennummer');
  await expect(page.locator('#card iframe')).toHaveAttribute('title', 'Pay');
  const update = (options: object) =>
    page.evaluate((changes) => window.fields.number?.update(changes as object), options);
  await update({ 'aria-label': 'Neue Karte' });
  await expect(iframe).toHaveAttribute('title', 'Neue Karte');
  await update({ title: 'Pay' });
  await expect(iframe).toHaveAttribute('title', 'Pay');
  await update({ title: null, 'aria-label': null, locale: 'es' });
  await expect(iframe).toHaveAttribute('title', 'Número de tarjeta');
});

/** The height of a field of that style, and whether its frame has anything that does not fit into it. */
const heightWith = (page: Page, base: Record<string, string | number>) =>
  page.evaluate(async (rules) => {
    const number = window.BasisTheory.createElement('cardNumber', { style: { base: rules } });
    window.fields.number?.unmount();
    window.fields = { number };
    const container = document.querySelector('#number');
    const height = () => container?.getBoundingClientRect().height;
    const mounting = number.mount('#number');
    const before = height();
    await mounting;
    return [before, height()];
  }, base);

test('a field has the height of its text before its frame arrives, and the page does not move', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  // A frame knows nothing of the size that a page gives its root.
  await page.addStyleTag({ content: 'html { font-size: 10px }' });
  await page.evaluate(() => Object.assign(window, { fields: {} }));
  const heights: [Record<string, string | number>, number][] = [
    [{}, 24],
    [{ fontSize: 20 }, 30],
    [{ fontSize: '1.25rem', padding: '12px 0' }, 54],
    [{ fontSize: '20px', lineHeight: '150%', padding: '1em 5px 0.5em' }, 60],
    [{ fontSize: 'large', lineHeight: 2 }, 36],
    [{ fontSize: '12px', lineHeight: '1.5rem', padding: 'url(x)' }, 24],
  ];
  for (const [base, height] of heights) {
    expect(await heightWith(page, base), JSON.stringify(base)).toEqual([height, height]);
    const fits = await inputIn(page, '#number').evaluate(() => document.body.scrollHeight <= innerHeight);
    expect(fits, JSON.stringify(base)).toBe(true);
  }
});

test('a frame that is moved, reloaded or removed is replaced by an empty one, and mount() works at once', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  await mountNumber(page);
  const losses: Record<string, () => void> = {
    moved: () => document.querySelector('#note')?.append(document.querySelector('#number iframe') ?? ''),
    reloaded: () => {
      const iframe = document.querySelector<HTMLIFrameElement>('#number iframe');
      if (iframe) iframe.src = `${iframe.src}?again`;
    },
    navigated: () =>
      document.querySelector<HTMLIFrameElement>('#number iframe')?.contentWindow?.location.replace('about:blank'),
    removed: () => document.querySelector('#number iframe')?.remove(),
  };
  for (const [name, lose] of Object.entries(losses)) {
    await inputIn(page, '#number').fill('4242424242424242');
    await page.evaluate(lose);
    const code = () =>
      page.evaluate(() =>
        window.BasisTheory.tokens.create({ type: 'card_number', data: window.fields.number }).then(
          () => 'sent',
          (error: ElementsError) => error.code ?? error.name,
        ),
      );
    await expect.poll(code, name).toMatch(/^(frame-lost|validation-error)$/);
    await expect.poll(() => stateOf(page), name).toBe('mounted');
    expect(await page.evaluate(() => document.querySelectorAll('#number iframe').length), name).toBe(1);
    await expect(inputIn(page, '#number')).toHaveValue('');
  }
  const mounted = await page.evaluate(async () => {
    const { number } = window.fields;
    document.querySelector('#number iframe')?.remove();
    await number?.mount('#card');
    return [number?.state, document.querySelectorAll('iframe:not([hidden])').length];
  });
  expect(mounted).toEqual(['mounted', 1]);
  await expect(inputIn(page, '#card')).toBeEditable();
});

test('an element can be unmounted while it loads, and mounted again', async ({ page, shop }) => {
  await open(page, shop);
  const outcome = await page.evaluate(async () => {
    const number = window.BasisTheory.createElement('cardNumber');
    window.fields = { number };
    const first = number.mount('#number').then(
      () => 'mounted',
      ({ code }: ElementsError) => code,
    );
    number.unmount();
    await number.mount('#number');
    const second = await number.mount('#number').catch(({ code }: ElementsError) => code);
    return [await first, second, document.querySelectorAll('iframe:not([hidden])').length];
  });
  expect(outcome).toEqual(['not-mounted', 'already-mounted', 1]);
});

test('an element that is taken out while its frame loads is mounted where it was', async ({ page, shop }) => {
  await open(page, shop);
  const code = await page.evaluate(async () => {
    const number = window.BasisTheory.createElement('cardNumber');
    window.fields = { number };
    const mounting = number.mount('#number').then(
      () => 'mounted',
      ({ code }: ElementsError) => code,
    );
    const container = document.querySelector('#number');
    if (container) container.innerHTML = '';
    return mounting;
  });
  expect(code).toBe('mounted');
  await expect(inputIn(page, '#number')).toBeEditable();
});

test('two instances of the SDK on one page keep to their own keys and fields', async ({ page, shop }) => {
  await open(page, shop);
  await page.evaluate(
    async ([key, other]) => {
      const first = window.BasisTheory;
      const instance = async (apiKey: string): Promise<typeof first> =>
        Reflect.construct(first.constructor, [first.initOptions]).init(apiKey, { elements: true });
      const [same, foreign] = [await instance(key), await instance(other)];
      window.fields = {
        number: first.createElement('cardNumber'),
        code: same.createElement('cardVerificationCode'),
        card: foreign.createElement('card'),
      };
      await Promise.all(Object.entries(window.fields).map(([id, field]) => field.mount(`#${id}`)));
    },
    [shop.elementsKey, shop.otherElementsKey] as const,
  );
  await inputIn(page, '#number').fill('5555555555554444');
  await inputIn(page, '#code').fill('123');
  await inputIn(page, '#card', 'cc-number').fill('4242424242424242');
  await inputIn(page, '#card', 'cc-exp').fill('12/34');
  await inputIn(page, '#card', 'cc-csc').fill('456');
  const answers = await page.evaluate(async () => {
    const { number, code, card } = window.fields;
    const dates = { expiration_month: 12, expiration_year: 2034 };
    const make = (data: object) =>
      window.BasisTheory.tokens.create({ type: 'card', data: data as never }).then(
        (token) => ({ ...token }).data,
        ({ code }: ElementsError) => code,
      );
    return [
      await make({ number, cvc: code, ...dates }),
      await make({ number, expiration_month: card?.month(), expiration_year: 2034 }),
      await make(card as object),
    ];
  });
  expect(answers).toEqual([
    expect.objectContaining({ number: 'XXXXXXXXXXXX4444' }),
    'sibling-mismatch',
    expect.objectContaining({ number: 'XXXXXXXXXXXX4242' }),
  ]);
});

test('fields in shadow trees find each other', async ({ page, shop }) => {
  await open(page, shop);
  await page.evaluate(async () => {
    const { BasisTheory } = window;
    window.fields = {
      number: BasisTheory.createElement('cardNumber'),
      code: BasisTheory.createElement('cardVerificationCode'),
    };
    for (const [id, field] of Object.entries(window.fields)) {
      const root = document.querySelector(`#${id}`)?.attachShadow({ mode: 'open' });
      const place = document.createElement('div');
      root?.append(place);
      await field.mount(place);
    }
  });
  await inputIn(page, '#number').fill('4242424242424242');
  await inputIn(page, '#code').fill('123');
  const answer = await page.evaluate(async () => {
    const { number, code } = window.fields;
    const data = { number, cvc: code, expiration_month: 12, expiration_year: 2034 };
    return { ...(await window.BasisTheory.tokens.create({ type: 'card', data })) };
  });
  expect(answer).toMatchObject({ type: 'card', data: { number: 'XXXXXXXXXXXX4242' } });
});

test('a code is judged by the only card number of its page, and by none where another one comes', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  await page.evaluate(async () => {
    const { BasisTheory } = window;
    window.fields = {
      number: BasisTheory.createElement('cardNumber'),
      code: BasisTheory.createElement('cardVerificationCode'),
    };
    for (const [id, field] of Object.entries(window.fields)) await field.mount(`#${id}`);
  });
  const isComplete = () => page.evaluate(() => window.fields.code?.metadata.complete);
  await inputIn(page, '#code').fill('123');
  await expect.poll(isComplete).toBe(true);
  // Codes of this brand have four digits.
  await inputIn(page, '#number').fill('34');
  await expect.poll(isComplete).toBe(false);
  await page.evaluate(() => window.BasisTheory.createElement('cardNumber').mount('#card'));
  await expect.poll(isComplete).toBe(true);
});

test('a style that does not apply is told by its name and a reason, never by its value', async ({ page, shop }) => {
  const complaints = await open(page, shop);
  const told = await page.evaluate(async () => {
    const number = window.BasisTheory.createElement('cardNumber', {
      style: { base: { color: 'url(https://evil.example)', zIndex: 9 }, hover: {} } as object,
    });
    const warnings: unknown[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    number.on('warning', (event) => {
      warnings.push(event);
      if (warnings.length === 2) resolve();
    });
    await number.mount('#number');
    await number.update({ placeholder: 'Card' });
    await number.update({ style: { base: { ':visited': {} } } });
    await promise;
    return warnings;
  });
  expect(told).toEqual([
    {
      type: 'warning',
      warnings: [
        { property: 'hover', reason: 'unknown-property' },
        { property: 'base.color', reason: 'value-not-allowed' },
        { property: 'base.zIndex', reason: 'unknown-property' },
      ],
    },
    { type: 'warning', warnings: [{ property: 'base.:visited', reason: 'unknown-selector' }] },
  ]);
  expect(complaints).toEqual([]);
});
