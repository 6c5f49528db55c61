import { expect } from '@playwright/test';
import { test, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { inputIn, openShop, posts, someText, splitFields, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

/** Loses the vault's first answer to a payment on its way. */
const loseFirstAnswer = (world: World): void => {
  let lost = false;
  world.alter(({ method, url }, answer) => {
    if (lost || method !== 'POST' || url.pathname !== '/tokens') return answer;
    lost = true;
    return 'lost';
  });
};

prove('case 23: five calls at once make one token', {
  tag: '@firefox',
  guard: 'one intent has one idempotency key',
  attack: async (world) => {
    const { server } = world.accounts.acme;
    const page = await openShop(world);
    await typeCard(page);
    const before = await world.count(server);
    const paid = await page.evaluate(() => Promise.all(Array.from({ length: 5 }, () => window.attack.pay())));
    const different = new Set(paid.map((ending) => JSON.stringify(ending))).size;
    return { different, posts: posts(world).length, made: (await world.count(server)) - before };
  },
  held: { different: 1, posts: 1, made: 1 },
  fallen: { different: 5, posts: 5, made: 5 },
});

/** Pays, loses the answer, and pays again. */
const payTwice = async (world: World) => {
  const { server } = world.accounts.acme;
  loseFirstAnswer(world);
  const page = await openShop(world);
  await typeCard(page);
  const before = await world.count(server);
  const first = await page.evaluate(() => window.attack.pay());
  const second = await page.evaluate(() => window.attack.pay());
  return { first, second, posts: posts(world).length, made: (await world.count(server)) - before };
};

const retried = { first: { code: 'vault-unreachable' }, second: { value: someText }, posts: 2 };

prove('case 23: a retry after a lost answer makes no second token, by its idempotency key', {
  tag: '@firefox',
  guard: 'one intent has one idempotency key',
  attack: payTwice,
  held: { ...retried, made: 1 },
  fallen: { ...retried, made: 2 },
});

prove('case 23: a retry after a lost answer makes no second token, by the vault’s memory', {
  tag: '@firefox',
  guard: 'the vault remembers what it answered',
  attack: payTwice,
  held: { ...retried, made: 1 },
  fallen: { ...retried, made: 2 },
});

prove('case 23: after an edit, a retry is another payment', {
  guard: 'an edit makes another intent',
  attack: async (world) => {
    loseFirstAnswer(world);
    const page = await openShop(world, splitFields);
    await typeCard(page);
    await page.evaluate(() => window.attack.pay());
    await inputIn(page, 'code').press('Backspace');
    await inputIn(page, 'code').press('4');
    const made = await page.evaluate(() => window.attack.pay());
    if (made === 'pending' || 'code' in made) return made;
    return world.read(world.accounts.acme.server, String(made.value));
  },
  held: expect.objectContaining({ cvc: '124' }),
  // The vault refuses a key that comes with another body.
  fallen: { code: 'api-error' },
});

test('case 23: a payment that was answered is over, and the next one makes a token of its own', async ({ world }) => {
  const page = await openShop(world);
  await typeCard(page);
  const first = await page.evaluate(() => window.attack.pay());
  const second = await page.evaluate(() => window.attack.pay());
  expect(first).toEqual({ value: someText });
  expect(second).toEqual({ value: someText });
  expect(second).not.toEqual(first);
});

const card = {
  number: '$number',
  expiration_month: '$expiry.month',
  expiration_year: '$expiry.year',
  cvc: '$code',
};

/** Every call with values in it, and where it goes. */
const calls = {
  'tokens.create': ['/tokens', { type: 'card', data: card }],
  tokenize: ['/tokenize', { first: { type: 'card', data: card }, second: [{ type: 'card_number', data: '$number' }] }],
  'atomicCards.create': ['/atomic/cards', { card }],
} as const;

for (const [method, [path, payload]] of Object.entries(calls)) {
  test(`case 23: ${method} carries a key, and a retry after a lost or failed answer carries it again`, async ({
    world,
  }) => {
    const answers: string[] = [];
    world.alter(({ method: verb, url }, answer) => {
      if (verb !== 'POST' || url.pathname !== path) return answer;
      answers.push(answer.body);
      if (answers.length === 1) return 'lost';
      return answers.length === 2 ? { ...answer, status: 503, body: '' } : answer;
    });
    const page = await openShop(world, splitFields);
    await typeCard(page);
    const make = () =>
      page.evaluate(([name, template]) => window.attack.make(name, template), [method, payload] as const);
    expect([await make(), await make(), await make()]).toEqual([
      { code: 'vault-unreachable' },
      { code: 'api-error' },
      { value: expect.any(Object) },
    ]);
    const keys = world.requests.flatMap(({ method: verb, headers }) =>
      verb === 'POST' ? [headers['bt-idempotency-key']] : [],
    );
    expect([keys.length, new Set(keys).size, new Set(answers).size]).toEqual([3, 1, 1]);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });
}
