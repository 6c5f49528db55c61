import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { contract, schemas } from './contract.ts';
import { routes } from './routes.ts';
import { validate } from './validate.ts';
import { validateRequest } from './validate-request.ts';

const errorsOf = (schema: z.ZodType, value: unknown, at?: string[]) => validate(schema, value, at).errors;

test('no error repeats what was sent, neither a value nor the name of a user', () => {
  const secret = '4242424242424241';
  const wrong = fc.oneof(
    fc.constantFrom<unknown>(
      secret,
      Number(secret),
      [secret],
      { [secret]: secret },
      { [secret]: { a: 1 } },
      null,
      true,
    ),
    fc.integer(),
  );
  for (const { name, route } of routes(contract)) {
    for (const schema of [route.query, route.body]) {
      if (!schema) continue;
      const keys = Object.keys(schemaProperties(schema));
      const nested = fc.dictionary(fc.constantFrom(...keys, 'number', 'cvc', 'cek', secret), wrong);
      const sent = fc.oneof(wrong, fc.dictionary(fc.constantFrom(...keys, 'x'), fc.oneof(wrong, nested)));
      fc.assert(
        fc.property(sent, (value) => {
          const errors = [errorsOf(schema, value), validateRequest(schema, value).errors];
          expect(JSON.stringify(errors), name.join('.')).not.toContain('42424242');
        }),
      );
    }
  }
});

test('errors stand under the dotted path, below where the value stood', () => {
  const errors = errorsOf(schemas.Card, { number: '4242 4242 4242 4242', expiration_month: 13 }, ['data']);
  expect(Object.keys(errors ?? {})).toEqual(['data.number', 'data.expiration_month']);
  expect(
    Object.keys(errorsOf(schemas.CreateToken, { type: 'token', data: 1, privacy: { impact_level: 'x' } }) ?? {}),
  ).toEqual(['privacy.impact_level']);
  expect(Object.keys(errorsOf(schemas.CreateToken, 'text') ?? {})).toEqual(['body']);
});

test('what is missing is called required', () => {
  expect(errorsOf(schemas.CreateToken, {})).toMatchObject({ type: ['Required.'], data: ['Required.'] });
  expect(errorsOf(schemas.CreateToken, { type: 'token', data: null })).toEqual({ data: ['Required.'] });
});

test('a token is made of data, encrypted data or a token intent, and never of two of them', () => {
  expect(errorsOf(schemas.CreateToken, { type: 'card', encrypted: 'x' })).toBeUndefined();
  expect(errorsOf(schemas.CreateToken, { type: 'card', encrypted: 'x', data: null })).toBeUndefined();
  expect(errorsOf(schemas.CreateToken, { encrypted: 'x' })).toEqual({ type: ['Required.'] });
  expect(errorsOf(schemas.CreateToken, { type: 'card', encrypted: 'x', data: 1 })).toEqual({
    data: [expect.stringContaining('leave it out')],
  });
  expect(errorsOf(schemas.CreateTokenIntent, { type: 'card' })).toEqual({ data: ['Required.'] });
  const token_intent_id = '0e0bd1ae-5c2d-4f7f-8a3c-0d4d1f7a6b0f';
  expect(errorsOf(schemas.CreateToken, { token_intent_id })).toBeUndefined();
  expect(errorsOf(schemas.CreateToken, { token_intent_id, data: null })).toBeUndefined();
  expect(errorsOf(schemas.CreateToken, { token_intent_id: 'x' })).toMatchObject({
    token_intent_id: [expect.any(String)],
  });
  const message = expect.stringContaining('leave it out');
  expect(errorsOf(schemas.CreateToken, { token_intent_id, type: 'card', data: 1 })).toEqual({
    type: [message],
    data: [message],
  });
});

test.each([[0], [false], [''], [[]], [{}]])('%j is data', (data) => {
  expect(errorsOf(schemas.CreateToken, { type: 'token', data })).toBeUndefined();
});

