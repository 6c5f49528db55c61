import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

type Transform = 'reveal' | 'mask' | 'redact';
interface Rule {
  container: string;
  transform: Transform;
  permissions: string[];
}

const number = '4242424242424242';

let rig: Rig;
let all: string;
beforeAll(async () => {
  rig = await startRig();
  all = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const application = async (more: object) => {
  const body = { name: 'Shop', type: 'private', ...more };
  return await rig.send('POST', '/applications', { key: rig.acme.key, body });
};
const keyWith = async (...rules: Partial<Rule>[]): Promise<string> => {
  const { status, body, text } = await application({ rules });
  if (status !== 201) throw new Error(text);
  return body.key;
};
const make = async (body: object, key = all): Promise<string> =>
  (await rig.send('POST', '/tokens', { key, body })).body.id;
const card = { type: 'card', data: { number } };

describe('an application with rules', () => {
  it('shows them in the order of their priority, and may do what they say and nothing else', async () => {
    const { status, body } = await application({
      rules: [
        { priority: 9, container: '/PCI/', transform: 'mask', permissions: ['token:read'] },
        { priority: 2, container: '/pci/high/', permissions: ['token:create'], description: 'Checkout' },
      ],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ type: 'private', permissions: [] });
    expect(body).not.toHaveProperty('warnings');
    expect(body.rules).toEqual([
      {
        priority: 2,
        container: '/pci/high/',
        transform: 'mask',
        permissions: ['token:create'],
        description: 'Checkout',
      },
      { priority: 9, container: '/pci/', transform: 'mask', permissions: ['token:read'] },
    ]);
    const { key } = body;
    const id = await make(card, key);
    const read = await rig.send('GET', `/tokens/${id}`, { key });
    expect(read.body).toMatchObject({ data: { number: 'XXXXXXXXXXXX4242' }, containers: ['/pci/high/'] });
    const answers = [
      await rig.send('POST', '/tokens', { key, body: { ...card, container: '/other/' } }),
      await rig.send('PATCH', `/tokens/${id}`, { key, body: { metadata: { a: 'b' } } }),
      await rig.send('DELETE', `/tokens/${id}`, { key }),
      await rig.send('POST', '/tokens/search', { key, body: {} }),
      await rig.send('GET', '/logs', { key }),
    ];
    expect(answers.map(({ status: refused, body: { detail } }) => [refused, detail])).toEqual([
      [403, 'This needs a rule that allows token:create for /other/.'],
      [403, 'This needs a rule that allows token:update.'],
      [403, 'This needs a rule that allows token:delete.'],
      [403, 'This needs a rule that allows token:search.'],
      [403, 'This needs a rule that allows log:read.'],
    ]);
    expect((await rig.send('GET', `/tokens/${await make({ type: 'token', data: 1 })}`, { key })).status).toBe(404);
  });

  it('decides by the first rule that allows the operation, so a deeper one before overrides', async () => {
    const key = await keyWith(
      { container: '/pci/high/vip/', transform: 'redact', permissions: ['token:read'] },
      { container: '/pci/', transform: 'reveal', permissions: ['token:read', 'token:use'] },
    );
    const [vip, other] = [await make({ ...card, container: '/pci/high/vip/' }), await make(card)];
    const dataOf = async (id: string) => (await rig.send('GET', `/tokens/${id}`, { key })).body.data;
    expect([await dataOf(vip), await dataOf(other)]).toEqual([null, expect.objectContaining({ number })]);
  });

  it('refuses a use whose rule withholds the data, and says that it does', async () => {
    const key = await keyWith({ container: '/pci/', transform: 'redact', permissions: ['token:use'] });
    const use = async (id: string) => {
      const headers = { 'BT-PROXY-URL': 'https://psp.example' };
      const { status, body } = await rig.send('POST', '/proxy', { key, headers, body: { number: `{{ ${id} }}` } });
      return [status, body.proxy_error.detail];
    };
    const withReveal = 'with the transform reveal: as it is, no data is shown.';
    expect(await use(await make(card))).toEqual([
      403,
      `This needs a rule that allows token:use for /pci/high/ ${withReveal}`,
    ]);
    expect(await use(await make({ type: 'token', data: 1 }))).toEqual([
      403,
      'This needs a rule that allows token:use for /general/high/.',
    ]);
  });

  it('moves tokens between containers where it may change both', async () => {
    const key = await keyWith({ container: '/a/', permissions: ['token:update'] });
    const id = await make({ type: 'token', data: 1, container: '/a/b/' });
    const move = (container: string) => rig.send('PATCH', `/tokens/${id}`, { key, body: { container } });
    expect((await move('/b/')).status).toBe(403);
    expect((await move('/a/c/')).status).toBe(200);
    expect((await rig.send('GET', `/tokens/${id}`, { key: all })).body.container).toBe('/a/c/');
  });

  it('goes from permissions to rules and back with the next call', async () => {
    const { body } = await application({ permissions: ['token:create', 'token:read'] });
    const { key, id } = body;
    const change = (more: object) =>
      rig.send('PUT', `/applications/${id}`, { key: rig.acme.key, body: { name: 'Shop', ...more } });
    const token = await make(card);
    const shown = async () => {
      const answer = await rig.send('GET', `/tokens/${token}`, { key });
      return answer.status === 200 ? answer.body.data.number : answer.status;
    };
    expect(await shown()).toBe('XXXXXXXXXXXX4242');
    await change({ rules: [{ container: '/', transform: 'reveal', permissions: ['token:read'] }] });
    expect(await shown()).toBe(number);
    const emptied = await change({});
    expect(emptied.body).toMatchObject({ permissions: [] });
    expect(emptied.body).not.toHaveProperty('rules');
    expect(await shown()).toBe(403);
  });

  it('warns of rules that never apply, in each answer', async () => {
    const { body } = await application({
      rules: [
        { container: '/pci/', transform: 'reveal', permissions: ['token:read', 'token:search'] },
        { container: '/pci/high/', transform: 'mask', permissions: ['token:read'] },
        { container: '/', transform: 'redact', permissions: ['token:use', 'token:read'] },
        { container: '/pci/low/', transform: 'mask', permissions: ['token:read', 'token:delete'] },
      ],
    });
    const warnings = [
      'rules.1 (/pci/high/) never applies: rules.0 (/pci/) comes first and is about the same tokens.',
      'token:use of rules.2 (/) never applies: redact withholds the data that is to be used.',
      'token:read of rules.3 (/pci/low/) never applies: rules.0 (/pci/) comes first.',
    ];
    expect(body.warnings).toEqual(warnings);
    expect((await rig.send('GET', `/applications/${body.id}`, { key: rig.acme.key })).body.warnings).toEqual(warnings);
  });

  it.each([
    [{ rules: [{ container: 'pci', permissions: ['token:read'] }] }, 'rules.0.container'],
    [{ rules: [{ container: '/pci/', permissions: [] }] }, 'rules.0.permissions'],
    [{ rules: [{ container: '/pci/', permissions: ['token:pci:read:low'] }] }, 'rules.0.permissions.0'],
    [{ rules: [{ container: '/pci/', permissions: ['token:read'], transform: 'show' }] }, 'rules.0.transform'],
    [{ rules: [{ container: '/pci/', permissions: ['token:read'], priority: 0 }] }, 'rules.0.priority'],
    [{ type: 'public', rules: [{ container: '/', permissions: ['token:read'] }] }, 'rules.0.permissions.0'],
    [{ type: 'management', rules: [{ container: '/', permissions: ['token:read'] }] }, 'rules.0.permissions.0'],
    [{ rules: [{ container: '/', permissions: ['token:read'] }], permissions: ['token:read'] }, 'rules'],
    [{ permissions: ['token:pci:read:low'] }, 'permissions.0'],
    // Only rules of sessions have conditions. Without them the rule would be about more than was meant.
    [
      {
        rules: [
          {
            ...{ container: '/', permissions: ['token:read'] },
            conditions: [{ attribute: 'id', operator: 'equals', value: 'abc' }],
          },
        ],
      },
      'rules.0.conditions',
    ],
  ])('is refused as %j', async (more, at) => {
    const { status, body } = await application(more);
    expect([status, Object.keys(body.errors ?? {})]).toEqual([400, [at]]);
  });

  it('may allow token intents of the types whose tokens lie in a container, and calls of stored proxies', async () => {
    const intents = ['token-intent:create', 'token-intent:read', 'token-intent:delete'];
    const key = await keyWith({ container: '/pci/', transform: 'mask', permissions: [...intents, 'proxy:invoke'] });
    const create = (body: object, by = key) => rig.send('POST', '/token-intents', { key: by, body });
    const { status, body } = await create(card);
    expect(status).toBe(201);
    const path = `/token-intents/${body.id}`;
    expect((await rig.send('GET', path, { key })).status).toBe(200);
    const ssn = { type: 'social_security_number', data: '609-12-3456' };
    const refused = await create(ssn);
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      expect.stringContaining('token-intent:create for /pii/'),
    ]);
    const elsewhere = await keyWith({ container: '/pii/', transform: 'mask', permissions: intents });
    for (const method of ['GET', 'DELETE']) expect((await rig.send(method, path, { key: elsewhere })).status).toBe(403);
    expect((await create(ssn, elsewhere)).status).toBe(201);
    expect((await rig.send('DELETE', path, { key })).status).toBe(204);
    const creator = await keyWith({ container: '/', transform: 'mask', permissions: ['token-intent:create'] });
    expect((await rig.send('GET', path, { key: creator })).status).toBe(403);

    const proxy = { name: 'P', destination_url: 'https://psp.example' };
    const stored = (await rig.send('POST', '/proxies', { key: rig.acme.key, body: proxy })).body;
    const invoke = async (by: string) =>
      (await rig.send('POST', '/proxy', { key: by, headers: { 'BT-PROXY-KEY': stored.key }, body: '{{ x }}' })).status;
    // Whoever may call the proxy is told that there is no such token.
    expect([await invoke(key), await invoke(creator)]).toEqual([400, 403]);
    const page = await application({ type: 'public', rules: [{ container: '/', permissions: ['proxy:invoke'] }] });
    expect([page.status, Object.keys(page.body.errors)]).toEqual([400, ['rules.0.permissions.0']]);
  });

  it('gives sessions no more than it sees itself', async () => {
    const key = await keyWith({ container: '/pci/', transform: 'mask', permissions: ['token:read'] });
    const page = { 'BT-ELEMENTS-PAGE': 'http://localhost:3000', 'Sec-Fetch-Site': 'same-origin' };
    const elements = await rig.application('elements', []);
    const id = await make(card);
    const session = (await rig.send('POST', '/sessions', { key: elements, headers: page })).body;
    const asked = (transform: Transform) => ({
      nonce: session.nonce,
      rules: [
        { conditions: [{ attribute: 'id', operator: 'equals', value: id }], transform, permissions: ['token:read'] },
      ],
    });
    const authorize = (transform: Transform) =>
      rig.send('POST', '/sessions/authorize', { key, body: asked(transform) });
    expect((await authorize('reveal')).status).toBe(403);
    expect((await authorize('mask')).status).toBe(200);
    const { body } = await rig.send('GET', `/tokens/${id}`, { key: session.session_key, headers: page });
    expect(body.data.number).toBe('XXXXXXXXXXXX4242');
  });
});

