import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../store/port.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const day = 24 * 60 * 60 * 1000;
const number = '4242424242424242';
const card = { number, expiration_month: 12, expiration_year: 2040, cvc: '987' };
const unknown = '0190f0c0-0000-7000-8000-000000000000';

const intents = ['create', 'read', 'delete'].map((operation) => `token-intent:${operation}`);

let rig: Rig;
let server: string;
let page: string;
beforeAll(async () => {
  rig = await startRig({ limits: { elementsPerSecond: 10_000, perSecond: 1_000_000 } });
  server = await rig.application('server_to_server', [...allTokens(), ...intents]);
  page = await rig.application('elements', ['token-intent:create']);
});
afterAll(async () => {
  await rig.close();
});

const make = (body: object = { type: 'card', data: card }, key = page) =>
  rig.send('POST', '/token-intents', { key, body });
const idOf = async (body?: object): Promise<string> => (await make(body)).body.id;
const convert = (token_intent_id: string, more: object = {}, key = server, headers = {}) =>
  rig.send('POST', '/tokens', { key, headers, body: { token_intent_id, ...more } });
const get = (id: string, key = server) => rig.send('GET', `/token-intents/${id}`, { key });
const historyOf = async (id: string): Promise<string[]> => {
  await rig.vault.tidy();
  const rows = await rig.store.rows<{ operation: string; actor_type: string }>(
    'select operation, actor_type from audit where entity_id = ? order by n',
    [id],
  );
  return rows.map(({ operation, actor_type }) => `${operation} by ${actor_type}`);
};
const kept = async () => (await rig.store.rows('select id from token_intents')).length;

/** What is said about an intent that cannot be used. */
const ended = (at = 'token_intent_id') => ({
  status: 400,
  body: { type: 'token-intent-ended', errors: { [at]: [expect.stringContaining('ended')] } },
});

