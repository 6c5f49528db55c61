import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let server: string;
beforeAll(async () => {
  rig = await startRig();
  server = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const card = { number: '4242424242424242' };
const bank = { routing_number: '021000021', account_number: '1234567890' };

/** Every property of the documented models that a client may leave out, as one that writes each of them sends it. */
const nothing = {
  ...{ privacy: null, metadata: null, encryption: null, container: null, containers: null, id: null, mask: null },
  ...{ fingerprint_expression: null, search_indexes: null, deduplicate_token: null, expires_at: null },
};

describe('null in a request', () => {
  it.each([
    ['/tokens', { type: 'token', data: 'a', ...nothing }],
    [
      '/tokens',
      { type: 'token', data: 'a', privacy: { classification: null, impact_level: null, restriction_policy: 'redact' } },
    ],
    ['/tokens', { type: 'token', data: 'a', encryption: { cek: { key: 'a', prov: null, alg: null }, kek: null } }],
    ['/tokens', { type: 'card', data: { ...card, expiration_month: null, expiration_year: null, cvc: null } }],
    ['/tokens', { type: 'token', data: 'a', created_by: null, status: null, whatever: null }],
    ['/tokenize', { one: { type: 'card', data: { ...card, cvc: null }, ...nothing }, two: null }],
    ['/atomic/cards', { card: { ...card, expiration_month: null, expiration_year: null, cvc: null }, metadata: null }],
    ['/atomic/banks', { bank, metadata: null }],
    ['/tokens/search', { query: null, page: null, size: null, start: null }],
  ])('counts as left out: POST %s %j', async (path, body) => {
    const { status, text } = await rig.send('POST', path, { key: server, body });
    expect(status, text).toBeLessThan(300);
  });

  it('in the change of a card keeps the value, and in a merge patch takes it away', async () => {
    const body = { card: { ...card, expiration_month: 1, expiration_year: 2030 } };
    const { id } = (await rig.send('POST', '/atomic/cards', { key: server, body })).body;
    const shown = async () => (await rig.send('GET', `/atomic/cards/${id}`, { key: server })).body.card;
    await rig.send('PATCH', `/atomic/cards/${id}`, {
      key: server,
      body: { card: { expiration_year: 2031, expiration_month: null } },
    });
    expect(await shown()).toMatchObject({ expiration_month: 1, expiration_year: 2031 });
    await rig.send('PATCH', `/tokens/${id}`, { key: server, body: { data: { expiration_month: null } } });
    expect(await shown()).not.toHaveProperty('expiration_month');
  });

  it('is no value where one is needed', async () => {
    const { status, body } = await rig.send('POST', '/tokens', { key: server, body: { type: null, data: null } });
    expect(status).toBe(400);
    expect(body.errors).toEqual({ type: ['Required.'], data: ['Required.'] });
  });

  it('counts as left out for managing applications and tenants, too', async () => {
    const body = { name: 'A', type: 'management', permissions: null };
    const made = await rig.send('POST', '/applications', { key: rig.acme.key, body });
    expect(made.body.permissions).toEqual([]);
    const tenant = await rig.send('PUT', '/tenants/self', {
      key: rig.acme.key,
      body: { name: 'Acme', settings: null },
    });
    expect(tenant.status).toBe(200);
  });
});

describe('a property that nobody declared', () => {
  it.each([
    ['/tokens', { type: 'card', data: { ...card, name: 'Jane' } }, 'data.name', 'Known here: number,'],
    [
      '/tokens',
      { type: 'card', data: { ...card, expirationMonth: 1 } },
      'data.expirationMonth',
      'Did you mean expiration_month?',
    ],
    [
      '/tokens',
      { type: 'bank', data: { ...bank, accountNumber: '1' } },
      'data.accountNumber',
      'Did you mean account_number?',
    ],
    ['/tokens', { type: 'token', data: 1, expire_at: '2099-01-01' }, 'expire_at', 'Did you mean expires_at?'],
    [
      '/tokens',
      { type: 'token', data: 1, privacy: { impactLevel: 'high' } },
      'privacy.impactLevel',
      'Did you mean impact_level?',
    ],
    ['/tokenize', [{ type: 'token', data: 1, searchIndexes: [] }], '0.searchIndexes', 'Did you mean search_indexes?'],
    ['/tokenize', { a: { type: 'card', data: { ...card, cvv: '1' } } }, 'a.data.cvv', 'Did you mean cvc?'],
    ['/atomic/cards', { card: { ...card, name: 'Jane' } }, 'card.name', 'Known here: number,'],
    ['/atomic/banks', { bank: { ...bank, bic: 'x' } }, 'bank.bic', 'Known here: routing_number,'],
  ])('is refused by its name: POST %s %j', async (path, body, name, hint) => {
    const before = (await rig.store.rows<{ n: number }>('select count(*) as n from tokens'))[0]?.n;
    const answer = await rig.send('POST', path, { key: server, body });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.body.errors).toEqual({ [name]: [expect.stringContaining(hint)] });
    expect((await rig.store.rows<{ n: number }>('select count(*) as n from tokens'))[0]?.n).toBe(before);
  });

  it('is refused in the change of a card as well, by either path', async () => {
    const { id } = (await rig.send('POST', '/tokens', { key: server, body: { type: 'card', data: card } })).body;
    const token = await rig.send('PATCH', `/tokens/${id}`, { key: server, body: { data: { holder: 'Jane' } } });
    const atomic = await rig.send('PATCH', `/atomic/cards/${id}`, { key: server, body: { card: { holder: 'Jane' } } });
    expect([Object.keys(token.body.errors), Object.keys(atomic.body.errors)]).toEqual([
      ['data.holder'],
      ['card.holder', 'card'],
    ]);
  });

  it('may be one of the answer, so that what was read can be sent back', async () => {
    const made = await rig.send('POST', '/applications', {
      key: rig.acme.key,
      body: { name: 'A', type: 'management', permissions: ['log:read'] },
    });
    const read = (await rig.send('GET', `/applications/${made.body.id}`, { key: rig.acme.key })).body;
    const back = await rig.send('PUT', `/applications/${read.id}`, { key: rig.acme.key, body: { ...read, name: 'B' } });
    expect(back.body).toMatchObject({ id: read.id, name: 'B', type: 'management', permissions: ['log:read'] });
  });
});

it('GET /atomic/{cards,banks}/{id}/decrypt shows plaintext to keys that may read everything', async () => {
  const cards = (await rig.send('POST', '/atomic/cards', { key: server, body: { card } })).body;
  const banks = (await rig.send('POST', '/atomic/banks', { key: server, body: { bank } })).body;
  const low = await rig.application('server_to_server', ['token:pci:read:low', 'token:bank:read:low']);
  const get = async (path: string, key: string) => await rig.send('GET', path, { key });
  expect((await get(`/atomic/cards/${cards.id}/decrypt`, server)).body.card.number).toBe(card.number);
  expect((await get(`/atomic/banks/${banks.id}/decrypt`, server)).body.bank).toEqual(bank);
  for (const path of [`/atomic/cards/${cards.id}/decrypt`, `/atomic/banks/${banks.id}/decrypt`]) {
    expect((await get(path, low)).status).toBe(403);
    expect((await get(path, server)).headers.get('Deprecation')).toBe('@1641168000');
  }
});
