import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAllowedOrigins } from '../access/allowed-origins.ts';
import type { NewTenant } from '../tenants/create.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const page = 'http://localhost:3000';
const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '987' };
const minutes = (count: number) => count * 60_000;
const unknownId = '0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a';

let rig: Rig;
let elements: string;
let server: string;
const openVault = async () => {
  rig = await startRig({ limits: { elementsPerSecond: 1000 } });
  elements = await rig.application('elements', ['token:pci:create']);
  server = await rig.application('server_to_server', allTokens());
};
const close = () => rig.close();

/** A vault for all tests of a block, which leave its clock and its keys alone, or one for each. */
const vaultFor = {
  all: () => [beforeAll(openVault), afterAll(close)],
  each: () => [beforeEach(openVault), afterEach(close)],
};

const inFrame = (origin = page) => ({ 'BT-ELEMENTS-PAGE': origin, 'Sec-Fetch-Site': 'same-origin' });
const open = (key = elements, headers: Record<string, string> = inFrame()) =>
  rig.send('POST', '/sessions', { key, headers });
const authorize = (nonce: string, more: object, key = server) =>
  rig.send('POST', '/sessions/authorize', { key, body: { nonce, ...more } });
const read = (key: string, id: string, headers: Record<string, string> = inFrame()) =>
  rig.send('GET', `/tokens/${id}`, { key, headers });
const change = (key: string, id: string, body: object, headers: Record<string, string> = inFrame()) =>
  rig.send('PATCH', `/tokens/${id}`, { key, headers, body });
const store = async (body: object = { type: 'card', data: card }, key = server): Promise<string> => {
  const answer = await rig.send('POST', '/tokens', { key, body });
  expect(answer.status).toBe(201);
  return answer.body.id;
};
/** A session that may do something with tokens. */
const authorized = async (...wish: [tokens: string[], permissions?: string[]]): Promise<string> => {
  const [tokens, permissions = ['token:read']] = wish;
  const { body } = await open();
  expect((await authorize(body.nonce, { tokens, permissions })).status).toBe(200);
  return body.session_key;
};
const typeOf = ({ status, body }: { status: number; body: { type?: string } }) => [status, body.type];

describe('opening a session', () => {
  vaultFor.all();

  it('gives a key, a nonce and three minutes', async () => {
    const { status, body } = await open();
    expect(status).toBe(201);
    expect(body).toEqual({
      session_key: expect.stringMatching(/^session_\w{22}$/),
      nonce: expect.stringMatching(/^nonce_\w{22}$/),
      expires_at: '2022-01-01T00:03:00+00:00',
    });
  });

  it('takes a key of type elements, in a frame', async () => {
    expect(typeOf(await open(server))).toEqual([403, 'elements-key-required']);
    expect(typeOf(await open(elements, {}))).toEqual([403, 'frame-required']);
    expect(typeOf(await open(elements, { ...inFrame(), 'Sec-Fetch-Site': 'cross-site' }))).toEqual([
      403,
      'frame-required',
    ]);
    expect(typeOf(await open(elements, inFrame('https://evil.example')))).toEqual([403, 'origin-not-pinned']);
  });

  it('counts among the calls of its key, and so do the calls of the session', async () => {
    const narrow = await startRig({ limits: { elementsPerSecond: 3 } });
    const key = await narrow.application('elements', []);
    const ask = () => narrow.send('POST', '/sessions', { key, headers: inFrame() });
    const session = (await ask()).body.session_key;
    expect((await ask()).status).toBe(201);
    const use = () => narrow.send('GET', `/tokens/${unknownId}`, { key: session, headers: inFrame() });
    expect(typeOf(await use())).toEqual([403, 'session-not-authorized']);
    expect(typeOf(await use())).toEqual([429, 'rate-limited']);
    await narrow.close();
  });

  it('leaves neither key nor nonce in the database or in the log', async () => {
    const { body } = await open();
    const rows = await rig.store.rows<Record<string, unknown>>('select * from sessions');
    expect(rows).not.toEqual([]);
    const columns = rows.flatMap((row) => Object.values(row));
    const texts = columns.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value));
    const kept = [...texts, ...rig.lines].join('\n');
    expect(kept).toContain(page);
    expect(kept).not.toContain(body.session_key.slice(8));
    expect(kept).not.toContain(body.nonce.slice(6));
  });
});

