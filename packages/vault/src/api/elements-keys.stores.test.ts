import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewTenant } from '../tenants/create.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const card = { number: '4242424242424242', expiration_month: 12, expiration_year: 2025, cvc: '987' };
const creates = ['general', 'bank', 'pci', 'pii'].map((classification) => `token:${classification}:create`);
const page = (origin: string) => ({ 'BT-ELEMENTS-PAGE': origin });

describe.each(['elements', 'public'] as const)('a key of type %s', (type) => {
  let rig: Rig;
  let key: string;
  beforeAll(async () => {
    rig = await startRig({ limits: { elementsPerSecond: 1000 } });
    key = await rig.application(type, creates);
  });
  afterAll(async () => {
    await rig.close();
  });
  const create = (body: unknown, path = '/tokens') => rig.send('POST', path, { key, body });

  it('creates, also outside of a frame, as published clients do', async () => {
    expect((await create({ type: 'card', data: card })).status).toBe(201);
    expect((await create({ card }, '/atomic/cards')).status).toBe(201);
    expect((await create({ a: { type: 'card', data: card }, b: 'x' }, '/tokenize')).status).toBe(200);
  });

  it('learns no fingerprint, wherever one could stand', async () => {
    const server = await rig.application('server_to_server', allTokens());
    const answers = [
      await create({ type: 'card', data: card }),
      await create({ card }, '/atomic/cards'),
      await create([{ type: 'card', data: card }], '/tokenize'),
    ];
    const { body } = await rig.send('GET', `/tokens/${answers[0]?.body.id}`, { key: server });
    expect(body.fingerprint).toEqual(expect.any(String));
    for (const { text } of answers) {
      expect(text).not.toContain('"fingerprint"');
      expect(text).not.toContain(body.fingerprint);
    }
  });

  it('gets the same answer for a card that is there already as for one that is not', async () => {
    const shape = async (number: string) => {
      const { status, body } = await create({ type: 'card', data: { number } });
      return [status, Object.keys(body).sort()];
    };
    expect(await shape('4242424242424242')).toEqual(await shape('4000056655665556'));
  });

  it.each([
    { id: '{{ data.number }}' },
    { id: '{{ data | alias_preserve_format: 3, 5 }}' },
    { mask: '{{ data.number }}' },
    { mask: { a: "{{ data.number | split: '' | join: ',' }}" } },
    { fingerprint_expression: '{{ data.cvc }}' },
    { search_indexes: ['{{ data.number }}'] },
    { deduplicate_token: true },
  ])('may not ask for %j', async (more) => {
    const [name = ''] = Object.keys(more);
    const before = await rig.store.rows('select id from tokens');
    for (const [path, body, where] of [
      ['/tokens', { type: 'card', data: card, ...more }, name],
      ['/tokenize', { deep: [{ type: 'card', data: card, ...more }] }, `deep.0.${name}`],
    ] as const) {
      const answer = await create(body, path);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ type: 'elements-key-restricted', errors: { [where]: [expect.any(String)] } });
      expect(JSON.stringify({ ...answer.body, instance: '' })).not.toMatch(/4242|987/);
    }
    expect(await rig.store.rows('select id from tokens')).toHaveLength(before.length);
  });

  it('has the rates of a page, by address, and a server key has not', async () => {
    const own = await startRig({ limits: { elementsPerSecond: 2, perSecond: 1000 } });
    const statuses = async (by: string, address: string) => {
      const answers = [1, 2, 3].map(() => own.send('GET', '/applications/key', { key: by, address }));
      return (await Promise.all(answers)).map(({ status }) => status).sort();
    };
    const inPage = await own.application(type, creates);
    expect(await statuses(inPage, '192.0.2.1')).toEqual([200, 200, 429]);
    expect(await statuses(inPage, '198.51.100.1')).toEqual([200, 200, 429]);
    expect(await statuses(await own.application('server_to_server', creates), '192.0.2.1')).toEqual([200, 200, 200]);
    await own.close();
  });

  it('reads, changes and deletes nothing', async () => {
    const { body } = await create({ type: 'card', data: card });
    for (const [method, path] of [
      ['GET', '/tokens'],
      ['GET', `/tokens/${body.id}`],
      ['DELETE', `/tokens/${body.id}`],
      ['GET', '/atomic/cards'],
      ['PATCH', `/atomic/cards/${body.id}`],
      ['GET', '/applications'],
    ] as const) {
      expect((await rig.send(method, path, { key })).status).toBe(403);
    }
  });
});

describe('a key in pages whose operator trusts them', () => {
  it.each(['elements', 'public'] as const)('may send expressions as %s, and still not deduplicate', async (type) => {
    const rig = await startRig({ elementsExpressions: true, limits: { elementsPerSecond: 1000 } });
    const key = await rig.application(type, creates);
    const create = (more: object) =>
      rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'Ottoline', ...more } });
    for (const more of [
      { mask: '{{ data | reveal_last: 2 }}' },
      { search_indexes: ['{{ data }}'] },
      { fingerprint_expression: '{{ data }}' },
    ]) {
      expect([more, (await create(more)).status]).toEqual([more, 201]);
    }
    expect((await create({ deduplicate_token: true })).body.type).toBe('elements-key-restricted');
    expect((await create({ id: '{{ data }}' })).status).not.toBe(201);
    await rig.close();
  });
});

