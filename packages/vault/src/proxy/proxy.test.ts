import { describe, expect, it } from 'vitest';
import { StoreError } from '../store/errors.ts';
import { card, destination } from './testing/destination.ts';

const { psp, rig, key, create, through } = destination();

describe('where a proxied request goes', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('%s goes on with its path and query appended', async (method) => {
    const { status, body, sent } = await through(method, '/foo/bar?param=value&b=%20+c');
    expect([status, body]).toEqual([200, { paid: true }]);
    expect(sent).toMatchObject({ method, url: '/api/foo/bar?param=value&b=%20+c', headers: { host: 'psp.example' } });
  });

  it.each([
    ['https://psp.example', '', '/'],
    ['https://psp.example', '/', '/'],
    ['https://psp.example/api/', '/x', '/api/x'],
    ['https://psp.example/api?a=1', '/x?b=2', '/api/x?a=1&b=2'],
    ['https://psp.example/api', '/x/', '/api/x/'],
    ['https://psp.example', '//inside.example/x', '//inside.example/x'],
    ['https://psp.example', '/@inside.example/x', '/@inside.example/x'],
    ['https://psp.example', '/a%2f..%2fb', '/a%2f..%2fb'],
  ])('%s with %s appended is %s', async (base, path, url) => {
    const { sent } = await through('GET', path, { headers: { 'BT-PROXY-URL': base } });
    expect(sent?.url).toBe(url);
  });

  it.each([
    ['is missing', ''],
    ['is plain http', 'http://psp.example/'],
    ['is an address', 'https://127.0.0.1/'],
    ['has another port', 'https://psp.example:8443/'],
    ['has a user', 'https://a@psp.example/'],
    ['has a fragment', 'https://psp.example/api#'],
    ['leads out of itself', 'https://psp.example/api/../admin'],
    ['leads out of itself in disguise', 'https://psp.example/api/%2e%2E/admin'],
    ['holds a backslash', 'https://psp.example\\@inside.example/'],
    ['is taken from a token', 'https://{{ 26818785-547b-4b28-b0fa-531377e99f4e }}/'],
  ])('a base that %s is 400, and nothing is sent', async (_, base) => {
    const { status, body } = await through('POST', '/x', { headers: { 'BT-PROXY-URL': base } });
    expect([status, body.proxy_error.status, body.proxy_error.title]).toEqual([400, 400, 'Invalid proxy request']);
    expect(psp.seen).toEqual([]);
  });

  it.each([
    ['https://inside.example/', 403],
    ['https://forbidden.example/', 403],
    ['https://other.example/', 502],
  ])('%s is answered %d', async (base, status) => {
    const answer = await through('GET', '', { headers: { 'BT-PROXY-URL': base } });
    expect([answer.status, answer.body.proxy_error.status]).toEqual([status, status]);
    expect(psp.seen).toEqual([]);
  });

  it.each([
    '/..%2felements/x',
    '/%2e%2e%2Felements/x',
    '/a/..%5c..%5celements/x',
    '/%252e%252e%252felements/',
    '/a%2f..%2f..',
  ])(
    'a path %s, which a server in front may take for one outside of the proxy, is 400, and nothing is sent',
    async (path) => {
      const { status, body } = await through('GET', path);
      expect([status, body.proxy_error.type]).toEqual([400, 'proxy-request']);
      expect(psp.seen).toEqual([]);
    },
  );

  it('a path with dots, escapes and slashes of its own goes on as it is', async () => {
    expect((await through('GET', '/v1.2/a%2Fb/...%20/%25/elements/')).sent?.url).toBe(
      '/api/v1.2/a%2Fb/...%20/%25/elements/',
    );
  });

  it('is only what stands under the path of the proxy', async () => {
    expect((await rig().send('GET', '/proxyx', { key: key() })).status).toBe(404);
    expect((await through('GET', '/../tokens')).sent).toBeUndefined();
    const { status, headers } = await rig().send('HEAD', '/proxy', { key: key() });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, POST, PUT, PATCH, DELETE']);
  });
});

describe('the audit of a proxied request', () => {
  it('says which tokens were used and at which host, before the request leaves', async () => {
    const [id, other] = [await create(card, { type: 'card' }), await create('x')];
    const rows = () =>
      rig().store.rows("select entity_id, destination from audit where operation = 'use' and entity_id in (?, ?)", [
        id,
        other,
      ]);
    let durable = 0;
    psp.arrived = async () => {
      durable = (await rows()).length;
    };
    const body = { a: `{{ ${id} | json: '$.number' }}`, b: `{{ ${id} }}`, c: `{{ ${other} }}` };
    await through('POST', '/v1/4242?secret=1', { body });
    expect(durable).toBe(2);
    const reader = await rig().application('management', ['log:read']);
    const logs = await rig().send('GET', `/logs?entity_id=${id}`, { key: reader });
    expect(logs.body.data[0]).toMatchObject({
      entity_type: 'card',
      entity_id: id,
      operation: 'use',
      message: 'Card used in a request to psp.example',
    });
    expect(await rows()).toHaveLength(2);
  });

  it('cannot be left out: what it cannot be written for does not leave', async () => {
    const id = await create('x');
    const { commit } = rig().store;
    Object.assign(rig().store, { commit: () => Promise.reject(new StoreError('full', 'The disk is full.')) });
    const { status } = await through('POST', '', { body: { a: `{{ ${id} }}` } });
    Object.assign(rig().store, { commit });
    expect(status).toBe(503);
    expect(psp.seen).toEqual([]);
  });

  it('counts the tokens as active in the month', async () => {
    const id = await create('x');
    const report = await rig().application('management', ['report:read']);
    const active = async () =>
      (await rig().send('GET', '/tenants/self/reports/usage', { key: report })).body.token_report.monthly_active_tokens;
    rig().pass(40 * 24 * 3600 * 1000);
    await rig().vault.tidy();
    const before = await active();
    await through('POST', '', { body: { a: `{{ ${id} }}` } });
    await rig().vault.tidy();
    expect(await active()).toBe(before + 1);
  });
});

describe('fifty slow destinations', () => {
  it('leave reads of tokens answering', async () => {
    const id = await create('x');
    const waiting = Promise.withResolvers<void>();
    psp.arrived = () => waiting.promise;
    const slow = Array.from({ length: 50 }, () => through('POST', '', { body: { a: `{{ ${id} }}` } }));
    await expect.poll(() => psp.seen.length, { timeout: 10_000 }).toBe(50);
    const read = await rig().send('GET', `/tokens/${id}`, { key: key() });
    expect([read.status, read.body.data]).toEqual([200, 'x']);
    waiting.resolve();
    expect((await Promise.all(slow)).every(({ status }) => status === 200)).toBe(true);
  });
});
