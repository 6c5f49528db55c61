import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let key: string;
let elements: string;
beforeAll(async () => {
  rig = await startRig({ limits: { elementsPerSecond: 10_000, perSecond: 1_000_000 } });
  key = await rig.application('server_to_server', allTokens());
  elements = await rig.application('elements', ['token:general:create', 'token:pci:create']);
});
afterAll(async () => {
  await rig.close();
});

const create = (body: object, as = key) => rig.send('POST', '/tokens', { key: as, body });
const get = (id: string) => rig.send('GET', `/tokens/${encodeURIComponent(id)}`, { key });

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

describe('a token with an alias', () => {
  it('is known by it on every route', async () => {
    const { status, body } = await create({ type: 'token', data: 'S3CR3T', id: 'Kunde Ä@{{ data | size }}' });
    expect([status, body.id]).toEqual([201, 'Kunde Ä@6']);
    const path = `/tokens/${encodeURIComponent(body.id)}`;
    const other = (await create({ type: 'token', data: 'other', id: 'other-one' })).body.id;
    expect((await rig.send('GET', path, { key })).body).toMatchObject({ id: body.id, data: 'S3CR3T' });
    expect((await rig.send('GET', `${path}/decrypt`, { key })).body.id).toBe(body.id);
    const list = await rig.send('GET', `/tokens?id=${encodeURIComponent(body.id)}&id=${other}`, { key });
    expect(list.body.data.map(({ id }: { id: string }) => id)).toEqual([other, body.id]);
    expect((await rig.send('PATCH', path, { key, body: { data: 'new' } })).body.id).toBe(body.id);
    expect((await rig.send('POST', `${path}/children/${other}`, { key })).status).toBe(204);
    expect((await rig.send('GET', `${path}/children`, { key })).body.data).toMatchObject([{ id: other }]);
    expect((await rig.send('DELETE', `${path}/children/${other}`, { key })).status).toBe(204);
    expect((await rig.send('DELETE', path, { key })).status).toBe(204);
    expect((await get(body.id)).status).toBe(404);
  });

  it('may be a card of the atomic endpoints', async () => {
    const data = { number: '4242424242424242' };
    const { body } = await create({ type: 'card', data, id: '{{ data.number | alias_preserve_format }}' });
    expect(body.id).toMatch(/^\d{16}$/);
    expect((await rig.send('GET', `/atomic/cards/${body.id}`, { key })).body.id).toBe(body.id);
    expect((await rig.send('PATCH', `/atomic/cards/${body.id}`, { key, body: { card: { cvc: '123' } } })).body.id).toBe(
      body.id,
    );
    expect((await rig.send('DELETE', `/atomic/cards/${body.id}`, { key })).status).toBe(204);
  });

  it('can be told from another whose alias differs in case', async () => {
    await create({ type: 'token', data: 1, id: 'case-A' });
    await create({ type: 'token', data: 2, id: 'case-a' });
    expect((await get('case-A')).body.data).toBe(1);
    expect((await get('case-a')).body.data).toBe(2);
  });

  it('is its tenant’s alone', async () => {
    const other = await rig.tenant('Other');
    const theirs = await rig.application('server_to_server', allTokens(), other);
    expect((await create({ type: 'token', data: 'ours', id: 'shared-id' })).status).toBe(201);
    expect((await rig.send('GET', '/tokens/shared-id', { key: theirs })).status).toBe(404);
    expect((await create({ type: 'token', data: 'theirs', id: 'shared-id' }, theirs)).status).toBe(201);
    expect((await get('shared-id')).body.data).toBe('ours');
  });

  it('may have one in the form of a UUID, but never that of another token', async () => {
    const id = '1e7f0dde-5442-40ab-b244-5e02bcd5f86d';
    expect((await create({ type: 'token', data: 'imported', id })).body.id).toBe(id);
    expect((await get(id)).body.data).toBe('imported');
    const { body: plain } = await create({ type: 'token', data: 'plain' });
    expect((await create({ type: 'token', data: 'x', id: plain.id })).status).toBe(409);
    expect((await create({ type: 'token', data: 'x', id: plain.id.toUpperCase() })).status).toBe(409);
    expect((await get(plain.id)).body.data).toBe('plain');
  });
});

describe('an alias that is taken', () => {
  it('is refused where it follows from the request, and free again after deletion or expiry', async () => {
    const order = { type: 'token', data: { n: 1 }, id: 'order-{{ data.n }}' };
    expect((await create(order)).status).toBe(201);
    const again = await create(order);
    expect([again.status, again.body.type, Object.keys(again.body.errors)]).toEqual([409, 'conflict', ['id']]);
    await rig.send('DELETE', '/tokens/order-1', { key });
    expect((await create({ ...order, expires_at: '2022-01-01T01:00:00Z' })).status).toBe(201);
    rig.pass(3_600_000);
    // Nothing has swept it yet.
    expect((await create(order)).status).toBe(201);
    expect((await get('order-1')).body).not.toHaveProperty('expires_at');
  });

  it('is drawn again, until a UUID has to do', async () => {
    const made = await Promise.all(
      Array.from({ length: 30 }, () =>
        create({ type: 'token', data: 'a', id: 'one-of-{{ data | alias_preserve_format }}' }),
      ),
    );
    const ids = made.map(({ status, body }) => (status === 201 ? body.id : status));
    expect(new Set(ids).size).toBe(30);
    const drawn = ids.filter((id) => /^one-of-[a-z]$/.test(id));
    expect(drawn.length).toBeGreaterThan(10);
    expect(ids.every((id) => /^one-of-[a-z]$/.test(id) || uuid.test(id))).toBe(true);
    expect(drawn.length).toBeLessThan(30);
  });

  it('is seen within one call too', async () => {
    const twice = [1, 2].map(() => ({ type: 'token', data: 'x', id: 'twice-in-a-call' }));
    expect((await rig.send('POST', '/tokenize', { key, body: twice })).status).toBe(409);
    expect((await get('twice-in-a-call')).status).toBe(404);
    const many = Array.from({ length: 40 }, () => ({
      type: 'token',
      data: 'a',
      id: 'in-call-{{ data | alias_preserve_format }}',
    }));
    const { status, body } = await rig.send('POST', '/tokenize', { key, body: many });
    expect(status).toBe(200);
    const ids: string[] = body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(40);
    for (const id of ids) expect((await get(id)).status).toBe(200);
  });

  it('goes to one of those who ask for it at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create({ type: 'token', data: 'x', id: 'only-one' })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
  });
});

describe('an alias asked for with a key of type elements', () => {
  it('is drawn and tells nothing', async () => {
    const { status, body } = await create(
      { type: 'token', data: 'S3CR3T', id: '{{ data | alias_preserve_length }}' },
      elements,
    );
    expect([status, body.id]).toEqual([201, expect.stringMatching(/^[a-z0-9]{6}$/)]);
    const constant = await create({ type: 'token', data: 'x', id: 'a-constant' }, elements);
    expect([constant.status, constant.body.type]).toEqual([403, 'elements-key-restricted']);
  });
});
