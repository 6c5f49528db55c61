import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

const inFrame = { 'BT-ELEMENTS-PAGE': 'http://localhost:3000', 'Sec-Fetch-Site': 'same-origin' };
const number = '4242424242424242';

let rig: Rig;
let elements: string;
let server: string;
/** A card in the container of each customer, and its neighbours. */
let ids: Record<string, string>;
beforeAll(async () => {
  rig = await startRig({ limits: { elementsPerSecond: 1000 } });
  elements = await rig.application('elements', ['token:pci:create']);
  server = await rig.application('server_to_server', allTokens());
  ids = {};
  for (const container of ['/customers/7/', '/customers/7/old/', '/customers/77/', '/customers/']) {
    const body = { type: 'card', container, data: { number, expiration_month: 3, expiration_year: 2030, cvc: '947' } };
    const made = await rig.send('POST', '/tokens', { key: server, body });
    expect(made.status, made.text).toBe(201);
    ids[container] = made.body.id;
  }
});
afterAll(() => rig.close());

const authorize = async (rules: object[], key = server) => {
  const { body } = await rig.send('POST', '/sessions', { key: elements, headers: inFrame });
  const answer = await rig.send('POST', '/sessions/authorize', { key, body: { nonce: body.nonce, rules } });
  return { ...answer, session: String(body.session_key) };
};
/** What a session sees in each container: the number, whole or masked, or the status. */
const seenBy = async (session: string) => {
  const seen = Object.entries(ids).map(async ([container, id]) => {
    const { status, body } = await rig.send('GET', `/tokens/${id}`, { key: session, headers: inFrame });
    return [container, status === 200 ? (body.data?.number ?? null) : status] as const;
  });
  return Object.fromEntries(await Promise.all(seen));
};
const on = (operator: string, value: string, more: object = {}) => ({
  conditions: [{ attribute: 'container', operator, value }],
  permissions: ['token:read'],
  ...more,
});
const masked = 'XXXXXXXXXXXX4242';

