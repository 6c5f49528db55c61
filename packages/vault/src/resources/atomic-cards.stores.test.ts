import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let low: string;
let high: string;
beforeAll(async () => {
  rig = await startRig();
  low = await rig.application('server_to_server', allTokens('low'));
  high = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '987' };
const masked = { number: 'XXXXXXXXXXXX4242', expiration_month: 12, expiration_year: 2025 };
const create = async (sent: object = card) =>
  await rig.send('POST', '/atomic/cards', { key: low, body: { card: sent, metadata: { a: 'b' } } });
const get = (id: string, key: string) => rig.send('GET', `/atomic/cards/${id}`, { key });
const update = (id: string, change: object, key = low) =>
  rig.send('PATCH', `/atomic/cards/${id}`, { key, body: { card: change } });

describe('an atomic card', () => {
  it('is a token of type card by another name', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      tenant_id: rig.acme.tenantId,
      type: 'card',
      card: masked,
      fingerprint: expect.any(String),
      metadata: { a: 'b' },
      created_by: expect.any(String),
      created_at: '2022-01-01T00:00:00+00:00',
      modified_by: body.created_by,
      modified_at: body.created_at,
    });
    expect((await get(body.id, low)).body.card).toEqual(masked);
    expect((await get(body.id, high)).body.card).toEqual(card);
    const token = await rig.send('GET', `/tokens/${body.id}`, { key: high });
    expect(token.body).toMatchObject({ type: 'card', data: card, fingerprint: body.fingerprint });
  });

  it('shows no tokens of other types, in lists either', async () => {
    const number = await rig.send('POST', '/tokens', { key: low, body: { type: 'card_number', data: card.number } });
    const { id } = number.body;
    expect((await get(id, high)).status).toBe(404);
    expect((await update(id, { cvc: '123' })).status).toBe(404);
    expect((await rig.send('DELETE', `/atomic/cards/${id}`, { key: low })).status).toBe(404);
    const { body } = await rig.send('GET', '/atomic/cards?size=100', { key: low });
    expect(body.pagination.total_items).toBe(body.data.length);
    expect(body.data.every(({ type }: { type: string }) => type === 'card')).toBe(true);
  });

  it('shows nothing of the card where its policy is to redact, and no odd mask as a card', async () => {
    const make = async (more: object) =>
      (await rig.send('POST', '/tokens', { key: low, body: { type: 'card', data: card, ...more } })).body.id;
    expect((await get(await make({ privacy: { restriction_policy: 'redact' } }), low)).body.card).toEqual({});
    expect((await get(await make({ mask: '{{ data.number | reveal_last: 4 }}' }), low)).body.card).toEqual({});
    expect((await get(await make({ mask: { number: '{{ data.number | last4 }}' } }), low)).body.card).toEqual({
      number: '4242',
    });
  });

  it('changes in parts and answers masked', async () => {
    const { body } = await create();
    rig.pass(1000);
    const changed = await update(body.id, { expiration_month: 1, expiration_year: 2030 }, high);
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ card: { ...masked, expiration_month: 1, expiration_year: 2030 } });
    expect(changed.body.modified_at).not.toBe(changed.body.created_at);
    expect(changed.body.fingerprint).toBe(body.fingerprint);
    expect((await get(body.id, high)).body.card).toEqual({ ...card, expiration_month: 1, expiration_year: 2030 });
  });

  it('drops a verification code that belonged to another number', async () => {
    const { body } = await create();
    const changed = await update(body.id, { number: '5555555555554444' });
    expect(changed.body.card.number).toBe('XXXXXXXXXXXX4444');
    expect(changed.body.fingerprint).not.toBe(body.fingerprint);
    expect((await get(body.id, high)).body.card).toEqual({
      number: '5555555555554444',
      expiration_month: 12,
      expiration_year: 2025,
    });
  });

  it('keeps a new verification code for an hour, and the time of one that was not sent again', async () => {
    const { body } = await create();
    rig.pass(50 * 60 * 1000);
    await update(body.id, { expiration_month: 2 });
    rig.pass(11 * 60 * 1000);
    expect((await get(body.id, high)).body.card.cvc).toBeUndefined();
    await update(body.id, { cvc: '1234' });
    rig.pass(59 * 60 * 1000);
    expect((await get(body.id, high)).body.card.cvc).toBe('1234');
    rig.pass(60 * 1000);
    expect((await get(body.id, high)).body.card.cvc).toBeUndefined();
  });

  it.each([
    [{}, 'card'],
    [{ number: '4242424242424241' }, 'card.number'],
    [{ expiration_month: 0 }, 'card.expiration_month'],
    [{ cvc: '12345' }, 'card.cvc'],
  ])('refuses the change %j', async (change, name) => {
    const { body } = await create();
    const answer = await update(body.id, change);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual([name]);
    expect(answer.text).not.toMatch(/4242|12345/);
  });

  it('needs a card with a number to begin with', async () => {
    expect(Object.keys((await create({ cvc: '123' })).body.errors)).toEqual(['card.number']);
  });

  it('takes one of two changes at once, and says so to the other', async () => {
    const { body } = await create();
    const statuses = await Promise.all([
      update(body.id, { expiration_month: 3 }).then(({ status }) => status),
      update(body.id, { expiration_month: 4 }).then(({ status }) => status),
    ]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
    expect([3, 4]).toContain((await get(body.id, high)).body.card.expiration_month);
  });

  it('checks a mask of its own again when the number changes', async () => {
    const mask = { number: "{{ data.number | remove: '42424242' }}" };
    const made = await rig.send('POST', '/tokens', {
      key: low,
      body: { type: 'card', data: { number: '4242424242424242' }, mask },
    });
    expect(made.status).toBe(400);
  });

  it('is deleted with the rest of it', async () => {
    const { body } = await create();
    expect((await rig.send('DELETE', `/atomic/cards/${body.id}`, { key: low })).status).toBe(204);
    expect((await get(body.id, high)).status).toBe(404);
  });
});
