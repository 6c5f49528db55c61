import { expect, type Page } from '@playwright/test';
import type { Ending } from './toolkit/toolkit.ts';
import { test, type World } from './world/fixtures.ts';
import { prove } from './world/proof.ts';
import { card, gained, inputIn, openShop, posts, someText, splitFields, typeCard } from './world/shop.ts';

test.describe.configure({ mode: 'parallel' });

type Call = readonly [method: string, payload: unknown, options?: object];

/** A shop whose customer has filled in everything, a note as well. */
const openFilled = async (world: World): Promise<Page> => {
  const page = await openShop(world, splitFields);
  await page.evaluate((key) => window.attack.mount(key, { note: 'text' }), world.accounts.acme.elements);
  await typeCard(page);
  await inputIn(page, 'note').pressSequentially(note);
  return page;
};

const note = 'Leave it with Ottoline next door';

const make = (page: Page, [method, payload, options]: Call): Promise<Ending> =>
  page.evaluate(([name, template, more]) => window.attack.make(name, template, more), [
    method,
    payload,
    options,
  ] as const);

const codeOf = (ending: Ending): string => (ending !== 'pending' && 'code' in ending ? ending.code : 'none');

/** The data of a card from its own three fields, with some of it changed. */
const data = (change: object = {}) => ({
  number: '$number',
  expiration_month: '$expiry.month',
  expiration_year: '$expiry.year',
  cvc: '$code',
  ...change,
});

const digitByDigit = "{{ data.number | split: '' | join: ',' }}";

const capabilities: Record<string, unknown> = {
  id: digitByDigit,
  mask: { number: digitByDigit },
  fingerprintExpression: "{{ data.number | append: 'x' }}",
  fingerprint_expression: "{{ data.number | append: 'x' }}",
  searchIndexes: ["{{ data.number | slice: 6, 1 | replace: '4', '' }}"],
  search_indexes: ['{{ data.number | slice: 6, 1 }}'],
  deduplicateToken: true,
  deduplicate_token: true,
};

/** One call for each property with which a payload could ask about its own data, in each of the three methods. */
const askingCalls: Call[] = Object.entries(capabilities).flatMap(([name, value]): Call[] => [
  ['tokens.create', { type: 'card', data: data(), [name]: value }],
  [
    'tokenize',
    { deep: [{ type: 'card', data: data(), [name.replace(/[A-Z]/g, (l) => `_${l.toLowerCase()}`)]: value }] },
  ],
  ['atomicCards.create', { card: data(), [name]: value }],
]);

prove('case 27: a payload that would have its data echoed or tested is refused before anything is asked', {
  guard: 'no revealing property beside elements',
  attack: async (world) => {
    const page = await openFilled(world);
    const codes = new Set<string>();
    for (const call of askingCalls) codes.add(codeOf(await make(page, call)));
    return { refused: !codes.has('none'), asked: posts(world).length > 0 };
  },
  held: { refused: true, asked: false },
  fallen: { refused: expect.any(Boolean), asked: true },
});

prove('case 27: a mask from the page shows nobody what a customer typed, were frames to let it through', {
  lacking: ['no revealing property beside elements'],
  guard: 'elements keys may not ask for what reveals',
  attack: async (world) => {
    const page = await openFilled(world);
    const payload = { type: 'token', data: '$note', mask: '{{ data }}', privacy: { restrictionPolicy: 'mask' } };
    const made = await make(page, ['tokens.create', payload]);
    const { id = '' } = made !== 'pending' && 'value' in made ? (made.value as { id: string }) : {};
    return { code: codeOf(made), clerk: await world.read(world.accounts.acme.clerk, id) };
  },
  held: { code: 'capability-not-allowed', clerk: undefined },
  fallen: { code: 'none', clerk: note },
});