describe('a token intent', () => {
  it('is made by the key of a page, which gets details and neither data nor fingerprint', async () => {
    const { status, body, text } = await make();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      tenant_id: rig.acme.tenantId,
      type: 'card',
      card: { bin: '42424242', last4: '4242', brand: 'visa', expiration_month: 12, expiration_year: 2040 },
      created_by: expect.any(String),
      created_at: '2022-01-01T00:00:00+00:00',
      expires_at: '2022-01-02T00:00:00+00:00',
    });
    expect(text).not.toMatch(/987|4242424242424242/);
    for (const [method, permission] of [
      ['GET', 'token-intent:read'],
      ['DELETE', 'token-intent:delete'],
    ] as const) {
      const refused = await rig.send(method, `/token-intents/${body.id}`, { key: page });
      expect([refused.status, refused.body.detail]).toEqual([403, `This needs the permission ${permission}.`]);
    }
  });

  it('is read by a server, with the fingerprint of the token that it would become', async () => {
    const id = await idOf();
    const { body } = await get(id);
    const { body: token } = await rig.send('POST', '/tokens', { key: server, body: { type: 'card', data: card } });
    expect(body).toMatchObject({ id, fingerprint: token.fingerprint, card: { last4: '4242' } });
    expect(body).not.toHaveProperty('data');
    expect(await historyOf(id)).toEqual(['create by application', 'read by application']);
  });

  it.each([
    [
      { type: 'card_number', data: '371449635398431' },
      { card: { bin: '371449', last4: '8431', brand: 'american-express' } },
    ],
    [
      { type: 'bank', data: { routing_number: '021000021', account_number: '12345' } },
      { bank: { routing_number: '021000021', account_number_last4: '2345' } },
    ],
    [
      { type: 'bank', data: { routing_number: '021000021', account_number: '1234' } },
      { bank: { routing_number: '021000021' } },
    ],
    [{ type: 'social_security_number', data: '609-12-3456' }, {}],
    [{ type: 'token', data: { any: ['thing'] } }, {}],
  ])('of %j shows %j', async (body, details) => {
    const { card: shownCard, bank: shownBank } = (await make(body)).body;
    expect({ ...(shownCard && { card: shownCard }), ...(shownBank && { bank: shownBank }) }).toEqual(details);
  });

  it('becomes a token, once, with attributes of its own and without the verification code', async () => {
    const id = await idOf();
    const { status, body } = await convert(id, { metadata: { order: '7' }, container: '/orders/' });
    expect([status, body.type, body.metadata, body.container]).toEqual([201, 'card', { order: '7' }, '/orders/']);
    const { cvc: _, ...lasting } = card;
    expect((await rig.send('GET', `/tokens/${body.id}`, { key: server })).body.data).toEqual(lasting);
    expect(await convert(id)).toMatchObject(ended());
    expect((await get(id)).status).toBe(404);
    expect(await historyOf(id)).toEqual(['create by application', 'convert by application']);
    const logs = await rig.application('management', ['log:read']);
    const { body: log } = await rig.send('GET', `/logs?entity_id=${id}&entity_type=token_intent`, { key: logs });
    expect(log.data.map(({ message }: { message: string }) => message)).toEqual([
      'Token intent became a token',
      'Token intent created',
    ]);
  });

  it('becomes one token of many conversions at the same time', async () => {
    const id = await idOf({ type: 'token', data: 'crowd' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => convert(id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 19 }, () => 400)]);
    expect(answers.find(({ status }) => status === 400)).toMatchObject(ended());
  });

  it('[counter-proof] would become several, if the write did not guard that it is still there', async () => {
    const open = await startRig();
    const key = await open.application('server_to_server', [...allTokens(), ...intents]);
    const commit = open.store.commit.bind(open.store);
    const unguarded: Store['commit'] = (write) =>
      commit(
        write.map(({ guard, ...statement }) => ({
          ...statement,
          ...(guard && !statement.sql.startsWith('delete from token_intents') && { guard }),
        })),
      );
    Object.assign(open.store, { commit: unguarded });
    const body = { type: 'token', data: 'crowd' };
    const { id } = (await open.send('POST', '/token-intents', { key, body })).body;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => open.send('POST', '/tokens', { key, body: { token_intent_id: id } })),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(1);
    await open.close();
  });

  it('becomes a part of a document, and nothing is stored when it stands there twice', async () => {
    const [first, second] = [await idOf(), await idOf({ type: 'token', data: 'second' })];
    const tokenize = (body: unknown) => rig.send('POST', '/tokenize', { key: server, body });
    const before = await rig.store.rows('select id from tokens');
    const twice = await tokenize({ a: 'x', b: { token_intent_id: first }, c: [{ token_intent_id: first }] });
    expect(twice).toMatchObject({ status: 400, body: { type: 'token-intent-ended' } });
    expect(Object.keys(twice.body.errors)).toEqual(['c.0.token_intent_id']);
    expect(await rig.store.rows('select id from tokens')).toHaveLength(before.length);
    const { status, body } = await tokenize({ a: { token_intent_id: first }, b: { token_intent_id: second }, c: 'x' });
    expect([status, body.a.type, body.b.type, body.a._extras]).toEqual([200, 'card', 'token', { deduplicated: false }]);
    expect((await tokenize({ a: { token_intent_id: second } })).status).toBe(400);
  });

  it('ends also where an older token stands in for the new one', async () => {
    const body = { type: 'token', data: 'there already' };
    const { body: older } = await rig.send('POST', '/tokens', { key: server, body });
    const id = await idOf(body);
    const answer = await convert(id, { deduplicate_token: true });
    expect([answer.status, answer.body.id, answer.body._extras]).toEqual([200, older.id, { deduplicated: true }]);
    expect(await convert(id)).toMatchObject(ended());
  });

  it('gives a page no way around what its key may not ask for', async () => {
    const creator = await rig.application('elements', ['token-intent:create', 'token:pci:create']);
    const id = await idOf();
    for (const more of [{ mask: '{{ data.number }}' }, { deduplicate_token: true }, { id: '{{ data.number }}' }]) {
      const { status, body } = await convert(id, more, creator);
      expect([status, body.type]).toEqual([403, 'elements-key-restricted']);
    }
    expect((await convert(id, {}, page)).status).toBe(403);
    const general = await idOf({ type: 'token', data: 1 });
    expect((await convert(general, {}, creator)).body.detail).toContain('token:general:create');
    const { status, body } = await convert(id, {}, creator);
    expect([status, body.fingerprint]).toEqual([201, undefined]);
  });

  it.each([
    [{ type: 'card', data: { number: '4242424242424241' } }, ['data.number']],
    [{ type: 'network_token', data: card }, ['type']],
    [{ type: 'token', data: null }, ['data']],
    [{ type: 'token' }, ['data']],
    [{ type: 'token', data: 'x'.repeat(65_535) }, ['data']],
    [{ type: 'token', data: 1, privacy: { impact_level: 'low' } }, ['privacy']],
    [{ type: 'token', data: 1, mask: '{{ data }}' }, ['mask']],
  ])('is refused as a token is: %j', async (body, errors) => {
    const before = await kept();
    const answer = await make(body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, errors]);
    expect(await kept()).toBe(before);
  });

  it('comes alone: with data or type beside it, or as something else than an id, it is refused', async () => {
    const id = await idOf();
    for (const [body, errors] of [
      [{ token_intent_id: id, data: 'x' }, ['data']],
      [{ token_intent_id: id, type: 'card' }, ['type']],
      [{ token_intent_id: number }, ['token_intent_id']],
      [{}, ['type', 'data']],
    ] as const) {
      const answer = await rig.send('POST', '/tokens', { key: server, body });
      expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, errors]);
      expect(answer.text).not.toContain(number);
    }
    expect(await convert(unknown)).toMatchObject(ended());
    expect((await get(unknown)).status).toBe(404);
    expect((await get('x')).status).toBe(404);
    expect((await convert(id)).status).toBe(201);
  });

  it('is nothing to another tenant', async () => {
    const id = await idOf();
    const other = await rig.application('server_to_server', [...allTokens(), ...intents], await rig.tenant('Other'));
    expect((await get(id, other)).status).toBe(404);
    expect((await rig.send('DELETE', `/token-intents/${id}`, { key: other })).status).toBe(404);
    expect(await convert(id, {}, other)).toMatchObject(ended());
    expect((await convert(id)).status).toBe(201);
  });

  it('is deleted by a server, at once', async () => {
    const id = await idOf();
    expect((await rig.send('DELETE', `/token-intents/${id}`, { key: server })).status).toBe(204);
    expect((await rig.send('DELETE', `/token-intents/${id}`, { key: server })).status).toBe(404);
    expect(await convert(id)).toMatchObject(ended());
    expect(await historyOf(id)).toEqual(['create by application', 'delete by application']);
  });

  it('repeats its creation and its conversion for the same idempotency key, the creation while it is there', async () => {
    const headers = { 'BT-IDEMPOTENCY-KEY': 'intent' };
    const body = { type: 'card', data: card };
    const again = () => rig.send('POST', '/token-intents', { key: server, headers, body });
    const [first, second] = [await again(), await again()];
    expect(second.text).toBe(first.text);
    const once = () => convert(first.body.id, {}, server, headers);
    const [made, repeated] = [await once(), await once()];
    expect([made.status, repeated.text]).toEqual([201, made.text]);
    expect((await again()).body.id).not.toBe(first.body.id);
  });

  it('counts for the quota of its tenant, and for what a page may store from one address', async () => {
    const limited = await startRig({ limits: { elementsPerSecond: 1, perSecond: 1_000_000, tenantTokens: 30 } });
    const key = await limited.application('server_to_server', intents);
    const pageKey = await limited.application('elements', intents.slice(0, 1));
    const body = { type: 'token', data: 1 };
    const typesOf = async (by: string, calls: number) => {
      const types: (string | undefined)[] = [];
      for (let call = 0; call < calls; call += 1) {
        types.push((await limited.send('POST', '/token-intents', { key: by, body })).body.type);
      }
      return types;
    };
    expect((await typesOf(pageKey, 21)).at(-1)).toBe('rate-limited');
    expect((await typesOf(key, 31)).at(-1)).toBe('quota-exceeded');
    await limited.close();
  });

  it('takes documented numbers alone in a tenant in test mode', async () => {
    const staging = await rig.tenant('Staging', { testMode: true });
    const key = await rig.application('server_to_server', intents, staging);
    const refused = await make({ type: 'card', data: { number: '4111111111111111' } }, key);
    expect([refused.status, Object.keys(refused.body.errors)]).toEqual([400, ['data.number']]);
    expect((await make({ type: 'card', data: { number } }, key)).status).toBe(201);
  });
});

