import { CompactEncrypt, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { bytesOfPem, type Sealing, sealJwe } from '../tokens/encrypted/testing/jwe.ts';

const day = 24 * 60 * 60 * 1000;
const number = '4242424242424242';
const card = { number, expiration_month: 12, expiration_year: 2040, cvc: '987' };
const permissions = ['create', 'read', 'delete'].map((operation) => `keys:${operation}`);

let rig: Rig;
let manager: string;
let server: string;
let page: string;
beforeAll(async () => {
  rig = await startRig({ limits: { elementsPerSecond: 10_000, perSecond: 1_000_000 } });
  manager = await rig.application('management', permissions);
  server = await rig.application('server_to_server', [...allTokens(), 'token-intent:create']);
  page = await rig.application('public', ['token:pci:create']);
});
afterAll(async () => {
  await rig.close();
});

interface Key {
  key_id: string;
  public_key_pem: string;
}

const makeKey = async (body: object = {}, key = manager): Promise<Key> =>
  (await rig.send('POST', '/keys', { key, body })).body;
const seal = (key: Key, data: unknown = card, more: Partial<Sealing> = {}): string =>
  sealJwe({ kid: key.key_id, publicKey: bytesOfPem(key.public_key_pem), text: JSON.stringify(data), ...more });
const create = (encrypted: unknown, more: object = {}, key = server) =>
  rig.send('POST', '/tokens', { key, body: { type: 'card', encrypted, ...more } });
const dataOf = async (id: string) => (await rig.send('GET', `/tokens/${id}`, { key: server })).body.data;

describe('a key for client-side encryption', () => {
  it('is made by a manager, listed, read and deleted, with an audit row for each', async () => {
    const own = await startRig();
    const key = await own.application('management', [...permissions, 'log:read']);
    const first = await own.send('POST', '/keys', { key, body: {} });
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      key_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      public_key_pem: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\n[\w+/]{43}=\n-----END PUBLIC KEY-----\n$/),
      expires_at: '2023-01-01T00:00:00+00:00',
      created_by: expect.any(String),
      created_at: '2022-01-01T00:00:00+00:00',
    });
    const second = await own.send('POST', '/keys', { key, body: { expires_at: '2022-02-01' } });
    expect(second.body.expires_at).toBe('2022-02-01T00:00:00+00:00');
    expect((await own.send('GET', '/keys', { key })).body).toEqual([second.body, first.body]);
    expect((await own.send('GET', `/keys/${first.body.key_id}`, { key })).body).toEqual(first.body);
    expect((await own.send('DELETE', `/keys/${first.body.key_id}`, { key })).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      expect((await own.send(method, `/keys/${first.body.key_id}`, { key })).status).toBe(404);
    }
    await own.vault.tidy();
    const { body } = await own.send('GET', `/logs?entity_type=client_key&entity_id=${first.body.key_id}`, { key });
    expect(body.data.map(({ operation }: { operation: string }) => operation).toSorted()).toEqual([
      ...['create', 'delete', 'read', 'read'],
    ]);
    await own.close();
  });

  it('shows its public half to any key of its tenant, without an audit row, until it is gone', async () => {
    const own = await startRig();
    const keys = await own.application('management', permissions);
    const { body: made } = await own.send('POST', '/keys', { key: keys, body: { expires_at: '2022-01-02' } });
    const { key_id, public_key_pem, expires_at } = made;
    const path = `/keys/${key_id}/public`;
    for (const type of ['public', 'elements', 'server_to_server'] as const) {
      const key = await own.application(type, ['token:pci:create']);
      const shown = await own.send('GET', path, { key });
      expect([shown.status, shown.body]).toEqual([200, { key_id, public_key_pem, expires_at }]);
    }
    const stranger = await own.application('elements', ['token:pci:create'], await own.tenant('Other'));
    expect((await own.send('GET', path, { key: stranger })).status).toBe(404);
    own.pass(day);
    const late = await own.application('elements', ['token:pci:create']);
    expect((await own.send('GET', path, { key: late })).status).toBe(404);
    expect(await own.store.rows("select n from audit where entity_type = 'client_key' and operation = 'read'")).toEqual(
      [],
    );
    await own.close();
  });

  it('is refused with a time that has passed or lies beyond a year, and when there are a hundred', async () => {
    for (const expires_at of ['2021-12-31', '2023-01-02', 'soon']) {
      const { status, body } = await rig.send('POST', '/keys', { key: manager, body: { expires_at } });
      expect([status, Object.keys(body.errors)]).toEqual([400, ['expires_at']]);
    }
    const tenant = await rig.tenant('Many keys');
    const key = await rig.application('management', permissions, tenant);
    for (let n = 0; n < 97; n += 1) await makeKey({}, key);
    // Also where several are made at once, of which each finds room.
    const last = await Promise.all(Array.from({ length: 6 }, () => rig.send('POST', '/keys', { key, body: {} })));
    expect(last.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 400, 400, 400]);
    const refused = await rig.send('POST', '/keys', { key, body: {} });
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('at most 100 keys')]);
    expect((await rig.send('GET', '/keys', { key })).body).toHaveLength(100);
  });

  it('takes the content type of a JSON patch, under which a published client sends it', async () => {
    const headers = { 'Content-Type': 'application/json-patch+json' };
    expect((await rig.send('POST', '/keys', { key: manager, headers, body: {} })).status).toBe(201);
  });
});

