import { expect, type Page } from '@playwright/test';
import type { ElementType, OptionsOf } from '@tessera/js';
import { inputIn, readToken, type Shop, test } from './shop.ts';

type Fields = Readonly<Record<string, readonly [type: ElementType, options?: OptionsOf]>>;

/** Mounts fields into containers of their names, and hears everything that they tell. */
const mount = async (page: Page, shop: Shop, fields: Fields): Promise<void> => {
  await page.goto(shop.url);
  await page.evaluate((key) => window.BasisTheory.init(key, { elements: true }).then(() => {}), shop.elementsKey);
  await add(page, fields);
};

const add = (page: Page, fields: Fields): Promise<void> =>
  page.evaluate(async (wanted) => {
    window.fields ??= {};
    window.heard ??= [];
    await Promise.all(
      Object.entries(wanted).map(async ([id, [type, options]]) => {
        const place = document.createElement('div');
        place.id = `place-${id}`;
        document.body.append(place);
        const field = window.BasisTheory.createElement(type, { targetId: id, ...options });
        for (const event of ['ready', 'change', 'focus', 'blur', 'keydown', 'click'] as const) {
          field.on(event, (told) => window.heard.push(told));
        }
        window.fields[id] = field;
        await field.mount(place);
      }),
    );
  }, fields);

const input = (page: Page, id: string, autocomplete?: string) => inputIn(page, `#place-${id}`, autocomplete);

const state = (page: Page, id: string) =>
  page.evaluate((name) => ({ ...window.fields[name]?.metadata, ...window.fields[name]?.cardMetadata }), id);

const update = (page: Page, id: string, options: OptionsOf) =>
  page.evaluate(
    ([name, changes]) =>
      window.fields[name]?.update(changes).then(
        () => 'done',
        ({ code, detail }: { code: string; detail: string }) => `${code}: ${detail}`,
      ),
    [id, options] as const,
  );

/** Stores what fields hold, and reads it back as a server does. */
const stored = async (page: Page, shop: Shop, ids: readonly string[]): Promise<unknown> => {
  const id = await page.evaluate(async (names) => {
    const data = Object.fromEntries(names.map((name) => [name, window.fields[name]]));
    return ((await window.BasisTheory.tokens.create({ type: 'token', data })) as { id: string }).id;
  }, ids);
  return (await readToken(shop, id, shop.plainKey)).data;
};

