import { expect, type Page } from '@playwright/test';
import type { ElementType } from '@tessera/elements';
import { search } from '../canary/search.ts';
import { shopOrigin, test, vaultOrigin, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, fieldOf, inputIn } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** A card on file, of which the page knows nothing. */
const saved = { number: '4000056655665556', expiration_month: 11, expiration_year: 2033, cvc: '987' };
const words = 'Ottoline lives at number seven';

/** What a server of the shop does: stores a token. */
const store = async (world: World, body: object = { type: 'card', data: saved }): Promise<string> => {
  const made = await world.send(world.accounts.acme.server, '/tokens', body);
  expect(made.status).toBe(201);
  return String(made.body.id);
};

const authorize = async (world: World, nonce: string, tokens: string[], permissions = ['token:read']) => {
  const wish = { nonce, tokens, permissions };
  return (await world.send(world.accounts.acme.server, '/sessions/authorize', wish)).status;
};

const openShop = async (world: World, types: Record<string, ElementType>, options = {}): Promise<Page> => {
  const page = await world.open(shopOrigin);
  await page.evaluate(([key, fields, more]) => window.attack.mount(key, fields, more), [
    world.accounts.acme.elements,
    types,
    options,
  ] as const);
  return page;
};

/** Opens a session as the shop does, and has its server authorize it. The page keeps what it was given. */
const openSession = async (world: World, page: Page, tokens: string[], permissions?: string[]): Promise<string> => {
  const nonce = await page.evaluate(async () => {
    const opened = await window.attack.sdk().sessions.create();
    Object.assign(window, { opened });
    return opened.nonce;
  });
  expect(await authorize(world, nonce, tokens, permissions)).toBe(200);
  return nonce;
};

/** Has fields show parts of a token: `{ number: ['number'] }`; an empty path is all of its data. */
const show = (page: Page, id: string, places: Record<string, string[]>) =>
  page.evaluate(
    ([token, wanted]) =>
      window.attack.ending(async () => {
        const { sdk, fields } = window.attack;
        const { data } = (await sdk().tokens.retrieve(token)) as { data: unknown };
        for (const [field, path] of Object.entries(wanted)) {
          const part = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], data);
          await fields[field]?.setValue(part as never);
        }
        return data;
      }),
    [id, places] as const,
  );

const shownIn = (page: Page, id: string) => inputIn(page, id).inputValue();

/** The kinds of places where anybody but the vault could have seen one of these texts. */
const leaks = async (world: World, secrets: readonly string[]): Promise<string[]> => {
  const seen = [
    ...(await world.heard()).map(({ kind, data }) => [kind, data] as const),
    ...(await world.traces()).map(({ place, data }) => [place, data] as const),
    ...world.requests.map(({ url, headers, body }) => {
      const isVault = url.origin === vaultOrigin;
      return ['request', `${url.href} ${isVault ? '' : `${JSON.stringify(headers)} ${body}`}`] as const;
    }),
  ];
  const holds = ([place, text]: readonly [string, string]) => search(place, Buffer.from(text), secrets).length > 0;
  return [...new Set(seen.filter(holds).map(([place]) => place))].sort();
};

const reveal = async (world: World) => {
  const [id, note] = [await store(world), await store(world, { type: 'token', data: { line: words } })];
  const page = await openShop(world, {
    number: 'cardNumber',
    expiry: 'cardExpirationDate',
    card: 'card',
    note: 'text',
  });
  await openSession(world, page, [id, note]);
  const data = await show(page, id, {
    number: ['number'],
    expiry: [],
    card: [],
  });
  await show(page, note, { note: ['line'] });
  return { page, data };
};

test('case 26: a card on file is seen by its customer, and nobody but the vault learns it', {
  tag: '@firefox',
}, async ({ world }) => {
  const { page, data } = await reveal(world);
  expect(await shownIn(page, 'number')).toBe('4000 0566 5566 5556');
  expect(await shownIn(page, 'expiry')).toBe('11/33');
  const frame = await fieldOf(page, 'card');
  expect(await frame.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value))).toEqual([
    '4000 0566 5566 5556',
    '11/33',
    '',
  ]);
  expect(await shownIn(page, 'note')).toBe(words);
  const reference = (path: string) => ({ $element: expect.any(String), token: expect.any(String), path: [path] });
  expect(data).toEqual({
    value: {
      number: reference('number'),
      expiration_month: reference('expiration_month'),
      expiration_year: reference('expiration_year'),
    },
  });
  expect(await leaks(world, [saved.number, words])).toEqual([]);
});