describe('encrypted data', () => {
  it('is opened in the creation of tokens, in documents and in token intents, and by keys of pages', async () => {
    const key = await makeKey();
    const { status, body, text } = await create(seal(key), { metadata: { order: '7' } });
    expect([status, body.type, body.metadata, body.data.number]).toEqual([
      201,
      'card',
      { order: '7' },
      'XXXXXXXXXXXX4242',
    ]);
    expect(text).not.toContain(number);
    expect(await dataOf(body.id)).toEqual(card);
    const document = { a: [{ type: 'card_number', encrypted: seal(key, number) }], b: 'x' };
    const tokenized = await rig.send('POST', '/tokenize', { key: server, body: document });
    expect(await dataOf(tokenized.body.a[0].id)).toBe(number);
    const intent = { type: 'card', encrypted: seal(key) };
    const made = await rig.send('POST', '/token-intents', { key: server, body: intent });
    expect(made.body.card).toMatchObject({ last4: '4242' });
    const converted = await rig.send('POST', '/tokens', { key: server, body: { token_intent_id: made.body.id } });
    expect((await dataOf(converted.body.id)).number).toBe(number);
    const ofPage = await create(seal(key), {}, page);
    expect([ofPage.status, ofPage.body.fingerprint]).toEqual([201, undefined]);
    expect((await create(seal(key), { mask: '{{ data.number }}' }, page)).body.type).toBe('elements-key-restricted');
  });

  it('is opened as an independent library writes it, and holds any JSON', async () => {
    const key = await makeKey();
    const x = bytesOfPem(key.public_key_pem).toString('base64url');
    const data = { deep: ['ö', { a: null }], n: 1.5 };
    const jwe = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(data)))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key.key_id })
      .encrypt(await importJWK({ kty: 'OKP', crv: 'X25519', x }, 'ECDH-ES'));
    const { body } = await create(jwe, { type: 'token' });
    expect(await dataOf(body.id)).toEqual(data);
  });

  it('is opened as the type that its header names, where it names one, and as no other', async () => {
    const key = await makeKey();
    const typed = (data: unknown, token_type: unknown) => seal(key, data, { header: { token_type } });
    expect((await create(typed(card, 'card'))).status).toBe(201);
    const message = [expect.stringContaining('another type')];
    for (const [type, payload] of [
      ['token', typed(card, 'card')],
      ['card_number', typed(number, 'card')],
      ['card', typed(card, 'token')],
      ['card', typed(card, ['card'])],
      ['card', typed(card, null)],
    ] as const) {
      for (const [path, body, at] of [
        ['/tokens', { type, encrypted: payload }, 'encrypted'],
        ['/token-intents', { type, encrypted: payload }, 'encrypted'],
        ['/tokenize', { a: [{ type, encrypted: payload }] }, 'a.0.encrypted'],
      ] as const) {
        const refused = await rig.send('POST', path, { key: server, body });
        expect([refused.status, refused.body.errors], path).toEqual([400, { [at]: message }]);
      }
    }
  });

  it('is opened by each of two keys until the first is deleted', async () => {
    const [first, second] = [await makeKey(), await makeKey()];
    expect([(await create(seal(first))).status, (await create(seal(second))).status]).toEqual([201, 201]);
    await rig.send('DELETE', `/keys/${first.key_id}`, { key: manager });
    const refused = await create(seal(first));
    expect([refused.status, refused.body.type]).toEqual([400, 'encrypted-data']);
    expect(refused.body.errors).toEqual({ encrypted: [expect.stringContaining('no key with the id')] });
    expect((await create(seal(second))).status).toBe(201);
  });

  it('names what is wrong with the data inside, below `encrypted`', async () => {
    const key = await makeKey();
    const wrong = await create(seal(key, { number: '4242424242424241', cvc: 'x' }));
    expect([wrong.status, Object.keys(wrong.body.errors)]).toEqual([400, ['encrypted.number', 'encrypted.cvc']]);
    const inDocument = { a: [{ type: 'card', encrypted: seal(key, 'x') }] };
    const { body } = await rig.send('POST', '/tokenize', { key: server, body: inDocument });
    expect(Object.keys(body.errors)).toEqual(['a.0.encrypted']);
  });
});