test('a text is masked, cut, judged, transformed, hidden and set as its options say', async ({ page, shop }) => {
  const digit = /\d/;
  await mount(page, shop, {
    phone: ['text', { mask: ['(', digit, digit, digit, ') ', digit, digit], transform: [/[() ]/, ''] }],
    plate: ['text', { mask: [/[a-z]/i, /[a-z]/i, '-', digit, digit] }],
    ssn: ['text', { validation: /^\d{3}-\d{2}-\d{4}$/, transform: [/^(\d+)-(\d+)-(\d+)$/, '$3$2$1'] }],
    short: ['text', { maxLength: 4 }],
    secret: ['text', { password: true, value: 'from the page' }],
  });

  // A mask writes what stands there anyway, and leaves out what fits nowhere.
  await input(page, 'phone').pressSequentially('5');
  await expect(input(page, 'phone')).toHaveValue('(5');
  await input(page, 'phone').pressSequentially('x55');
  expect(await state(page, 'phone')).toMatchObject({ maskSatisfied: false, complete: false });
  await input(page, 'phone').pressSequentially('128');
  await expect(input(page, 'phone')).toHaveValue('(555) 12');
  await expect.poll(() => state(page, 'phone')).toMatchObject({ maskSatisfied: true, complete: true });
  await input(page, 'phone').press('Home');
  await input(page, 'phone').press('ArrowRight');
  await input(page, 'phone').press('ArrowRight');
  await input(page, 'phone').press('Backspace');
  await input(page, 'phone').press('9');
  await expect(input(page, 'phone')).toHaveValue('(955) 12');
  await input(page, 'plate').pressSequentially('ab12');
  await expect(input(page, 'plate')).toHaveValue('ab-12');

  // A pattern of the page is judged when the input is left.
  await input(page, 'ssn').pressSequentially('123-45-678');
  expect(await state(page, 'ssn')).not.toHaveProperty('errors');
  await input(page, 'ssn').blur();
  await expect
    .poll(() => state(page, 'ssn'))
    .toMatchObject({ valid: false, errors: [{ targetId: 'ssn', type: 'invalid' }] });
  await input(page, 'ssn').press('End');
  await input(page, 'ssn').press('9');
  await expect.poll(() => state(page, 'ssn')).toMatchObject({ valid: false, empty: false });
  await input(page, 'ssn').blur();
  await expect.poll(() => state(page, 'ssn')).toMatchObject({ valid: true, complete: true });

  await input(page, 'short').pressSequentially('abcdef');
  await expect(input(page, 'short')).toHaveValue('abcd');
  await expect(input(page, 'secret')).toHaveAttribute('type', 'password');

  expect(await stored(page, shop, ['phone', 'plate', 'ssn', 'short', 'secret'])).toEqual({
    phone: '95512',
    plate: 'ab-12',
    ssn: '678945123',
    short: 'abcd',
    secret: 'from the page',
  });

  // What decides over facts is fixed while something stands in the field, unless it says the same.
  expect(await update(page, 'ssn', { validation: /^1/ })).toBe('field-not-empty: validation');
  expect(await update(page, 'ssn', { validation: /^\d{3}-\d{2}-\d{4}$/, placeholder: 'New' })).toBe('done');
  await page.evaluate(() => window.fields.phone?.clear());
  expect(await update(page, 'phone', { mask: [digit, '/', digit] })).toBe('done');
  await input(page, 'phone').pressSequentially('12');
  await expect(input(page, 'phone')).toHaveValue('1/2');
  expect(await update(page, 'secret', { password: false, value: 'new' })).toBe('done');
  await expect(input(page, 'secret')).toHaveValue('new');
  await expect(input(page, 'secret')).toHaveAttribute('type', 'text');
});

test('options that cannot be are refused by name', async ({ page, shop }) => {
  await mount(page, shop, {});
  const refusals = await page.evaluate(() =>
    Promise.all(
      [
        ['text', { mask: [/(a)\1/] }],
        ['text', { mask: ['-'] }],
        ['text', { mask: [/\d/], password: true }],
        ['text', { validation: /^(?=a)b/ }],
        ['text', { transform: [/((a{99}){99}){99}/, ''] }],
        ['text', { maxLength: 0 }],
        ['card', { value: '4242' }],
        ['cardNumber', { cardTypes: [{ type: 'mine', patterns: [123456789] }] }],
        ['cardNumber', { cardTypes: [{ type: 'nobody-knows' }] }],
        ['cardNumber', { iconPosition: 'middle' }],
        ['card', { rows: 3 }],
        ['text', { disabled: 'yes' }],
        ['text', { style: 'color: red' }],
        ['text', { inputMode: 'digits' }],
        ['text', { onChange: () => {} }],
        ['card', { colour: 'navy', placeholder: {} }],
        ['text', { toString: 'x' }],
        // What pages pass to other SDKs of this API, and what says nothing.
        ['card', { binLookup: true, nonce: 'x', colour: undefined, iconPosition: null }],
      ].map(async ([type, options]) => {
        const place = document.body.appendChild(document.createElement('div'));
        try {
          await window.BasisTheory.createElement(type as 'text', options as object).mount(place);
          return 'mounted';
        } catch (error) {
          const { code, detail } = error as { code: string; detail: string };
          return `${code}: ${detail}`;
        }
      }),
    ),
  );
  expect(refusals).toEqual([
    'invalid-option: mask',
    'invalid-option: mask',
    'invalid-option: mask',
    'invalid-option: validation',
    'invalid-option: transform',
    'invalid-option: maxLength',
    'invalid-option: value',
    'invalid-option: cardTypes',
    'invalid-option: cardTypes',
    'invalid-option: iconPosition',
    'invalid-option: rows',
    'invalid-option: disabled',
    'invalid-option: style',
    'invalid-option: inputMode',
    'invalid-option: onChange',
    'unknown-option: colour',
    'unknown-option: toString',
    'mounted',
  ]);
});