prove('case 26: a revealed value leaks to no place where the search above looks', {
  guard: 'the page gets references to data',
  attack: async (world) => {
    const id = await store(world);
    const page = await openShop(world, { number: 'cardNumber' });
    await openSession(world, page, [id]);
    await show(page, id, {});
    return leaks(world, [saved.number]);
  },
  held: [],
  fallen: ['port'],
});

prove('case 26: the key of a session is nowhere on the page', {
  guard: 'the key of a session stays in its frame',
  attack: async (world) => {
    const page = await openShop(world, {});
    await openSession(world, page, [await store(world)]);
    const said = (await world.heard()).map(({ data }) => data).join();
    const left = (await world.traces()).map(({ data }) => data).join();
    const opened = await page.evaluate(() => Object.keys((window as unknown as { opened: object }).opened));
    return { opened, keys: /session_[1-9A-Za-z]{22}/.test(said + left) };
  },
  held: { opened: ['nonce', 'expiresAt'], keys: false },
  fallen: { opened: ['nonce', 'expiresAt'], keys: true },
});

test('case 26: a nonce is worth nothing, and a session nothing without the word of a server', async ({ world }) => {
  const id = await store(world);
  const page = await openShop(world, {});
  const { nonce } = await page.evaluate(() => window.attack.sdk().sessions.create());
  expect(await show(page, id, {})).toMatchObject({ code: 'session-not-authorized' });
  const asKey = await page.evaluate(
    async ([url, key]) => (await fetch(url, { headers: { 'BT-API-KEY': key } })).status,
    [`${vaultOrigin}/tokens/${id}`, nonce] as const,
  );
  expect(asKey).toBe(401);
  const itself = await page.evaluate(
    async ([url, key, body]) =>
      (await fetch(url, { method: 'POST', headers: { 'BT-API-KEY': key, 'Content-Type': 'application/json' }, body }))
        .status,
    [
      `${vaultOrigin}/sessions/authorize`,
      world.accounts.acme.elements,
      JSON.stringify({ nonce, tokens: [id], permissions: ['token:read'] }),
    ] as const,
  );
  expect(itself).toBe(403);
  expect(await leaks(world, [saved.number])).toEqual([]);
});

test('case 26: a page does not get a session of its own, whose key it would have', async ({ world }) => {
  const page = await openShop(world, {});
  const ask = (headers: object) =>
    page.evaluate(
      ([url, more]) =>
        fetch(url, { method: 'POST', headers: more as HeadersInit }).then(
          ({ status }) => status,
          () => 'blocked',
        ),
      [`${vaultOrigin}/sessions`, { 'BT-API-KEY': world.accounts.acme.elements, ...headers }] as const,
    );
  expect([await ask({}), await ask({ 'BT-ELEMENTS-PAGE': shopOrigin })]).toEqual([403, 'blocked']);
});

prove('case 26: a session shows the tokens it was authorized for, and no others', {
  guard: 'sessions see the tokens they are for',
  attack: async (world) => {
    const [mine, other] = [await store(world), await store(world, { type: 'token', data: words })];
    const page = await openShop(world, { note: 'text' });
    await openSession(world, page, [mine]);
    await show(page, other, { note: [] });
    return shownIn(page, 'note');
  },
  held: '',
  fallen: words,
});

prove('case 26: the data of a card has no code for a session', {
  guard: 'sessions see no codes',
  attack: async (world) => {
    const id = await store(world);
    const page = await openShop(world, {});
    await openSession(world, page, [id]);
    const shown = await show(page, id, {});
    return shown !== 'pending' && 'value' in shown && Object.keys(shown.value as object);
  },
  held: ['number', 'expiration_month', 'expiration_year'],
  fallen: ['number', 'expiration_month', 'expiration_year', 'cvc'],
});

prove('case 26: a field for codes shows none, wherever it comes from', {
  guard: 'codes are never shown',
  attack: async (world) => {
    const id = await store(world, { type: 'token', data: { cvc: saved.cvc } });
    const page = await openShop(world, { code: 'cardVerificationCode' });
    await openSession(world, page, [id]);
    await show(page, id, { code: ['cvc'] });
    return shownIn(page, 'code');
  },
  held: '',
  fallen: saved.cvc,
});

const showNumber = async (world: World, types: Record<string, ElementType>, options = {}) => {
  const id = await store(world);
  const page = await openShop(world, types, options);
  await openSession(world, page, [id]);
  await page.evaluate(() => void window.attack.events.splice(0));
  const [field = ''] = Object.keys(types);
  await show(page, id, { [field]: ['number'] });
  return page;
};

