import { describe, expect, it } from 'vitest';
import { card, destination, number } from './testing/destination.ts';

const { psp, rig, key, create, through, store, via } = destination();

describe('a call of a stored proxy', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s goes to its destination, named by header or query',
    async (method) => {
      const proxy = await store({ destination_url: 'https://psp.example/api/?v=1' });
      const { status, body, sent, headers } = await via(proxy, method, '/x/y?a=1', { key: key() });
      expect([status, body, headers.get('BT-PROXY-DESTINATION-STATUS')]).toEqual([200, { paid: true }, '200']);
      expect(sent).toMatchObject({ method, url: '/api/x/y?v=1&a=1' });
      expect(Object.keys(sent?.headers ?? {}).filter((name) => name.startsWith('bt-'))).toEqual([]);
      await rig().send(method, `/proxy/z?b=2&BT-Proxy-Key=${proxy.key}&c=3`, { key: key() });
      expect(psp.seen.at(-1)?.url).toBe('/api/z?v=1&b=2&c=3');
    },
  );

  it('goes there although it names another destination', async () => {
    const proxy = await store();
    const headers = { 'BT-PROXY-URL': 'https://other.example' };
    expect((await via(proxy, 'GET', '', { key: key(), headers })).sent?.headers.host).toBe('psp.example');
  });

  it('puts the data of tokens in, unless the proxy leaves references as they are', async () => {
    const token = await create(card, { type: 'card' });
    const body = { number: `{{ ${token} | json: '$.number' }}` };
    expect((await via(await store(), 'POST', '', { key: key(), body })).sent?.body).toBe(`{"number":"${number}"}`);
    const literal = await store({ disable_detokenization: true });
    expect((await via(literal, 'POST', '', { key: key(), body })).sent?.body).toBe(JSON.stringify(body));
  });

  it('passes the status of a destination that has answered, and tells no status of one that has not', async () => {
    const proxy = await store();
    psp.act = (response) => response.writeHead(402).end('no');
    const declined = await via(proxy, 'POST', '', { key: key() });
    expect([declined.status, declined.text]).toEqual([402, 'no']);
    expect(declined.headers.get('BT-PROXY-DESTINATION-STATUS')).toBe('402');
    const unreached = await via(await store({ destination_url: 'https://other.example' }), 'POST', '', { key: key() });
    expect([unreached.status, unreached.headers.has('BT-PROXY-DESTINATION-STATUS')]).toEqual([502, false]);
    expect((await through('GET', '/')).headers.get('BT-PROXY-DESTINATION-STATUS')).toBe('402');
  });

  it('is judged anew each time: a name that leads inside now is refused', async () => {
    const proxy = await store({ destination_url: 'https://inside.example/metadata' });
    const { status, body } = await via(proxy, 'GET', '', { key: key() });
    expect([status, body.proxy_error.type]).toEqual([403, 'destination-not-allowed']);
    expect(psp.seen).toEqual([]);
  });

  it.each(['/../x', '/..%2felements/', '/%2e%2e/x'])('never leads out of its destination by %s', async (path) => {
    const proxy = await store();
    const { status } = await via(proxy, 'GET', path, { key: key() });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(psp.seen).toEqual([]);
  });
});