describe('the end of a token intent', () => {
  it('comes after 24 hours, swept or not, and its code goes after an hour', async () => {
    const own = await startRig();
    const key = await own.application('server_to_server', [...allTokens(), ...intents]);
    const { id } = (await own.send('POST', '/token-intents', { key, body: { type: 'card', data: card } })).body;
    const columns = () => own.store.rows<Record<string, unknown>>('select sealed, cvc_sealed from token_intents');
    own.pass(60 * 60 * 1000 - 1);
    await own.vault.tidy();
    expect(await columns()).toEqual([{ sealed: expect.anything(), cvc_sealed: expect.anything() }]);
    own.pass(1);
    await own.vault.tidy();
    expect(await columns()).toEqual([{ sealed: expect.anything(), cvc_sealed: null }]);
    own.pass(day - 60 * 60 * 1000 - 1);
    await own.vault.tidy();
    expect((await own.send('GET', `/token-intents/${id}`, { key })).status).toBe(200);
    own.pass(1);
    expect((await own.send('GET', `/token-intents/${id}`, { key })).status).toBe(404);
    const body = { token_intent_id: id };
    expect(await own.send('POST', '/tokens', { key, body })).toMatchObject(ended());
    await own.vault.tidy();
    expect(await columns()).toEqual([]);
    const rows = await own.store.rows<{ operation: string; actor_type: string }>(
      'select operation, actor_type from audit where entity_id = ? order by n',
      [id],
    );
    expect(rows.at(-1)).toEqual({ operation: 'delete', actor_type: 'system' });
    await own.close();
  });

  it('cannot be moved in the database: with another end, the data does not open', async () => {
    const own = await startRig();
    const key = await own.application('server_to_server', [...allTokens(), ...intents]);
    const { id } = (await own.send('POST', '/token-intents', { key, body: { type: 'card', data: card } })).body;
    await own.store.commit([{ sql: 'update token_intents set expires_at = expires_at + ?', parameters: [day] }]);
    own.pass(day);
    const read = await own.send('GET', `/token-intents/${id}`, { key });
    const converted = await own.send('POST', '/tokens', { key, body: { token_intent_id: id } });
    expect([read.status, converted.status]).toEqual([500, 500]);
    expect(read.text + converted.text).not.toContain('42424242');
    await own.close();
  });

  it('comes to several hundred in one sweep, and goes with the keys of its tenant', async () => {
    const own = await startRig();
    const key = await own.application('server_to_server', intents);
    const body = { type: 'token', data: 1 };
    for (let round = 0; round < 10; round += 1) {
      const create = () => own.send('POST', '/token-intents', { key, body });
      const made = await Promise.all(Array.from({ length: 25 }, create));
      expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
    }
    own.pass(day);
    await own.vault.tidy();
    expect(await own.store.rows('select id from token_intents')).toEqual([]);
    const rows = await own.store.rows("select n from audit where operation = 'delete' and actor_type = 'system'");
    expect(rows).toHaveLength(250);
    await own.send('POST', '/token-intents', { key, body });
    await own.keyring.destroyTenant(own.acme.tenantId);
    await own.vault.tidy();
    expect(await own.store.rows('select id from token_intents')).toEqual([]);
    await own.close();
  });
});