prove('case 26: a field that shows a card tells the page nothing of it', {
  guard: 'a shown field tells no events',
  attack: async (world) => {
    const page = await showNumber(world, { number: 'cardNumber' });
    await inputIn(page, 'number').focus();
    await inputIn(page, 'number').press('Enter');
    await page.locator('body').click();
    await world.heard();
    return page.evaluate(() => window.attack.events.filter(({ type }) => type !== 'obscured').length);
  },
  held: 0,
  fallen: expect.any(Number),
});

prove('case 29: what is shown cannot be asked about with a field’s own questions', {
  lacking: ['a shown field tells no events'],
  guard: 'a shown field has no state',
  attack: async (world) => {
    const page = await showNumber(world, { number: 'cardNumber' });
    await world.heard();
    return page.evaluate(() => window.attack.events.some((event) => 'cardBin' in event));
  },
  held: false,
  fallen: true,
});

prove('case 26: what is shown is not edited into something else', {
  guard: 'a shown field takes no keys',
  attack: async (world) => {
    const page = await showNumber(world, { note: 'text' });
    await inputIn(page, 'note').press('End');
    await inputIn(page, 'note').pressSequentially('x');
    return shownIn(page, 'note');
  },
  held: saved.number,
  fallen: `${saved.number}x`,
});

prove('case 33: what is shown does not become a token that anybody at the desk may read', {
  guard: 'a shown value is nobody’s to send',
  attack: async (world) => {
    const page = await showNumber(world, { note: 'text' });
    const privacy = { classification: 'general', impactLevel: 'low' };
    const made = await page.evaluate((template) => window.attack.make('tokens.create', template), {
      type: 'token',
      privacy,
      data: '$note',
    });
    const { id = '' } = made !== 'pending' && 'value' in made ? (made.value as { id: string }) : {};
    return world.read(world.accounts.acme.clerk, id);
  },
  held: undefined,
  fallen: saved.number,
});

prove('case 26: a page shows references, and nothing of its own beside them', {
  guard: 'only references are shown',
  attack: async (world) => {
    const page = await openShop(world, { number: 'cardNumber' });
    await openSession(world, page, [await store(world)]);
    await page.evaluate(() => window.attack.ending(() => window.attack.fields.number?.setValue('4242424242424242')));
    return shownIn(page, 'number');
  },
  held: '',
  fallen: '4242 4242 4242 4242',
});

test('case 26: references of nobody, of another page and of no session show nothing', async ({ world }) => {
  const id = await store(world);
  const page = await openShop(world, { number: 'cardNumber' });
  const set = (value: unknown) =>
    page.evaluate((given) => window.attack.ending(() => window.attack.fields.number?.setValue(given as never)), value);
  expect(await set({ $element: 'x', token: id, path: ['number'] })).toEqual({
    code: 'session-missing',
    detail: undefined,
  });
  await openSession(world, page, [id]);
  for (const value of [
    { $element: 'x', token: id, path: ['number'] },
    { number: { $element: 'x', token: id, path: [] } },
    null,
    7,
    [],
  ]) {
    const ending = await set(value);
    expect([value, ending]).toEqual([
      value,
      { code: expect.stringMatching(/^(invalid-payload|wrong-field)$/), detail: expect.anything() },
    ]);
  }
  expect(await shownIn(page, 'number')).toBe('');
});

test('case 26: a mirror shows what is typed, is silent, and stands for no value', { tag: '@firefox' }, async ({
  world,
}) => {
  const page = await openShop(world, {
    number: 'cardNumber',
    card: 'cardNumber',
    code: 'cardVerificationCode',
    note: 'cardVerificationCode',
  });
  const mirror = (to: string, from: string) =>
    page.evaluate(
      ([target, source]) =>
        window.attack.ending(() => {
          const { fields } = window.attack;
          return fields[target]?.setValueRef(fields[source] as never);
        }),
      [to, from] as const,
    );
  expect(await mirror('card', 'number')).toEqual({ value: null });
  expect(await mirror('note', 'code')).toMatchObject({ code: 'wrong-field' });
  await page.evaluate(() => void window.attack.events.splice(0));
  await inputIn(page, 'number').pressSequentially(card.number);
  await expect.poll(() => shownIn(page, 'card')).toBe('4242 4242 4242 4242');
  const told = await page.evaluate(() =>
    window.attack.events.filter(({ field, type }) => field === 'card' && type !== 'obscured'),
  );
  expect(told).toEqual([]);
  const made = await page.evaluate(() => window.attack.make('tokens.create', { type: 'card_number', data: '$card' }));
  expect(made).toMatchObject({ code: 'display-only' });
  await page.evaluate(() => window.attack.fields.card?.clear());
  await inputIn(page, 'number').press('Backspace');
  expect(await shownIn(page, 'card')).toBe('');
  // What is in a source goes with its frame.
  expect(await mirror('card', 'number')).toEqual({ value: null });
  await expect.poll(() => shownIn(page, 'card')).toBe('4242 4242 4242 424');
  await page.evaluate(() => document.querySelector('#number iframe')?.remove());
  await expect.poll(() => shownIn(page, 'card')).toBe('');
});