test('what a page forgot is told by a code, and what was there stays as it is', async ({ page, shop }) => {
  await mount(page, { ...shop, elementsKey: shop.otherElementsKey }, { note: ['text'] });
  await input(page, 'note').pressSequentially('Ada');
  expect(await update(page, 'note', { colour: 'navy' } as object)).toBe('unknown-option: colour');
  expect(await update(page, 'note', { colorScheme: 'sepia' as 'dark' })).toBe('invalid-option: colorScheme');
  const calling = await page.evaluate(() =>
    window.fields.note
      ?.update({ placeholder: (() => 'Name') as unknown as string })
      .catch(({ code, detail }: { code: string; detail: string }) => `${code}: ${detail}`),
  );
  expect(calling).toBe('invalid-option: placeholder');
  const codes = await page.evaluate(async () => {
    const { BasisTheory, fields } = window;
    const codeOf = (attempt: () => unknown) =>
      Promise.resolve()
        .then(attempt)
        .then(
          () => 'done',
          ({ name, code, status, data }: Record<string, string> & { data?: { detail: string } }) => {
            return [name, code, status, data?.detail].filter((part) => part !== undefined).join(', ');
          },
        );
    const second = BasisTheory.createElement('text');
    const bare = new (BasisTheory.constructor as new (defaults: object) => typeof BasisTheory)(BasisTheory.initOptions);
    await bare.init('key_nobody', { elements: false });
    return {
      taken: await codeOf(() => second.mount('#place-note')),
      free: await codeOf(() => second.mount('#card')),
      forbidden: await codeOf(() => BasisTheory.tokens.create({ type: 'token', data: fields.note })),
      withoutElements: await codeOf(() => bare.createElement('card')),
    };
  });
  expect(codes).toEqual({
    taken: 'BasisTheoryElementsError, container-taken',
    free: 'done',
    forbidden: 'BasisTheoryApiError, permission-missing, 403, This needs the permission token:general:create.',
    withoutElements: 'BasisTheoryElementsError, elements-not-enabled',
  });
  await expect(input(page, 'note')).toHaveValue('Ada');
});