/** Fields where they do not belong, by the error that says so. */
const misplaced: Record<string, Call[]> = {
  'wrong-field': [
    ['tokens.create', { type: 'card', data: data({ number: '$code' }) }],
    ['tokens.create', { type: 'card', data: data({ cvc: '$number' }) }],
    ['tokens.create', { type: 'card', data: data({ expiration_month: '$code' }) }],
    ['tokens.create', { type: 'card', data: data({ expiration_month: '$expiry.year' }) }],
    ['tokens.create', { type: 'card', data: data({ number: '$note' }) }],
    ['tokens.create', { type: 'card', data: data({ number: ['$number'] }) }],
    ['tokens.create', { type: 'card', data: data({ holder: '$number' }) }],
    ['tokens.create', { type: 'card_number', data: '$code' }],
    ['tokens.create', { type: 'card_number', data: { number: '$number' } }],
    ['atomicCards.create', { card: data({ number: '$code' }) }],
    ['tokenize', [{ type: 'card', data: data({ expiration_year: '$number' }) }]],
  ],
  'class-too-low': [
    ['tokens.create', { type: 'bank', data: { routing_number: '$code', account_number: '$number' } }],
    ['tokens.create', { type: 'us_bank_account_number', data: '$number' }],
    ['tokens.create', { type: 'social_security_number', data: '$number' }],
    ['tokens.create', { type: 'token', data: '$number' }],
    ['tokens.create', { type: 'token', data: { deep: ['$code'] } }],
    ['tokens.create', { type: 'token', data: '$number', privacy: { classification: 'general', impactLevel: 'low' } }],
    ['tokens.create', { type: 'token', data: '$number', privacy: { classification: 'pci', impact_level: 'low' } }],
    ['tokens.create', { type: 'card', data: data(), privacy: { classification: 'general' } }],
    ['tokens.create', { type: 'card', data: data(), privacy: { impactLevel: 'moderate' } }],
    ['tokenize', { card: { type: 'token', data: data() } }],
    ['tokenize', '$number'],
    ['tokenize', ['$number']],
    ['tokenize', { number: '$number' }],
    ['tokenize', { type: 'card', number: '$code' }],
    ['tokenize', { data: { type: '$expiry.month' } }],
    ['tokenize', ['$note', { deep: [['$code']] }]],
  ],
  'unknown-token-type': [
    ['tokens.create', { data: '$number' }],
    ['tokens.create', { type: 'Card', data: data() }],
    ['tokens.create', { type: ['card'], data: data() }],
    ['tokens.create', { type: 'constructor', data: data() }],
  ],
  'reference-not-allowed': [
    ['tokens.create', { type: 'card', data: data(), metadata: { pan: '$number' } }],
    ['tokens.create', { type: '$number', data: data() }],
    ['tokens.create', { type: 'card', data: data(), container: '$number' }],
    ['tokens.create', { type: 'card', data: data(), expiresAt: '$number' }],
    ['tokens.create', { type: 'card', data: data(), privacy: '$number' }],
    ['tokens.create', { type: 'card', data: data(), anything: { deep: ['$number'] } }],
    ['tokens.create', '$number'],
    ['atomicCards.create', { card: data(), billing: '$number' }],
    ['atomicCards.create', { card: data(), metadata: { pan: '$number' } }],
    ['atomicCards.create', { data: data() }],
    ['tokenize', { type: 'card', data: data(), metadata: { pan: '$number' } }],
    ['tokenize', { note: '$note', card: { type: 'card', data: data(), metadata: { note: '$note' } } }],
    ['tokenize', [{ type: '$note', data: 'x' }]],
    ['tokenize', { type: 'token', data: 'x', containers: ['$note'] }],
  ],
  'capability-not-allowed': [['tokens.create', { type: 'card', data: data(), id: '$number' }]],
  'invalid-payload': [['tokens.create', { type: 'card', data: data() }, { correlationId: '$number' }]],
  'api-key-not-allowed': [['tokens.create', { type: 'card', data: data() }, { apiKey: 'key_somebody' }]],
};

test('cases 30 and 33: fields where they do not belong are refused, each for its reason, and nothing is sent', async ({
  world,
}) => {
  const page = await openFilled(world);
  for (const [code, calls] of Object.entries(misplaced)) {
    for (const call of calls) {
      expect.soft([call, codeOf(await make(page, call))]).toEqual([call, code]);
    }
  }
  expect(posts(world)).toEqual([]);
});