prove('case 29: a number is not mirrored into a field of another kind', {
  guard: 'a mirror is of the type of its source',
  attack: async (world) => {
    const page = await openShop(world, { number: 'cardNumber', note: 'text' });
    await page.evaluate(() =>
      window.attack.ending(() => window.attack.fields.note?.setValueRef(window.attack.fields.number as never)),
    );
    await inputIn(page, 'number').pressSequentially(card.number);
    await world.heard();
    return shownIn(page, 'note');
  },
  held: '',
  fallen: '4242 4242 4242 4242',
});

prove('case 26: copying takes a gesture of the customer', {
  guard: 'copying needs a gesture',
  attack: async (world) => {
    await world.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await showNumber(world, { number: 'cardNumber' }, { enableCopy: true });
    await page.evaluate(() => navigator.clipboard.writeText('before'));
    // Whoever clicks into a field lets scripts of its frame use the clipboard for a moment.
    await inputIn(page, 'number').click();
    const field = await fieldOf(page, 'number');
    await field.locator('button').evaluate((button) => (button as HTMLElement).click());
    await world.heard();
    await page.bringToFront();
    await page.locator('body').click({ position: { x: 1, y: 1 } });
    return page.evaluate(() => navigator.clipboard.readText());
  },
  held: 'before',
  fallen: saved.number,
});

test('case 26: a customer copies a number with one press, and no code', async ({ world }) => {
  await world.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await openShop(world, { number: 'cardNumber', code: 'cardVerificationCode' }, { enableCopy: true });
  await inputIn(page, 'number').pressSequentially(card.number);
  const button = page.frameLocator('#number iframe').getByRole('button', { name: 'Copy: Card number' });
  await button.click();
  await expect(page.frameLocator('#number iframe').getByText('Copied')).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(card.number);
  expect(await page.frameLocator('#code iframe').getByRole('button').count()).toBe(0);
});

/** A page with a session that may change a token, and a field filled by its customer. */
const openChange = async (world: World, body: object) => {
  const id = await store(world, body);
  const page = await openShop(world, { number: 'cardNumber' });
  await openSession(world, page, [id], ['token:update']);
  await inputIn(page, 'number').pressSequentially(card.number);
  const change = (data: unknown, more = {}) =>
    page.evaluate(
      ([token, path, other]) =>
        window.attack.ending(() => {
          const { sdk, fields } = window.attack;
          const payload = { data: path ? { [String(path)]: fields.number } : fields.number, ...other };
          return sdk().tokens.update(token, payload);
        }),
      [id, data, more] as const,
    );
  return { id, change };
};

test('a card is changed by what its customer types, and shown by its ends', async ({ world }) => {
  const { id, change } = await openChange(world, { type: 'card', data: saved });
  const changed = await change('number', { metadata: { orderId: '7' } });
  expect(changed).toMatchObject({
    value: { id, type: 'card', metadata: { orderId: '7' }, data: { number: 'XXXXXXXXXXXX4242' } },
  });
  expect(await world.read(world.accounts.acme.server, id)).toMatchObject({ number: card.number, expiration_month: 11 });
  expect(await leaks(world, [card.number])).toEqual([]);
  for (const more of [{ mask: '{{ data }}' }, { deduplicateToken: true }]) {
    expect(await change('number', more)).toMatchObject({ code: 'capability-not-allowed' });
  }
  expect(await change('cvc')).toMatchObject({ code: 'wrong-field' });
});

prove('case 33: a number is not put into a token of a lower class that is there already', {
  guard: 'elements keep their class when a token is changed',
  attack: async (world) => {
    const privacy = { classification: 'general', impact_level: 'low' };
    const { id, change } = await openChange(world, { type: 'token', data: { a: 'x' }, privacy });
    await change('a');
    return world.read(world.accounts.acme.clerk, id);
  },
  held: { a: 'x' },
  fallen: { a: card.number },
});