test('a card number takes the brands it is told, and the code beside it follows', async ({ page, shop }) => {
  await mount(page, shop, {
    number: ['cardNumber', { cardTypes: [{ type: 'visa' }, { type: 'american-express' }] }],
    code: ['cardVerificationCode'],
    loose: [
      'card',
      {
        skipLuhnValidation: true,
        value: { number: '4242424242424241', expiration_month: 12, expiration_year: 2034, cvc: '123' },
      },
    ],
    date: ['cardExpirationDate', { value: { month: 1, year: 2035 } }],
  });
  // A card with a number of its own is no neighbour, but a second number would leave the code without one.
  await expect.poll(() => state(page, 'loose')).toMatchObject({ complete: true, cardBrand: 'visa', cardLast4: '4241' });
  await page.evaluate(() => window.fields.loose?.unmount());

  await input(page, 'code').pressSequentially('1234');
  await expect.poll(() => state(page, 'code')).toMatchObject({ complete: true });
  await input(page, 'number').pressSequentially('4242424242424242');
  await expect.poll(() => state(page, 'code')).toMatchObject({ complete: false });
  await page.evaluate(() => window.fields.number?.clear());
  await input(page, 'number').pressSequentially('378282246310005');
  await expect.poll(() => state(page, 'code')).toMatchObject({ complete: true });
  await page.evaluate(() => window.fields.number?.clear());
  await input(page, 'number').fill('5555555555554444');
  await expect.poll(() => state(page, 'number')).toMatchObject({ complete: false, cardBrand: 'unknown' });
  await input(page, 'number').fill('4242424242424242');
  expect(await update(page, 'number', { cardTypes: [{ type: 'visa' }] })).toBe('field-not-empty: cardTypes');
  await input(page, 'code').fill('123');

  // A date is written as the payload wants it.
  const id = await page.evaluate(async () => {
    const { date } = window.fields;
    const token = await window.BasisTheory.tokens.create({
      type: 'token',
      privacy: { classification: 'pci', impactLevel: 'high' },
      data: { short: date?.format('MM/yy'), long: date?.format("yyyy'-'LL"), month: date?.month(), year: date?.year() },
    } as never);
    return (token as { id: string }).id;
  });
  expect((await readToken(shop, id, shop.plainKey)).data).toEqual({
    short: '01/35',
    long: '2035-01',
    month: 1,
    year: 2035,
  });
  const refused = await page.evaluate(() =>
    window.BasisTheory.tokens
      .create({ type: 'token', data: window.fields.date?.format('MMMM d') } as never)
      .catch(({ code }: { code: string }) => code),
  );
  expect(refused).toBe('invalid-payload');
});

test('a form is judged at once, and tells every event', async ({ page, shop }) => {
  await mount(page, shop, { card: ['card'], note: ['text'], live: ['cardNumber', { validateOnChange: true }] });
  expect(await page.evaluate(() => window.heard.filter(({ type }) => type === 'ready'))).toHaveLength(3);
  const validity = () => page.evaluate(() => window.BasisTheory.validate(Object.values(window.fields)));
  expect(await validity()).toEqual({
    valid: false,
    errors: [
      { targetId: 'cardNumber', type: 'incomplete', empty: true },
      { targetId: 'expirationDate', type: 'incomplete', empty: true },
      { targetId: 'cvc', type: 'incomplete', empty: true },
      { targetId: 'note', type: 'incomplete', empty: true },
      { targetId: 'live', type: 'incomplete', empty: true },
    ],
  });
  await expect(input(page, 'note')).toHaveAttribute('aria-invalid', 'true');
  await input(page, 'card', 'cc-number').fill('4242424242424242');
  await input(page, 'card', 'cc-exp').fill('12/34');
  await input(page, 'card', 'cc-csc').fill('123');
  await input(page, 'live').pressSequentially('9');
  await input(page, 'live').fill('4242424242424242');
  await input(page, 'note').click();
  await input(page, 'note').pressSequentially('x');
  await input(page, 'note').press('Enter');
  await input(page, 'note').press('Shift+Escape');
  await input(page, 'note').blur();
  expect(await validity()).toEqual({ valid: true, errors: [] });

  const heard = await page.evaluate(() => window.heard);
  const modifiers = { altKey: false, ctrlKey: false, shiftKey: false, metaKey: false };
  expect(heard).toContainEqual({ type: 'click', targetId: 'note' });
  expect(heard).toContainEqual({ type: 'focus', targetId: 'note' });
  expect(heard).toContainEqual({ type: 'keydown', targetId: 'note', key: 'Enter', ...modifiers });
  expect(heard).toContainEqual({ type: 'keydown', targetId: 'note', key: 'Escape', ...modifiers, shiftKey: true });
  expect(heard).toContainEqual(
    expect.objectContaining({ type: 'blur', targetId: 'note', complete: true, valid: true, empty: false }),
  );
  expect(heard).toContainEqual(
    expect.objectContaining({
      type: 'change',
      cardBrand: 'visa',
      cardLast4: '4242',
      cardBin: '42424242',
      complete: true,
    }),
  );
});