prove('case 30: a code is not sent in the place of a number, whose ends are shown', {
  guard: 'a property takes its own field',
  attack: async (world) => {
    const page = await openFilled(world);
    await make(page, ['tokens.create', { type: 'card', data: data({ number: '$code' }) }]);
    return world.requests.filter(({ body }) => body.includes(`"number":"${card.code}"`)).length;
  },
  held: 0,
  fallen: 1,
});

prove('case 33: a number in metadata does not come back to the page in clear', {
  lacking: ['a property takes its own field'],
  guard: 'references stand only under data',
  attack: async (world) => {
    const page = await openFilled(world);
    const made = await make(page, ['tokens.create', { type: 'card', data: data(), metadata: { pan: '$number' } }]);
    return made !== 'pending' && 'value' in made ? (made.value as { metadata: unknown }).metadata : codeOf(made);
  },
  held: 'reference-not-allowed',
  fallen: { pan: card.number },
});

prove('case 33: a number does not become a token that anybody at the desk may read', {
  guard: 'fields keep their class',
  attack: async (world) => {
    const page = await openFilled(world);
    const privacy = { classification: 'general', impactLevel: 'low' };
    const made = await make(page, ['tokens.create', { type: 'token', privacy, data: '$number' }]);
    const { id = '' } = made !== 'pending' && 'value' in made ? (made.value as { id: string }) : {};
    return { code: codeOf(made), clerk: await world.read(world.accounts.acme.clerk, id) };
  },
  held: { code: 'class-too-low', clerk: undefined },
  fallen: { code: 'none', clerk: card.number },
});

prove('case 33: a number is no plain value of a document, which whoever reads addresses could read', {
  guard: 'fields keep their class',
  attack: async (world) => {
    const page = await openFilled(world);
    const made = await make(page, ['tokenize', { note: '$note', deep: [{ pan: '$number' }] }]);
    const { deep } = made !== 'pending' && 'value' in made ? (made.value as { deep: [{ pan: string }] }) : {};
    const read = await world.read(world.accounts.acme.office, deep?.[0].pan ?? '');
    return { code: codeOf(made), asked: posts(world).length, office: read };
  },
  held: { code: 'class-too-low', asked: 0, office: undefined },
  fallen: { code: 'none', asked: 1, office: card.number },
});

prove('case 33: a text in the metadata of a token in a document does not come back to the page in clear', {
  guard: 'references stand only under data',
  attack: async (world) => {
    const page = await openFilled(world);
    const token = { type: 'token', data: 'x', metadata: { note: '$note' } };
    const made = await make(page, ['tokenize', { plain: '$note', deep: [token] }]);
    const { deep } = made !== 'pending' && 'value' in made ? (made.value as { deep: [{ metadata: unknown }] }) : {};
    return { code: codeOf(made), asked: posts(world).length, metadata: deep?.[0].metadata };
  },
  held: { code: 'reference-not-allowed', asked: 0, metadata: undefined },
  fallen: { code: 'none', asked: 1, metadata: { note } },
});

test('case 30: a text as a plain value of a document becomes a token, of which the page gets the id', async ({
  world,
}) => {
  const page = await openFilled(world);
  const made = await make(page, ['tokenize', { name: '$note', plain: 'x', list: [{ type: 'card', data: data() }] }]);
  expect(made).toEqual({
    value: { name: someText, plain: someText, list: [expect.objectContaining({ id: someText })] },
  });
  const { name } = (made as { value: { name: string } }).value;
  expect(await world.read(world.accounts.acme.office, name)).toBe(note);
  expect(JSON.stringify(made)).not.toContain(note);
});

test('case 30: the same fields in their own places make a token', async ({ world }) => {
  const page = await openFilled(world);
  const paid = await page.evaluate(() => window.attack.pay());
  expect(paid).toEqual({ value: someText });
  expect(await world.read(world.accounts.acme.server, gained(paid))).toEqual({
    number: card.number,
    expiration_month: 12,
    expiration_year: 2034,
    cvc: card.code,
  });
});