describe('a session for the tokens in a container', () => {
  it('reads those in it and below, without the verification code, and no others', async () => {
    const { status, session } = await authorize([on('starts_with', '/Customers/7/')]);
    expect(status).toBe(200);
    const expected = {
      '/customers/7/': number,
      '/customers/7/old/': number,
      '/customers/77/': 404,
      '/customers/': 404,
    };
    expect(await seenBy(session)).toEqual(expected);
    const { text } = await rig.send('GET', `/tokens/${ids['/customers/7/']}`, { key: session, headers: inFrame });
    expect(text).not.toContain('"947"');
    const { session: same } = await authorize([{ container: '/customers/7/', permissions: ['token:read'] }]);
    expect(await seenBy(same)).toEqual(expected);
  });

  it('reads those in it alone where it is compared as equal', async () => {
    const { session } = await authorize([on('equals', '/customers/7/')]);
    expect(await seenBy(session)).toEqual({
      ...{ '/customers/7/': number, '/customers/7/old/': 404, '/customers/77/': 404, '/customers/': 404 },
    });
  });

  it('goes by the first rule that fits, in the order of their priority', async () => {
    const { session } = await authorize([
      on('starts_with', '/customers/', { priority: 9, transform: 'mask' }),
      on('equals', '/customers/7/', { priority: 2 }),
      {
        conditions: [{ attribute: 'id', operator: 'equals', value: ids['/customers/77/'] }],
        permissions: ['token:read'],
        priority: 1,
      },
    ]);
    expect(await seenBy(session)).toEqual({
      ...{ '/customers/7/': number, '/customers/7/old/': masked, '/customers/77/': number, '/customers/': masked },
    });
  });

  it('goes by all conditions of a rule at once', async () => {
    const all = (...conditions: [attribute: string, operator: string, value: string | undefined][]) => ({
      conditions: conditions.map(([attribute, operator, value]) => ({ attribute, operator, value })),
      permissions: ['token:read'],
    });
    const id = ids['/customers/7/'];
    const nothing = { '/customers/7/': 404, '/customers/7/old/': 404, '/customers/77/': 404, '/customers/': 404 };
    const both = await authorize([all(['id', 'equals', id], ['container', 'starts_with', '/Customers/'])]);
    expect(both.status).toBe(200);
    expect(await seenBy(both.session)).toEqual({ ...nothing, '/customers/7/': number });
    const elsewhere = await authorize([all(['id', 'equals', id], ['container', 'equals', '/customers/'])]);
    expect(await seenBy(elsewhere.session)).toEqual(nothing);
    const narrow = await authorize([
      all(['container', 'starts_with', '/customers/'], ['container', 'starts_with', '/customers/7/']),
    ]);
    expect(await seenBy(narrow.session)).toEqual({ ...nothing, '/customers/7/': number, '/customers/7/old/': number });
    for (const conditions of [
      [
        ['id', 'equals', 'a'],
        ['id', 'equals', 'b'],
      ],
      [
        ['container', 'equals', '/a/'],
        ['container', 'starts_with', '/a/b/'],
      ],
    ] as [string, string, string][][]) {
      const { status, body } = await authorize([all(...conditions)]);
      expect([status, body.errors]).toEqual([400, { 'rules.0.conditions': [expect.stringContaining('No token')] }]);
    }
  });

  it('changes tokens only where it was given that', async () => {
    const { session } = await authorize([on('equals', '/customers/7/', { permissions: ['token:update'] })]);
    const change = async (container: string) =>
      (
        await rig.send('PATCH', `/tokens/${ids[container]}`, {
          key: session,
          headers: inFrame,
          body: { metadata: { a: 'b' } },
        })
      ).status;
    expect([await change('/customers/7/'), await change('/customers/77/')]).toEqual([200, 404]);
    expect((await seenBy(session))['/customers/7/']).toBeNull();
  });

  it('is given no more than the server may do, then and later', async () => {
    const rules = (transform: string, container = '/customers/7/') => [
      { container, transform, permissions: ['token:read'] },
    ];
    const made = await rig.send('POST', '/applications', {
      key: rig.acme.key,
      body: { name: 'Shop', type: 'private', rules: rules('mask') },
    });
    const clerk = made.body.key;
    expect((await authorize([on('starts_with', '/customers/')], clerk)).status).toBe(403);
    expect((await authorize([on('starts_with', '/orders/', { transform: 'mask' })], clerk)).status).toBe(403);
    expect((await authorize([on('equals', '/customers/7/', { permissions: ['token:update'] })], clerk)).status).toBe(
      403,
    );
    const { status, session } = await authorize([on('starts_with', '/customers/', { transform: 'mask' })], clerk);
    expect(status).toBe(200);
    // Of the container that was asked for, the server sees a part.
    const part = { '/customers/7/': masked, '/customers/7/old/': masked, '/customers/77/': 404, '/customers/': 404 };
    expect(await seenBy(session)).toEqual(part);
    const body = { name: 'Shop', rules: rules('mask', '/customers/7/old/') };
    await rig.send('PUT', `/applications/${made.body.id}`, { key: rig.acme.key, body });
    expect(await seenBy(session)).toEqual({ ...part, '/customers/7/': 404 });
  });

  it.each<[object[], string]>([
    [[on('contains', '/a/')], 'rules.0.conditions.0.operator'],
    [[on('starts_with', 'a')], 'rules.0.conditions.0.value'],
    [[on('starts_with', '/customers/7')], 'rules.0.conditions.0.value'],
    [[{ ...on('equals', '/a/'), container: '/a/' }], 'rules.0.conditions'],
    [[{ permissions: ['token:read'] }], 'rules.0.conditions'],
    [[on('equals', '/a/', { permissions: ['token:delete'] })], 'rules.0.permissions.0'],
    [[on('equals', '/a/'), on('equals', '/A/')], 'rules.1.conditions.0.value'],
  ])('is refused as %j', async (rules, at) => {
    const { status, body } = await authorize(rules);
    expect([status, Object.keys(body.errors ?? {})]).toEqual([400, [at]]);
  });
});