describe('who may call a stored proxy', () => {
  it('is whoever holds a key that may invoke proxies, or use tokens in them', async () => {
    const proxy = await store();
    const invoker = await rig().application('server_to_server', ['proxy:invoke']);
    const powerless = await rig().application('server_to_server', ['token:pci:create']);
    expect((await via(proxy, 'GET', '', { key: invoker })).status).toBe(200);
    expect((await via(proxy, 'GET', '', { key: powerless })).status).toBe(403);
    expect((await via(proxy, 'GET', '', { key: rig().acme.key })).status).toBe(403);
    const token = await create(card, { type: 'card' });
    const body = { a: `{{ ${token} }}` };
    expect((await via(proxy, 'POST', '', { key: invoker, body })).status).toBe(403);
    expect((await through('GET', '/', { key: invoker })).status).toBe(403);
    expect(psp.seen).toHaveLength(1);
  });

  it('is nobody of another tenant, and nobody learns which keys there are', async () => {
    const other = await rig().tenant('Neighbour');
    const theirs = await rig().application('server_to_server', ['proxy:invoke'], other);
    const [closed, open] = [await store(), await store({ require_auth: false })];
    const unknown = { key: '1'.repeat(22) };
    const ask = async (proxy: { key: string }, credentials = {}) => {
      const { status, body } = await via(proxy, 'GET', '', credentials);
      return [status, body?.proxy_error?.detail];
    };
    expect(await ask(closed)).toEqual(await ask(unknown));
    expect((await ask(closed))[0]).toBe(401);
    for (const proxy of [closed, open])
      expect(await ask(proxy, { key: theirs })).toEqual(await ask(unknown, { key: theirs }));
    expect((await ask(open, { key: theirs }))[0]).toBe(404);
    expect((await ask(open, { key: 'key_1111111111111111111111' }))[0]).toBe(401);
    expect(psp.seen).toEqual([]);
    expect((await ask(open))[0]).toBe(200);
  });

  it('is everybody where no key is asked for, but without the use of any token', async () => {
    const proxy = await store({ require_auth: false });
    const token = await create(card, { type: 'card' });
    const body = `{"note": "{{ ${token} }}", "big": 12345678901234567890}`;
    const headers = { 'X-Note': `{{ ${token} }}`, 'Content-Type': 'application/json' };
    const { status, sent } = await via(proxy, 'POST', `/in?q={{${token}}}`, { body, headers });
    expect(status).toBe(200);
    expect(sent).toMatchObject({ body, headers: { 'x-note': `{{ ${token} }}` } });
    expect(`${sent?.url} ${sent?.body}`).not.toContain(number);
  });

  it('stops being everybody when the proxy changes or goes', async () => {
    const { id, key: name } = await store({ require_auth: false });
    const call = async () => (await via({ key: name }, 'GET', '')).status;
    expect(await call()).toBe(200);
    await rig().send('PATCH', `/proxies/${id}`, { key: rig().acme.key, body: { require_auth: true } });
    expect(await call()).toBe(401);
    await rig().send('PATCH', `/proxies/${id}`, { key: rig().acme.key, body: { require_auth: null } });
    expect(await call()).toBe(401);
    await rig().send('DELETE', `/proxies/${id}`, { key: rig().acme.key });
    expect(await call()).toBe(401);
  });

  it('may call as often from one address as a page may', async () => {
    const proxy = await store({ require_auth: false });
    const call = async (address: string) => (await via(proxy, 'GET', '', { address })).status;
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) statuses.push(await call('198.51.100.7'));
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
    expect(await call('198.51.100.8')).toBe(200);
  });

  it('stores no more in a day than the tenant may, from all addresses together', async () => {
    const options = { token: { type: 'token', data: '{{ req.a }}' } };
    const proxy = await store({ require_auth: false, request_transforms: [{ type: 'tokenize', options }] });
    const tenant = Buffer.from(rig().acme.tenantId.replaceAll('-', ''), 'hex');
    const allow = (tokens: number | null) =>
      rig().store.commit([{ sql: 'update tenants set tokens_a_day = ? where id = ?', parameters: [tokens, tenant] }]);
    const call = async (address: string) => {
      const { status, body } = await via(proxy, 'POST', '', { address, body: { a: 1 } });
      return [status, body?.proxy_error?.type];
    };
    await allow(2);
    for (const address of ['198.51.100.31', '198.51.100.32']) expect((await call(address))[0]).toBe(200);
    expect(await call('198.51.100.33')).toEqual([429, 'quota-exceeded']);
    expect(psp.seen).toHaveLength(2);
    await allow(null);
    expect((await call('198.51.100.33'))[0]).toBe(200);
  });
});
