import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let key: string;
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '123' };
const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
const tokenize = (body: unknown, by = key) => rig.send('POST', '/tokenize', { key: by, body });
const dataOf = async (token: string) => (await rig.send('GET', `/tokens/${token}`, { key })).body.data;
const count = async () => (await rig.store.rows('select id from tokens')).length;

describe('tokenize', () => {
  it('keeps shape and order, and leaves what holds nothing as it is', async () => {
    const { status, body } = await tokenize({
      first_name: 'John',
      nothing: null,
      empty: { list: [], object: {} },
      card: { type: 'card', data: card, metadata: { a: 'b' } },
      tags: ['preferred', 7, true, { type: 'token', data: { deep: ['x'] } }],
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      first_name: id,
      nothing: null,
      empty: { list: [], object: {} },
      card: expect.objectContaining({
        id,
        type: 'card',
        data: { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2025 },
        metadata: { a: 'b' },
      }),
      tags: [id, id, id, expect.objectContaining({ id, type: 'token' })],
    });
    expect(Object.keys(body)).toEqual(['first_name', 'nothing', 'empty', 'card', 'tags']);
    expect(await dataOf(body.first_name)).toBe('John');
    expect(await dataOf(body.tags[1])).toBe(7);
    expect(await dataOf(body.tags[2])).toBe(true);
    expect(await dataOf(body.tags[3].id)).toEqual({ deep: ['x'] });
    expect(await dataOf(body.card.id)).toEqual(card);
  });

  it('takes a single value, a single token and a list', async () => {
    expect((await tokenize('"John"')).body).toEqual(id);
    expect((await tokenize({ type: 'card', data: card })).body).toMatchObject({ type: 'card', id });
    expect((await tokenize(['a', 'b'])).body).toEqual([id, id]);
    expect((await tokenize('null')).body).toBeNull();
  });

  it('does not take an object for a token by what it inherits, and keeps odd names', async () => {
    const { text } = await tokenize('{"__proto__": {"data": "x"}, "constructor": "y"}');
    expect(text).toMatch(/^\{"__proto__":\{"data":"[0-9a-f-]{36}"\},"constructor":"[0-9a-f-]{36}"\}$/);
  });

  it.each([
    ['an unknown type', { a: 'x', b: [{ type: 'nonsense', data: 1 }] }, 'b.0.type'],
    ['a wrong card', { a: 'x', b: { type: 'card', data: { ...card, number: '4242424242424241' } } }, 'b.data.number'],
    ['a token without data', ['x', { type: 'token', data: null }], '1.data'],
    ['something this version cannot do', { a: 'x', b: { type: 'token', data: 1, id: 'me' } }, 'b.id'],
  ])('stores nothing at all when there is %s', async (_, body, name) => {
    const before = await count();
    const answer = await tokenize(body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual([name]);
    expect(await count()).toBe(before);
  });

  it('needs every permission it would use, or stores nothing', async () => {
    const general = await rig.application('server_to_server', ['token:general:create']);
    const before = await count();
    expect((await tokenize({ a: 'x', b: { type: 'card', data: card } }, general)).status).toBe(403);
    expect(await count()).toBe(before);
    expect((await tokenize({ a: 'x' }, general)).status).toBe(200);
  });

  it('makes a thousand tokens in one call and no more', async () => {
    const values = Array.from({ length: 1000 }, (_, index) => index);
    const { body } = await tokenize(values);
    expect(new Set(body).size).toBe(1000);
    expect(await dataOf(body[999])).toBe(999);
    const before = await count();
    expect((await tokenize([...values, 1])).status).toBe(400);
    expect(await count()).toBe(before);
  });
});
