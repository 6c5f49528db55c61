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

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025 };
const bank = { routing_number: '021000021', account_number: '1234567890' };
const create = async (body: object): Promise<string> =>
  (await rig.send('POST', '/tokens', { key: high, body })).body.id;
const get = (path: string, key: string) => rig.send('GET', path, { key });
const since = (date: string) => `@${Date.parse(date) / 1000}`;

describe('the deprecated endpoint', () => {
  it.each([
    ['/tokens/decrypt', () => create({ type: 'token', data: 1 })],
    ['/tokens/{id}/decrypt', () => create({ type: 'token', data: 1 })],
    ['/atomic/banks/{id}/decrypt', () => create({ type: 'bank', data: bank })],
  ])('%s works and says that it is', async (path, make) => {
    const answer = await get(path.replace('{id}', await make()), high);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Deprecation')).toBe(since('2022-01-03T00:00:00Z'));
  });

  it.each([
    ['a token', { type: 'token', data: { a: [1] } }, { a: [1] }, null],
    ['a token with a mask', { type: 'token', data: '123456', mask: '{{ data | last4 }}' }, '123456', '3456'],
    ['a token that came in encrypted', { type: 'token', data: 'x', encryption: { cek: { alg: 'AES' } } }, null, null],
    [
      'a card',
      { type: 'card', data: card },
      { ...card, number: 'XXXXXXXXXXXX4242' },
      { ...card, number: 'XXXXXXXXXXXX4242' },
    ],
    ['a card that is redacted', { type: 'card', data: card, privacy: { restriction_policy: 'redact' } }, null, null],
    [
      'a bank',
      { type: 'bank', data: bank },
      { ...bank, account_number: 'XXXXXX7890' },
      { ...bank, account_number: 'XXXXXX7890' },
    ],
    ['a social security number', { type: 'social_security_number', data: '123-45-6789' }, 'XXX-XX-6789', 'XXX-XX-6789'],
  ])('shows %s with every permission as %j, and with the least as it is read', async (_, body, opened, restricted) => {
    const id = await create(body);
    const seen = async (path: string, key: string) => (await get(path, key)).body.data;
    expect(await seen(`/tokens/${id}/decrypt`, high)).toEqual(opened);
    expect((await seen(`/tokens/decrypt?id=${id}`, high))[0].data).toEqual(opened);
    expect(await seen(`/tokens/${id}/decrypt`, low)).toEqual(restricted);
    expect((await seen(`/tokens/decrypt?id=${id}`, low))[0].data).toEqual(restricted);
  });

  it('hides what the key may not read at all, and is audited as a read', async () => {
    const id = await create({ type: 'token', data: 'x' });
    const blind = await rig.application('server_to_server', ['token:bank:read:high']);
    expect((await get(`/tokens/${id}/decrypt`, blind)).status).toBe(404);
    expect(
      (await get('/tokens/decrypt?size=100', blind)).body.data.map(({ type }: { type: string }) => type),
    ).not.toContain('token');
    await get(`/tokens/${id}/decrypt`, high);
    const other = await rig.application('server_to_server', allTokens('high'), await rig.tenant('Other'));
    expect((await get(`/tokens/${id}/decrypt`, other)).status).toBe(404);
    expect((await get('/tokens/decrypt', other)).body.data).toEqual([]);
    const rows = await rig.store.rows("select n from audit where operation = 'read' and entity_id = ?", [id]);
    expect(rows).toHaveLength(1);
  });
});

describe('the deprecated header X-API-KEY', () => {
  it('authenticates, and the answer says that it is replaced', async () => {
    const answer = await rig.send('GET', '/tokens', { headers: { 'X-API-KEY': high } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Deprecation')).toBe(since('2022-01-09T00:00:00Z'));
  });

  it('gives way to BT-API-KEY, right or wrong', async () => {
    const headers = { 'X-API-KEY': 'key_N88mVGsp3sCXkykyN2EFED' };
    const answer = await rig.send('GET', '/tokens', { key: high, headers });
    expect([answer.status, answer.headers.get('Deprecation')]).toEqual([200, null]);
    const wrong = await rig.send('GET', '/tokens', {
      key: 'key_N88mVGsp3sCXkykyN2EFED',
      headers: { 'X-API-KEY': high },
    });
    expect(wrong.status).toBe(401);
  });

  it('and a deprecated endpoint together tell the earlier day', async () => {
    const answer = await rig.send('GET', '/tokens/decrypt', { headers: { 'X-API-KEY': high } });
    expect(answer.headers.get('Deprecation')).toBe(since('2022-01-03T00:00:00Z'));
  });
});

describe('the deprecated permission', () => {
  const migrated: [string, string][] = [
    ['token:create', 'token:general:create'],
    ['token:read', 'token:general:read:low'],
    ['token:decrypt', 'token:general:read:high'],
    ['token:update', 'token:general:update'],
    ['token:delete', 'token:general:delete'],
    ['token:use', 'token:general:use:proxy'],
    ['bank:create', 'token:bank:create'],
    ['bank:read', 'token:bank:read:low'],
    ['bank:decrypt', 'token:bank:read:high'],
    ['bank:update', 'token:bank:update'],
    ['bank:delete', 'token:bank:delete'],
    ['bank:use', 'token:bank:use:proxy'],
    ['card:create', 'token:pci:create'],
    ['card:read', 'token:pci:read:low'],
    ['card:update', 'token:pci:update'],
    ['card:delete', 'token:pci:delete'],
  ];

  it.each(migrated)('%s is taken when an application is made or changed, and becomes %s', async (legacy, current) => {
    const { key } = rig.acme;
    const body = { name: 'x', type: 'server_to_server', permissions: [legacy] };
    const made = await rig.send('POST', '/applications', { key, body });
    const changed = await rig.send('PUT', `/applications/${made.body.id}`, { key, body });
    for (const answer of [made, changed]) {
      expect(answer.body.permissions).toEqual([current]);
      expect(answer.headers.get('Deprecation')).toBe(since('2022-01-03T00:00:00Z'));
    }
    const plain = await rig.send('PUT', `/applications/${made.body.id}`, {
      key,
      body: { ...body, permissions: [current] },
    });
    expect(plain.headers.get('Deprecation')).toBeNull();
  });

  it('of a card is enough to do what it did', async () => {
    const key = await rig.application('server_to_server', ['card:create', 'card:read', 'card:update', 'card:delete']);
    const made = await rig.send('POST', '/atomic/cards', { key, body: { card } });
    expect(made.status).toBe(201);
    expect((await get(`/atomic/cards/${made.body.id}`, key)).body.card.number).toBe('XXXXXXXXXXXX4242');
    expect((await rig.send('DELETE', `/atomic/cards/${made.body.id}`, { key })).status).toBe(204);
  });
});
