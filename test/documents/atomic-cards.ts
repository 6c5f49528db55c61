import { elided, type Pair, type Step, server } from './pair.ts';

const tenant = '77cb0024-123e-41a8-8ff8-a3d5a0fa8a08';
const cardId = 'c1e565009-1984-4638-8fca-dce8a82cc2af';

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' };
const sdkCard = { number: '4242424242424242', expirationMonth: 12, expirationYear: 2025, cvc: '123' };
const metadata = { nonSensitiveField: 'Non-Sensitive Value' };

const anotherCard: Step = { method: 'POST', path: '/atomic/cards', body: { card, metadata } };
const created: Step = { ...anotherCard, makes: cardId };

const answer = {
  id: cardId,
  tenant_id: tenant,
  type: 'card',
  card: { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2025 },
  fingerprint: 'EVYsSLRyb86Z5awJksvnjVMEC4iP7KX639GtHVUFpzER',
  metadata,
  created_by: 'fb124bba-f90d-45f0-9a59-5edca27b3b4a',
  created_at: '2020-09-15T15:53:00+00:00',
};

const changedAnswer = {
  ...answer,
  modified_by: '34053374-d721-43d8-921c-5ee1d337ef21',
  modified_at: '2021-10-27T17:34:23+00:00',
};

const create: Pair = {
  source: 'api-reference: Create Atomic Card',
  caller: server('token:pci:create'),
  request: { method: 'POST', path: '/atomic/cards', body: { card, metadata } },
  call: 'atomicCards.create',
  args: [{ card: sdkCard, metadata }],
  status: 201,
  response: changedAnswer,
};

/** API reference, "Atomic Cards", and the one request of the page "Atomic Tokens". */
export const atomicCards: Pair[] = [
  create,
  { ...create, source: 'atomic-tokens: Atomic Cards' },
  {
    source: 'api-reference: List Atomic Cards',
    caller: server('token:pci:read:low'),
    given: [created, anotherCard, anotherCard],
    request: { method: 'GET', path: '/atomic/cards' },
    call: 'atomicCards.list',
    args: [],
    status: 200,
    response: { pagination: elided, data: [answer, elided, elided] },
  },
  {
    source: 'api-reference: Get an Atomic Card',
    caller: server('token:pci:read:low'),
    given: [created],
    request: { method: 'GET', path: `/atomic/cards/${cardId}` },
    call: 'atomicCards.retrieve',
    args: [cardId],
    status: 200,
    response: answer,
  },
  {
    source: 'api-reference: Update Atomic Card',
    // The answer shows what a key that may read sees; one that may only update gets the id alone.
    caller: server('token:pci:update', 'token:pci:read:low'),
    given: [created],
    request: { method: 'PATCH', path: `/atomic/cards/${cardId}`, body: { card } },
    call: 'atomicCards.update',
    args: [cardId, { card: sdkCard }],
    status: 200,
    response: changedAnswer,
  },
  {
    source: 'api-reference: Delete Atomic Card',
    caller: server('token:pci:delete'),
    given: [created],
    request: { method: 'DELETE', path: `/atomic/cards/${cardId}` },
    call: 'atomicCards.delete',
    args: [cardId],
    status: 204,
  },
];

const testNumbers = [
  '4242424242424242',
  '4000056655665556',
  '5555555555554444',
  '2223003122003222',
  '5200828282828210',
  '5105105105105100',
  '378282246310005',
  '371449635398431',
  '6011111111111117',
  '6011000990139424',
  '3056930009020004',
  '36227206271667',
  '3566002020360505',
  '620000000000000',
];

/** API reference, "Test Cards": every listed number is taken, and answered masked. */
export const testCards: Pair[] = testNumbers.map((number) => ({
  source: `api-reference: Test Cards, ${number}`,
  caller: server('token:pci:create'),
  request: { method: 'POST', path: '/atomic/cards', body: { card: { number } } },
  call: 'atomicCards.create',
  args: [{ card: { number } }],
  status: 201,
  response: { type: 'card', card: { number: number.slice(-4).padStart(number.length, 'X') } },
}));