describe('authorizing a session', () => {
  vaultFor.each();

  it('lets its frame read the named tokens and no other, without the verification code', async () => {
    const [mine, other] = [await store(), await store({ type: 'token', data: 'other' })];
    const key = await authorized([mine]);
    const shown = await read(key, mine);
    expect(shown.status).toBe(200);
    const { cvc: _, ...withoutCode } = card;
    expect(shown.body.data).toEqual(withoutCode);
    expect(shown.body).not.toHaveProperty('fingerprint');
    expect((await read(key, other)).status).toBe(404);
    expect((await read(key, unknownId)).status).toBe(404);
  });

  it('takes nonces once, of its own tenant, while they live', async () => {
    const [id, { body }, { body: late }] = [await store(), await open(), await open()];
    const wish = { tokens: [id], permissions: ['token:read'] };
    const other = await rig.tenant('Other');
    const foreign = await rig.application('server_to_server', allTokens(), other);
    const theirs = { ...wish, tokens: [await store(undefined, foreign)] };
    for (const each of [wish, theirs]) expect((await authorize(body.nonce, each, foreign)).status).toBe(404);
    expect((await authorize(`nonce_${'1'.repeat(22)}`, wish)).status).toBe(404);
    expect((await authorize(body.session_key, wish)).status).toBe(404);
    expect((await authorize(body.nonce, wish)).status).toBe(200);
    expect((await authorize(body.nonce, wish)).status).toBe(409);
    rig.pass(minutes(3));
    expect((await authorize(late.nonce, wish)).status).toBe(404);
  });

  it('takes one of two words that come at the same time', async () => {
    const [one, two, { body }] = [await store(), await store({ type: 'token', data: 'two' }), await open()];
    const answers = await Promise.all(
      [one, two].map((id) => authorize(body.nonce, { tokens: [id], permissions: ['token:read'] })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const seen = await Promise.all([one, two].map((id) => read(body.session_key, id)));
    expect(seen.map(({ status }) => status).toSorted()).toEqual([200, 404]);
  });

  it('is for keys of servers, which cannot give what they do not have', async () => {
    const [id, { body }] = [await store(), await open()];
    const wish = { tokens: [id], permissions: ['token:read'] };
    expect(typeOf(await authorize(body.nonce, wish, elements))).toEqual([403, 'forbidden']);
    expect(typeOf(await authorize(body.nonce, wish, rig.acme.key))).toEqual([403, 'forbidden']);
    const clerk = await rig.application('server_to_server', ['token:pci:read:low']);
    expect(typeOf(await authorize(body.nonce, wish, clerk))).toEqual([403, 'forbidden']);
    const blind = await rig.application('server_to_server', ['token:general:read:high']);
    expect((await authorize(body.nonce, wish, blind)).status).toBe(404);
    const reader = await rig.application('server_to_server', ['token:pci:read:high']);
    const both = { tokens: [id], permissions: ['token:read', 'token:update'] };
    expect(typeOf(await authorize(body.nonce, both, reader))).toEqual([403, 'forbidden']);
    expect((await authorize(body.nonce, wish, reader)).status).toBe(200);
  });

  it('speaks of each token in rules, too, and masks where they say so', async () => {
    const [plain, masked] = [await store({ type: 'token', data: 'plain' }), await store()];
    const { body } = await open();
    const rule = (value: string, transform?: string) => ({
      description: 'one token',
      priority: 1,
      conditions: [{ attribute: 'id', operator: 'equals', value }],
      permissions: ['token:read'],
      ...(transform && { transform }),
    });
    expect((await authorize(body.nonce, { rules: [rule(plain), rule(masked, 'mask')] })).body).toEqual({});
    expect((await read(body.session_key, plain)).body.data).toBe('plain');
    expect((await read(body.session_key, masked)).body.data).toMatchObject({ number: 'XXXXXXXXXXXX4242' });
  });

  it('knows tokens by their aliases', async () => {
    const id = await store({ type: 'token', data: 'x', id: 'customer-7' });
    expect((await read(await authorized([id]), id)).body.data).toBe('x');
  });
});

describe('a word about a session', () => {
  vaultFor.all();

  it.each([
    [{}, undefined],
    [{ permissions: ['token:read'] }, undefined],
    [{ tokens: [], permissions: ['token:read'] }, 'tokens'],
    [{ tokens: ['ID'], permissions: ['token:delete'] }, 'permissions.0'],
    [{ tokens: ['ID'], permissions: ['token:read', '*'] }, 'permissions.1'],
    [{ tokens: ['ID'], permissions: ['token:general:read:high'] }, 'tokens.0'],
    [{ tokens: ['ID', 'ID'], permissions: ['token:read'] }, 'tokens.1'],
    [{ tokens: ['ID'], permissions: ['token:read'], expires_at: '2022-01-01T00:03:01Z' }, 'expires_at'],
    [{ tokens: ['ID'], permissions: ['token:read'], expires_at: '2022-01-01T00:00:00Z' }, 'expires_at'],
    [{ rules: [{ conditions: [], permissions: ['token:read'] }] }, 'rules.0.conditions'],
    [
      {
        rules: [
          { conditions: [{ attribute: 'id', operator: 'starts_with', value: 'a' }], permissions: ['token:read'] },
        ],
      },
      'rules.0.conditions.0.operator',
    ],
  ])('is refused as %j, and says what is wrong', async (wish, where) => {
    const [id, { body }] = [await store(), await open()];
    const answer = await authorize(body.nonce, JSON.parse(JSON.stringify(wish).replaceAll('ID', id)));
    expect(typeOf(answer)).toEqual([400, 'validation']);
    if (where) expect(answer.body.errors).toHaveProperty([where]);
    expect(typeOf(await read(body.session_key, id))).toEqual([403, 'session-not-authorized']);
  });
});

describe('the key of a session', () => {
  vaultFor.each();

  it('works in frames of its own page alone', async () => {
    const [id, other] = [await store(), 'http://localhost:3001'];
    const key = await authorized([id]);
    expect(typeOf(await read(key, id, {}))).toEqual([403, 'frame-required']);
    expect(typeOf(await read(key, id, inFrame(other)))).toEqual([403, 'origin-not-pinned']);
    for (const site of ['cross-site', 'same-site', 'none']) {
      const headers = { ...inFrame(), 'Sec-Fetch-Site': site };
      expect(typeOf(await read(key, id, headers))).toEqual([403, 'frame-required']);
    }
    expect((await read(key, id)).status).toBe(200);
  });

  it('is good for single tokens and for nothing else', async () => {
    const key = await authorized([await store()], ['token:read', 'token:update']);
    for (const [method, path, body] of [
      ['GET', '/tokens'],
      ['GET', '/applications/key'],
      ['POST', '/tokens/search', {}],
      ['POST', '/tokens', { type: 'card', data: card }],
      ['POST', '/tokenize', { a: 1 }],
      ['POST', '/sessions'],
      ['POST', '/sessions/authorize', { nonce: 'x', tokens: ['x'], permissions: ['token:read'] }],
      ['GET', '/logs'],
    ] as const) {
      const answer = await rig.send(method, path, { key, headers: inFrame(), ...(body && { body }) });
      expect([path, ...typeOf(answer)]).toEqual([path, 403, 'forbidden']);
    }
  });

  it('ends after three minutes, or when its server said', async () => {
    const id = await store();
    const long = await authorized([id]);
    const { body } = await open();
    const short = { tokens: [id], permissions: ['token:read'], expires_at: '2022-01-01T00:01:00Z' };
    await authorize(body.nonce, short);
    rig.pass(minutes(1));
    expect(typeOf(await read(body.session_key, id))).toEqual([401, 'session-ended']);
    expect((await read(long, id)).status).toBe(200);
    rig.pass(minutes(2));
    expect(typeOf(await read(long, id))).toEqual([401, 'session-ended']);
    expect(await rig.store.rows('select id from sessions')).toHaveLength(2);
    await rig.vault.tidy();
    expect(await rig.store.rows('select id from sessions')).toEqual([]);
  });

  it('dies with either of the keys behind it, and shrinks with the permissions of the one that gave it', async () => {
    const id = await store();
    const { body } = await rig.send('GET', '/applications', { key: rig.acme.key });
    const idOf = (type: string) => body.data.find((one: { type: string }) => one.type === type).id;
    const management = (method: string, path: string, more?: object) =>
      rig.send(method, path, { key: rig.acme.key, ...(more && { body: more }) });

    const first = await authorized([id]);
    await management('POST', `/applications/${idOf('elements')}/regenerate`);
    expect(typeOf(await read(first, id))).toEqual([401, 'session-ended']);
    elements = await rig.application('elements', []);

    const second = await authorized([id]);
    const low = { name: 'server', permissions: ['token:pci:read:low'] };
    await management('PUT', `/applications/${idOf('server_to_server')}`, low);
    const { body: bystander } = await management('POST', '/applications', { ...low, type: 'server_to_server' });
    await management('DELETE', `/applications/${bystander.id}`);
    expect((await read(second, id)).status).toBe(404);
    await management('DELETE', `/applications/${idOf('server_to_server')}`);
    expect(typeOf(await read(second, id))).toEqual([401, 'session-ended']);
  });

  it('leaves a trail of who opened, who authorized and what was read', async () => {
    const id = await store();
    await read(await authorized([id]), id);
    const logs = await rig.application('management', ['log:read']);
    const { body } = await rig.send('GET', '/logs', { key: logs });
    const trail = body.data
      .filter(
        (row: { entity_type: string; operation: string }) => row.entity_type === 'session' || row.operation === 'read',
      )
      .map((row: { entity_type: string; operation: string }) => `${row.operation} ${row.entity_type}`);
    expect(trail).toEqual(['read card', 'update session', 'create session']);
  });
});

describe('changing tokens in a session', () => {
  vaultFor.all();

  it('needs the word of the server, and shows what a create would', async () => {
    const id = await store();
    const reader = await authorized([id]);
    expect(typeOf(await change(reader, id, { data: { number: '4000056655665556' } }))).toEqual([403, 'forbidden']);
    const writer = await authorized([id], ['token:update']);
    const { status, body } = await change(writer, id, { data: { number: '4000056655665556', cvc: '123' } });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ number: 'XXXXXXXXXXXX5556' });
    expect((await rig.send('GET', `/tokens/${id}`, { key: server })).body.data.number).toBe('4000056655665556');
  });

  it('shows all but the data of a token that may only be changed', async () => {
    const id = await store();
    const { body } = await read(await authorized([id], ['token:update']), id);
    expect(body).toMatchObject({ id, type: 'card', privacy: { classification: 'pci' }, data: null });
  });

  it.each([
    { mask: '{{ data.number }}' },
    { search_indexes: ['{{ data.number }}'] },
    { fingerprint_expression: '{{ data.cvc }}' },
    { deduplicate_token: true },
  ])('may not ask for %j', async (more) => {
    const id = await store();
    const key = await authorized([id], ['token:read', 'token:update']);
    expect(typeOf(await change(key, id, more))).toEqual([403, 'elements-key-restricted']);
  });

  it('tells nothing of duplicates, also where the tenant deduplicates', async () => {
    const numbered = (number: string) => ({ type: 'card', data: { ...card, number } });
    const settings = { name: 'Acme', settings: { deduplicate_tokens: true } };
    await rig.send('PUT', '/tenants/self', { key: rig.acme.key, body: settings });
    rig.pass(1000);
    const [id] = [await store(numbered('5555555555554444')), await store(numbered('6011111111111117'))];
    const key = await authorized([id], ['token:update']);
    expect((await change(key, id, { data: { number: '6011111111111117' } })).status).toBe(200);
  });
});