test('properties that nobody declared are ignored in what is no request', () => {
  expect(validate(schemas.CreateToken, { type: 'token', data: 1, $schema: 'x', extra: 1 }).value).toEqual({
    type: 'token',
    data: 1,
  });
});

test.each([
  ['4242424242424242', true],
  ['36227206271667', true],
  ['6304000000000000', true],
  ['4242424242424241', false],
  ['4242 4242 4242 4242', false],
  ['4242-4242-4242-4242', false],
  ['٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢', false],
  ['42424242424242424242', false],
  ['00000000000', false],
  ['', false],
  [4242424242424242, false],
])('card number %j: %s', (number, right) => {
  expect(errorsOf(schemas.Card, { number }) === undefined).toBe(right);
});

test('the expiry is a month and a four-digit year as integers, past or not', () => {
  const card = (month: unknown, year: unknown) => ({
    number: '4242424242424242',
    expiration_month: month,
    expiration_year: year,
  });
  expect(errorsOf(schemas.Card, card(1, 1999))).toBeUndefined();
  for (const month of [0, 13, 1.5, '12', null]) expect(errorsOf(schemas.Card, card(month, 2030))).toBeDefined();
  for (const year of [30, 20300, '2030', 2030.5]) expect(errorsOf(schemas.Card, card(12, year))).toBeDefined();
});

test('a change of a card needs at least one property, and only right ones', () => {
  expect(errorsOf(schemas.UpdateAtomicCard, { card: { cvc: '123' } })).toBeUndefined();
  for (const card of [{}, { extra: 1 }, { cvc: '12' }, { number: '1' }, null, undefined]) {
    expect(errorsOf(schemas.UpdateAtomicCard, { card })).toBeDefined();
  }
});

test('pages start at 1 and hold 1 to 100 items', () => {
  const { query } = contract.tokens.list;
  expect(validate(query, {}).value).toEqual({ page: 1, size: 20 });
  expect(validate(query, { page: '7', size: '100' }).value).toEqual({ page: 7, size: 100 });
  for (const page of ['0', '-1', '1.5', 'x', '', ' ', '99999999999', ['1', '2']]) {
    expect(errorsOf(query, { page }), String(page)).toHaveProperty('page');
  }
  for (const size of ['0', '101']) expect(errorsOf(query, { size })).toHaveProperty('size');
});

test('a filter that stands once is a list of one', () => {
  expect(validate(contract.tokens.list.query, { id: 'a', type: ['card', 'token'] }).value).toMatchObject({
    id: ['a'],
    type: ['card', 'token'],
  });
});

test('metadata is text under short names', () => {
  const metadata = (value: unknown) => errorsOf(schemas.CreateToken, { type: 'token', data: 1, metadata: value });
  expect(metadata({ order: '7' })).toBeUndefined();
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, place) => [String(place), '']));
  for (const wrong of [
    { order: 7 },
    { order: null },
    { order: {} },
    ['x'],
    'x',
    { '': 'x' },
    { a: 'x'.repeat(1001) },
    many,
  ]) {
    expect(Object.keys(metadata(wrong) ?? {})).toEqual(['metadata']);
  }
});

test('a container may be written in two ways, and is kept in lower case', () => {
  const create = (part: object) => validate(schemas.CreateToken, { type: 'token', data: 1, ...part });
  expect(create({ container: '/Shop/North_1/' }).value).toMatchObject({ container: '/shop/north_1/' });
  expect(create({ containers: ['/a/'] }).value).toMatchObject({ container: '/a/' });
  for (const container of ['', 'a', '/a', 'a/', '//', '/a b/', '/é/']) {
    expect(create({ container }).errors, container).toHaveProperty('container');
  }
  expect(create({ containers: ['/a/', '/b/'] }).errors).toHaveProperty('containers');
});