describe('encrypted data that does not open', () => {
  const flip = (jwe: string, part: number): string =>
    jwe
      .split('.')
      .map((text, index) => (index === part ? `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}` : text))
      .join('.');
  const header = (more: object) => (key: Key) => seal(key, card, { header: more as Record<string, unknown> });
  const lowOrder = Buffer.alloc(32).toString('base64url');

  it.each<[what: string, make: (key: Key) => unknown, message: RegExp]>([
    ['is no text', () => 7, /string/i],
    ['is no JWE', () => 'x', /compact form/],
    ['is a JWT', () => 'eyJhbGciOiJub25lIn0.e30.', /compact form/],
    ['has a sixth part', (key) => `${seal(key)}.AAAA`, /compact form/],
    ['has a header that is no JSON', (key) => `AAAA.${seal(key).split('.').slice(1).join('.')}`, /compact form/],
    ['has a header that is a list', (key) => `W10.${seal(key).split('.').slice(1).join('.')}`, /compact form/],
    ['has a header that is too long', header({ x: 'x'.repeat(2000) }), /compact form/],
    ['says none', header({ alg: 'none' }), /alg/],
    ['says dir', header({ alg: 'dir' }), /alg/],
    ['says RSA', header({ alg: 'RSA-OAEP' }), /alg/],
    ['says ECDH-ES with a wrapped key', header({ alg: 'ECDH-ES+A256KW' }), /alg/],
    ['says A128GCM', header({ enc: 'A128GCM' }), /enc/],
    ['says CBC', header({ enc: 'A256CBC-HS512' }), /enc/],
    ['is compressed', header({ zip: 'DEF' }), /zip/],
    ['has extensions', header({ crit: ['exp'], exp: 1 }), /crit/],
    ['brings a key', (key) => seal(key).replace('..', '.AAAA.'), /second part/],
    ['has no key of the sender', header({ epk: undefined }), /epk/],
    ['has one on another curve', header({ epk: { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' } }), /epk/],
    ['has one of low order', header({ epk: { kty: 'OKP', crv: 'X25519', x: lowOrder } }), /changed on its way/],
    ['has one of too few bytes', header({ epk: { kty: 'OKP', crv: 'X25519', x: 'AAAA' } }), /changed on its way/],
    ['names no key', header({ kid: undefined }), /kid/],
    ['names what is no id', header({ kid: '../../root' }), /no key with the id/],
    ['names an unknown key', header({ kid: '0190f0c0-0000-7000-8000-000000000000' }), /no key with the id/],
    ['has another initialization vector', (key) => flip(seal(key), 2), /changed on its way/],
    ['has other contents', (key) => flip(seal(key), 3), /changed on its way/],
    ['has another tag', (key) => flip(seal(key), 4), /changed on its way/],
    ['has a tag that was cut', (key) => seal(key).slice(0, -4), /changed on its way/],
    ['holds no JSON', (key) => seal(key, card, { text: `{"number": ${number}` }), /not usable JSON/],
    [
      'holds a number that would lose digits',
      (key) => seal(key, card, { text: '42424242424242424242' }),
      /lose digits/,
    ],
    ['holds too deep JSON', (key) => seal(key, card, { text: `${'['.repeat(33)}${']'.repeat(33)}` }), /32 levels/],
    ['holds null', (key) => seal(key, null), /null/],
    ['is too long', (key) => seal(key, 'x'.repeat(250_000)), /262144/],
  ])('because it %s is refused, with nothing stored and nothing repeated', async (_, make, message) => {
    const key = await makeKey();
    const before = await rig.store.rows('select id from tokens');
    const { status, body, text } = await create(make(key));
    expect(status).toBe(400);
    expect(body.errors).toEqual({ encrypted: [expect.stringMatching(message)] });
    expect(text).not.toContain('42424242');
    expect(await rig.store.rows('select id from tokens')).toHaveLength(before.length);
  });

  it('because it is for the key of another tenant, or under the id of another key, is refused', async () => {
    const other = await rig.application('management', permissions, await rig.tenant('Other'));
    const [foreign, own] = [await makeKey({}, other), await makeKey()];
    const refused = await create(seal(foreign));
    expect(refused.body.errors).toEqual({ encrypted: [expect.stringContaining('no key with the id')] });
    const renamed = await create(seal(foreign, card, { kid: own.key_id }));
    expect(renamed.body.errors).toEqual({ encrypted: [expect.stringContaining('changed on its way')] });
  });

  it('because its key has expired is refused, swept or not, and the sweep destroys the key', async () => {
    const own = await startRig();
    const keys = await own.application('management', permissions);
    const tokens = await own.application('server_to_server', allTokens());
    const { body: key } = await own.send('POST', '/keys', { key: keys, body: { expires_at: '2022-01-02' } });
    const send = () => own.send('POST', '/tokens', { key: tokens, body: { type: 'card', encrypted: seal(key) } });
    own.pass(day - 1);
    expect((await send()).status).toBe(201);
    own.pass(1);
    const refused = await send();
    expect([refused.status, refused.body.type]).toEqual([400, 'encrypted-data']);
    expect((await own.send('GET', '/keys', { key: keys })).body).toEqual([]);
    await own.vault.tidy();
    expect(await own.store.rows('select id from client_keys')).toEqual([]);
    const rows = await own.store.rows<{ operation: string; actor_type: string }>(
      'select operation, actor_type from audit where entity_id = ? order by n',
      [key.key_id],
    );
    expect(rows.at(-1)).toEqual({ operation: 'delete', actor_type: 'system' });
    await own.close();
  });

  it('because the end of its key was moved in the database is refused as a failure of the vault', async () => {
    const own = await startRig();
    const keys = await own.application('management', permissions);
    const tokens = await own.application('server_to_server', allTokens());
    const { body: key } = await own.send('POST', '/keys', { key: keys, body: {} });
    await own.store.commit([{ sql: 'update client_keys set expires_at = expires_at + ?', parameters: [day] }]);
    const body = { type: 'card', encrypted: seal(key) };
    expect((await own.send('POST', '/tokens', { key: tokens, body })).status).toBe(500);
    await own.close();
  });
});