describe('calls out of frames', () => {
  let rig: Rig;
  let other: NewTenant;
  const keys: Record<string, string> = {};
  beforeAll(async () => {
    const first = await startRig();
    const { tenantId } = first.acme;
    await first.close();
    rig = await startRig({ allowedOrigins: 'https://open.example' });
    expect(tenantId).not.toBe(rig.acme.tenantId);
    keys.acme = await rig.application('elements', creates);
    keys.server = await rig.application('server_to_server', allTokens());
  });
  afterAll(async () => {
    await rig.close();
  });

  const create = (key: string | undefined, origin: string, of = rig) =>
    of.send('POST', '/tokens', { key: key ?? '', headers: page(origin), body: { type: 'card', data: card } });

  it('work on an allowed page while there is one tenant', async () => {
    expect((await create(keys.acme, 'https://open.example')).status).toBe(201);
  });

  it.each(['https://evil.example', 'https://open.example.evil.example', 'https://open.example:8443', 'null', ''])(
    'are refused on the page %j',
    async (origin) => {
      const answer = await create(keys.acme, origin);
      expect(answer.status).toBe(403);
      expect(answer.body.type).toBe('origin-not-pinned');
    },
  );

  it('are refused with a key that is not of type elements, which may still say what it is', async () => {
    const answer = await create(keys.server, 'https://open.example');
    expect(answer.status).toBe(403);
    expect(answer.body.type).toBe('elements-key-required');
    const self = await rig.send('GET', '/applications/key', {
      key: keys.server ?? '',
      headers: page('https://open.example'),
    });
    expect(self.body.type).toBe('server_to_server');
  });

  it('are refused on a page without a tenant as soon as there are two', async () => {
    other = await rig.tenant('Other');
    keys.other = await rig.application('elements', creates, other);
    for (const key of [keys.acme, keys.other]) {
      const answer = await create(key, 'https://open.example');
      expect(answer.status).toBe(403);
      expect(answer.body.type).toBe('origin-not-pinned');
    }
  });
});

describe('a page that is pinned to a tenant', () => {
  it('takes keys of that tenant only, so a script cannot send cards to an account of its own', async () => {
    // The ids are needed before the vault starts, so the allowed origins follow them.
    const owners = new Map<string, string>();
    const rig = await startRig({
      origins: {
        frameAncestors: [],
        pinned: true,
        owner: (origin) => owners.get(origin),
      },
    });
    const other = await rig.tenant('Other');
    owners.set('https://acme.example', rig.acme.tenantId).set('https://other.example', other.tenantId);
    const mine = await rig.application('elements', creates);
    const theirs = await rig.application('elements', creates, other);
    const status = async (key: string, origin: string) => {
      const headers = page(origin);
      const made = await rig.send('POST', '/tokens', { key, headers, body: { type: 'card', data: card } });
      const self = await rig.send('GET', '/applications/key', { key, headers });
      return [made.status, self.status];
    };
    expect(await status(mine, 'https://acme.example')).toEqual([201, 200]);
    expect(await status(theirs, 'https://acme.example')).toEqual([403, 403]);
    expect(await status(theirs, 'https://other.example')).toEqual([201, 200]);
    expect(await status(mine, 'https://other.example')).toEqual([403, 403]);
    await rig.close();
  });
});

describe('the rate of calls', () => {
  it('is limited for elements keys, per address and key, and for no other kind of key', async () => {
    const rig = await startRig();
    const [one, two] = [await rig.application('elements', creates), await rig.application('elements', creates)];
    const call = async (key: string, address: string) =>
      (await rig.send('GET', '/applications/key', { key, address })).status;
    const burst = async (key: string, address: string, count: number) => {
      const statuses: number[] = [];
      for (let i = 0; i < count; i += 1) statuses.push(await call(key, address));
      return statuses.filter((status) => status === 429).length;
    };
    expect(await burst(one, '192.0.2.1', 12)).toBe(2);
    expect(await burst(one, '192.0.2.2', 10)).toBe(0);
    expect(await burst(two, '192.0.2.1', 10)).toBe(0);
    const refused = await rig.send('GET', '/applications/key', { key: one });
    expect(refused.headers.get('Retry-After')).toBe('1');
    expect(refused.body.type).toBe('rate-limited');
    rig.pass(1000);
    expect(await call(one, '192.0.2.1')).toBe(200);
    const server = await rig.application('server_to_server', []);
    expect(await burst(server, '192.0.2.1', 50)).toBe(0);
    await rig.close();
  });
});