describe('a tenant’s sessions', () => {
  vaultFor.all();

  it('are nothing to another tenant, whose tokens cannot be named either', async () => {
    const other: NewTenant = await rig.tenant('Other');
    const theirs = await rig.application('server_to_server', allTokens(), other);
    const id = await store({ type: 'token', data: 'theirs' }, theirs);
    const owners = new Map<string, string>([[page, rig.acme.tenantId]]);
    const pinned = await startRig({
      limits: { elementsPerSecond: 1000 },
      origins: { frameAncestors: [], pinned: true, owner: (origin) => owners.get(origin) },
    });
    owners.set(page, pinned.acme.tenantId);
    const key = await pinned.application('elements', []);
    const opened = await pinned.send('POST', '/sessions', { key, headers: inFrame() });
    const own = await pinned.application('server_to_server', allTokens());
    const answer = await pinned.send('POST', '/sessions/authorize', {
      key: own,
      body: { nonce: opened.body.nonce, tokens: [id], permissions: ['token:read'] },
    });
    expect(answer.status).toBe(404);
    await pinned.close();
  });
});

it('pages that are no longer allowed cannot use the vault, neither a frame nor a session that is open', async () => {
  const own = await startRig({ allowedOrigins: 'https://shop.example', limits: { elementsPerSecond: 1000 } });
  const from = (origin: string) => ({ headers: inFrame(origin) });
  const key = await own.application('elements', ['token:pci:create']);
  const secret = await own.application('server_to_server', allTokens());
  const make = (origin: string) =>
    own.send('POST', '/tokens', { key, body: { type: 'card', data: card }, ...from(origin) });
  const made = await make('https://shop.example');
  const { body } = await own.send('POST', '/sessions', { key, ...from('https://shop.example') });
  const wish = { nonce: body.nonce, tokens: [made.body.id], permissions: ['token:read'] };
  expect((await own.send('POST', '/sessions/authorize', { key: secret, body: wish })).status).toBe(200);
  const reveal = () =>
    own.send('GET', `/tokens/${made.body.id}`, { key: body.session_key, ...from('https://shop.example') });
  expect((await reveal()).status).toBe(200);

  own.vault.setEmbedding({ allowedOrigins: parseAllowedOrigins('https://other.example') });
  expect(typeOf(await reveal())).toEqual([403, 'origin-not-pinned']);
  expect(typeOf(await make('https://shop.example'))).toEqual([403, 'origin-not-pinned']);
  expect((await make('https://other.example')).status).toBe(201);

  own.vault.setEmbedding({ allowedOrigins: parseAllowedOrigins('https://shop.example') });
  expect((await reveal()).status).toBe(200);
  await own.close();
});