/** Containers, and in each a token of the same data, with or without a mask. */
const places = ['/', '/a/', '/a/b/', '/a/b/c/', '/ab/', '/general/high/'];
const names = ['token:create', 'token:read', 'token:search', 'token:update'];

const rule: fc.Arbitrary<Rule> = fc.record({
  container: fc.constantFrom(...places, '/a/b/c/d/'),
  transform: fc.constantFrom<Transform>('reveal', 'mask', 'redact'),
  permissions: fc.subarray(names, { minLength: 1 }),
});

/** The rules one after the other, comparing paths segment by segment. */
const firstFor = (rules: readonly Rule[], permission: string, container: string): Rule | undefined => {
  const segments = (path: string) => path.split('/').filter(Boolean);
  return rules.find(
    (each) =>
      each.permissions.includes(permission) &&
      segments(each.container).every((segment, index) => segments(container)[index] === segment),
  );
};

it('of any kind answer as rules that are tried one by one: reading, listing, searching, creating, changing', async () => {
  const own = await rig.tenant('Model');
  const maker = await rig.application('server_to_server', allTokens(), own);
  const tokens: { id: string; container: string; masked: boolean }[] = [];
  for (const container of places) {
    for (const masked of [true, false]) {
      const body = {
        type: 'token',
        data: 'needle',
        container,
        search_indexes: ['{{ data }}'],
        ...(masked && { mask: 'm' }),
      };
      tokens.push({ id: await make(body, maker), container, masked });
    }
  }
  const made = await rig.send('POST', '/applications', { key: own.key, body: { name: 'A', type: 'private' } });
  const { id: application, key } = made.body;
  const ask = (method: string, path: string, body?: object) => rig.send(method, path, { key, ...(body && { body }) });

  /** The tokens that a list or search should hold, by id, with the data that is shown. */
  const expected = (rules: readonly Rule[], permission: string, plainOnly = false) =>
    Object.fromEntries(
      tokens.flatMap(({ id, container, masked }) => {
        const first = firstFor(rules, permission, container);
        if (!first || (plainOnly && first.transform !== 'reveal')) return [];
        const data = first.transform === 'reveal' ? 'needle' : first.transform === 'mask' && masked ? 'm' : null;
        return [[id, data]];
      }),
    );
  const shown = (data: { id: string; data: unknown }[]) => Object.fromEntries(data.map((each) => [each.id, each.data]));
  const holds = (rules: readonly Rule[], permission: string) =>
    rules.some((each) => each.permissions.includes(permission));

  await fc.assert(
    fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 5 }), async (rules) => {
      const put = await rig.send('PUT', `/applications/${application}`, { key: own.key, body: { name: 'A', rules } });
      expect(put.status).toBe(200);

      const reads = expected(rules, 'token:read');
      for (const list of [await ask('GET', '/tokens?size=100'), await ask('GET', '/v2/tokens?size=100')]) {
        expect(list.status).toBe(holds(rules, 'token:read') ? 200 : 403);
        if (list.status === 200) expect(shown(list.body.data)).toEqual(reads);
        if (list.body.pagination?.page_number) {
          expect(list.body.pagination.total_items).toBe(Object.keys(reads).length);
        }
      }
      for (const { id } of tokens) {
        const one = await ask('GET', `/tokens/${id}`);
        const status = !holds(rules, 'token:read') ? 403 : id in reads ? 200 : 404;
        expect([one.status, one.body.data]).toEqual([status, status === 200 ? reads[id] : undefined]);
      }

      for (const [query, plainOnly] of [
        ['', false],
        ['data:needle', true],
        ['type:token AND NOT data:other', false],
      ] as const) {
        const found = expected(rules, 'token:search', plainOnly);
        const search = await ask('POST', '/tokens/search', { query, size: 100 });
        expect(search.status).toBe(holds(rules, 'token:search') ? 200 : 403);
        if (search.status !== 200) continue;
        expect([query, shown(search.body.data)]).toEqual([query, found]);
        expect(search.body.pagination.total_items).toBe(Object.keys(found).length);
      }

      for (const { id, container } of tokens.filter(({ masked }) => masked)) {
        const changed = await ask('PATCH', `/tokens/${id}`, { metadata: { a: 'b' } });
        const allowed = firstFor(rules, 'token:update', container);
        const refused = holds(rules, 'token:update') && !(id in reads) ? 404 : 403;
        expect(changed.status).toBe(allowed ? 200 : refused);
        const created = await ask('POST', '/tokens', {
          type: 'token',
          data: 'other',
          container,
          expires_at: '2022-01-02',
        });
        expect(created.status).toBe(firstFor(rules, 'token:create', container) ? 201 : 403);
        if (created.status === 201) await rig.send('DELETE', `/tokens/${created.body.id}`, { key: maker });
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);