test('half a surrogate pair is refused wherever text is kept as text, and let through in data', () => {
  const half = 'a\ud800';
  expect(errorsOf(schemas.CreateApplication, { name: half, type: 'public' })).toHaveProperty('name');
  const token = (part: object) => errorsOf(schemas.CreateToken, { type: 'token', data: 1, ...part });
  expect(token({ metadata: { a: half } })).toHaveProperty('metadata');
  expect(token({ metadata: { [half]: 'a' } })).toHaveProperty('metadata');
  expect(token({ mask: half })).toHaveProperty('mask');
  expect(token({ search_indexes: ['{{ data }}', half] })).toHaveProperty('search_indexes');
  expect(JSON.stringify(token({ mask: half }))).not.toContain('\\ud800');
  expect(token({ data: { [half]: half } })).toBeUndefined();
});

const schemaProperties = (schema: z.ZodType): object =>
  'shape' in schema ? (schema.shape as object) : { type: 1, data: 1, privacy: 1, metadata: 1 };

test('digits that come as a number are refused with the reason', () => {
  const why = ['Must be a string: a number loses the zeros that it begins with.'];
  const card = { number: 4242424242424242, expiration_month: 1, expiration_year: 2030, cvc: 12 };
  expect(errorsOf(contract.atomicCards.create.body, { card })).toEqual({ 'card.number': why, 'card.cvc': why });
  const bank = { routing_number: 21000021, account_number: 1234 };
  const errors = errorsOf(contract.atomicBanks.create.body, { bank });
  expect(errors).toEqual({ 'bank.routing_number': why, 'bank.account_number': why });
  expect(errorsOf(contract.atomicCards.create.body, { card: { ...card, number: undefined, cvc: '012' } })).toEqual({
    'card.number': ['Required.'],
  });
});

test('where there are alternatives, an error says what is taken', () => {
  const list = contract.tokens.list.query;
  expect(errorsOf(list, { type: 'crad' })?.type?.[0]).toMatch(/^Must be one of token, card, /);
  expect(errorsOf(list, { type: ['card', 'crad'] })?.type?.[0]).toMatch(/^Must be one of token, /);
  const change = contract.tenants.update.body;
  const settings = { deduplicate_tokens: 'yes' };
  expect(errorsOf(change, { name: 'Acme', settings })).toEqual({
    'settings.deduplicate_tokens': ['Must be one of true, false.'],
  });
  const reactor = { name: 'R', code: 'module.exports = () => 1', configuration: { key: {} } };
  expect(errorsOf(contract.reactors.create.body, reactor)).toEqual({
    configuration: ['Must be a string, a number or true or false.'],
  });
});

test.each<[z.ZodType, unknown, string]>([
  [z.string(), 5, 'Must be a string.'],
  [z.int(), 1.5, 'Must be a whole number.'],
  [z.boolean(), 'x', 'Must be true or false.'],
  [z.array(z.string()), {}, 'Must be a list.'],
  [z.string().min(1), '', 'Must have at least 1 character.'],
  [z.string().max(3), 'abcd', 'Must have at most 3 characters.'],
  [z.array(z.int()).max(2), [1, 2, 3], 'Must have at most 2 items.'],
  [z.int().max(100), 200, 'Must be at most 100.'],
  [z.number().gt(5), 1, 'Must be more than 5.'],
  [z.uuid(), 'x', 'Must be a UUID.'],
  [z.iso.datetime({ offset: true }), 'x', 'Must be a time of ISO 8601 with an offset, such as 2027-01-31T12:00:00Z.'],
  [z.literal('a'), 'x', 'Must be a.'],
  [
    z.record(z.string().max(2), z.string()),
    { abc: 'd' },
    'The name of a property in it is not allowed. Must have at most 2 characters.',
  ],
])('what is wrong is said in words: %#', (schema, value, message) => {
  expect(errorsOf(z.object({ here: schema }), { here: value })).toEqual({ here: [message] });
});
