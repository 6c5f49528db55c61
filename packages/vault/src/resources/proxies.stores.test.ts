import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewTenant } from '../tenants/create.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let other: NewTenant;
beforeAll(async () => {
  rig = await startRig();
  other = await rig.tenant('Other');
}, 60_000);
afterAll(() => rig.close());

const secret = 'sk_partner_quince';
const mask = { type: 'mask', matcher: 'regex', expression: '(\\d{12})\\d{4}', replacement: '*' };
const wish = { name: 'Partner', destination_url: 'https://api.partner.example/v1', configuration: { KEY: secret } };

const send = (method: string, path: string, body?: unknown, key = rig.acme.key, headers = {}) =>
  rig.send(method, path, { key, headers, ...(body !== undefined && { body }) });
const make = async (more: object = {}) => (await send('POST', '/proxies', { ...wish, ...more })).body;
const get = async (id: string) => (await send('GET', `/proxies/${id}`)).body;

describe('stored proxies', () => {
  it('are created whole, with what was left out', async () => {
    const { status, body } = await send('POST', '/proxies', wish);
    expect(status).toBe(201);
    expect(body).toEqual({
      ...wish,
      ...{ id: expect.any(String), tenant_id: rig.acme.tenantId, key: expect.stringMatching(/^[A-Za-z0-9]{22}$/) },
      ...{ require_auth: true, disable_detokenization: false, state: 'active' },
      ...{ request_transforms: [], response_transforms: [] },
      ...{ created_by: rig.acme.applicationId, created_at: '2022-01-01T00:00:00+00:00' },
    });
    expect(await get(body.id)).toEqual(body);
  });

  it('are listed newest first, by name, and by id', async () => {
    const ids: string[] = [];
    for (const name of ['Alpha list', 'Beta list', 'Gamma list']) ids.unshift((await make({ name })).id);
    const list = async (query: string) =>
      (await send('GET', `/proxies?${query}`)).body.data.map(({ id }: { id: string }) => id);
    expect(await list('name=list')).toEqual(ids);
    expect(await list('name=beta*')).toEqual([ids[1]]);
    expect(await list(`id=${ids[0]}&id=${ids[2]}`)).toEqual([ids[0], ids[2]]);
    const first = (await send('GET', '/proxies?name=list&size=2')).body;
    expect(first.pagination).toMatchObject({ total_items: 3, total_pages: 2 });
    expect(await list(`name=list&size=2&start=${first.pagination.after}`)).toEqual([ids[2]]);
  });

  it('are replaced by PUT, and keep id and key', async () => {
    const { id, key } = await make({ require_auth: false, response_transforms: [mask] });
    const next = { name: 'Next', destination_url: 'https://next.example' };
    const { status, body } = await send('PUT', `/proxies/${id}`, next);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...next, id, key, require_auth: true, configuration: {}, response_transforms: [] });
  });

  it('are changed in part by PATCH: null is the default, and a setting that is null goes', async () => {
    const { id, key } = await make({
      require_auth: false,
      configuration: { KEY: secret, B: '2' },
      response_transform: mask,
    });
    const patch = (body: unknown) =>
      send('PATCH', `/proxies/${id}`, body, rig.acme.key, { 'Content-Type': 'application/merge-patch+json' });
    const { status, text } = await patch({ name: 'Patched', configuration: { B: null, C: '3' } });
    expect([status, text]).toEqual([204, '']);
    expect(await get(id)).toMatchObject({
      ...{ name: 'Patched', key, require_auth: false, configuration: { KEY: secret, C: '3' } },
      ...{ response_transform: mask, response_transforms: [mask] },
    });
    expect((await patch({ configuration: null, require_auth: null, response_transforms: null })).status).toBe(204);
    const reset = await get(id);
    expect(reset).toMatchObject({ configuration: {}, require_auth: true, response_transforms: [] });
    expect(reset).not.toHaveProperty('response_transform');
  });

  it('are gone when they are deleted', async () => {
    const { id } = await make();
    expect((await send('DELETE', `/proxies/${id}`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) expect((await send(method, `/proxies/${id}`)).status).toBe(404);
  });

  it('belong to their tenant', async () => {
    const { id } = await make();
    const path = `/proxies/${id}`;
    const answers = [
      await send('GET', path, undefined, other.key),
      await send('PUT', path, wish, other.key),
      await send('PATCH', path, { name: 'x' }, other.key),
      await send('DELETE', path, undefined, other.key),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await send('GET', '/proxies', undefined, other.key)).body.data).toEqual([]);
  });

  it('are made once for one idempotency key', async () => {
    const headers = { 'BT-IDEMPOTENCY-KEY': 'a-proxy' };
    const first = await send('POST', '/proxies', wish, rig.acme.key, headers);
    expect((await send('POST', '/proxies', wish, rig.acme.key, headers)).body).toEqual(first.body);
  });

  it('lose nothing when two change them at once', async () => {
    const { id } = await make({ configuration: {} });
    const names = Array.from({ length: 6 }, (_, n) => `K${n}`);
    const patches = names.map((name) => send('PATCH', `/proxies/${id}`, { configuration: { [name]: name } }));
    const kept = (await Promise.all(patches)).map(({ status }) => status);
    const { configuration } = await get(id);
    expect(Object.keys(configuration).sort()).toEqual(names.filter((_, n) => kept[n] === 204));
  });

  it('keep their settings out of the database in plaintext, and open nowhere but in their own row', async () => {
    const code = `module.exports = async () => ({ body: '${secret}' })`;
    const [a, b] = [await make({ request_transforms: [{ type: 'code', code }] }), await make({ name: 'B' })];
    const rows = await rig.store.rows<Record<string, unknown>>('select * from proxies');
    const bytes = rows.flatMap((row) => Object.values(row)).map((value) => Buffer.from(String(value)));
    const boxes = rows.map(({ sealed }) => Buffer.from(sealed as Uint8Array));
    for (const each of [...bytes, ...boxes]) expect(each.includes(secret)).toBe(false);
    const id = (text: string) => Buffer.from(text.replaceAll('-', ''), 'hex');
    const take = 'select sealed, wrapped_dek from proxies where id = ?';
    const [row] = await rig.store.rows<{ sealed: Uint8Array; wrapped_dek: Uint8Array }>(take, [id(a.id)]);
    await rig.store.commit([
      {
        sql: 'update proxies set sealed = ?, wrapped_dek = ? where id = ?',
        parameters: [row?.sealed ?? null, row?.wrapped_dek ?? null, id(b.id)],
      },
    ]);
    expect((await send('GET', `/proxies/${b.id}`)).status).toBe(500);
    await rig.store.commit([{ sql: 'delete from proxies where id = ?', parameters: [id(b.id)] }]);
  });

  it('stand in the audit, each change with what it left', async () => {
    const { id } = await make();
    await send('PATCH', `/proxies/${id}`, { name: 'x' });
    await get(id);
    await send('DELETE', `/proxies/${id}`);
    const key = await rig.application('management', ['log:read']);
    const { body } = await rig.send('GET', `/logs?entity_type=proxy&entity_id=${id}`, { key });
    expect(body.data.map(({ message }: { message: string }) => message)).toEqual([
      'Proxy deleted',
      'Proxy retrieved',
      'Proxy updated',
      'Proxy created',
    ]);
  });
});

describe('a proxy that cannot work is refused when it is saved, with the place:', () => {
  const transform = (side: string, given: object) => ({ [`${side}_transforms`]: [given] });
  const token = { type: 'token', data: '{{ req.a }}' };
  const data = '{{ req.a';

  it.each([
    [{ destination_url: 'http://api.partner.example' }, 'destination_url'],
    [{ destination_url: 'https://127.0.0.1/x' }, 'destination_url'],
    [{ destination_url: 'https://[::ffff:10.0.0.1]/x' }, 'destination_url'],
    [{ destination_url: 'https://localhost/x' }, 'destination_url'],
    [{ destination_url: 'https://user@api.partner.example' }, 'destination_url'],
    [{ destination_url: 'https://api.partner.example:8443' }, 'destination_url'],
    [{ destination_url: 'https://api.partner.example/a/../b' }, 'destination_url'],
    [{ destination_url: 'https://api.partner.example/#a' }, 'destination_url'],
    [{ request_reactor_id: '00000000-0000-7000-8000-000000000000' }, 'request_reactor_id'],
    [{ ...transform('request', mask), request_transform: mask }, 'request_transform'],
    [transform('request', mask), 'request_transforms.0.type'],
    [transform('response', { ...mask, matcher: 'chase_stratus_pan' }), 'response_transforms.0.matcher'],
    [transform('response', { ...mask, expression: '\\d{16}' }), 'response_transforms.0.expression'],
    [transform('response', { ...mask, expression: '(a)\\1' }), 'response_transforms.0.expression'],
    [transform('response', { ...mask, expression: '(((a{1000}){1000}))' }), 'response_transforms.0.expression'],
    [transform('response', { ...mask, replacement: '"' }), 'response_transforms.0.replacement'],
    [transform('response', { ...mask, replacement: 'XX' }), 'response_transforms.0.replacement'],
    [transform('response', { type: 'mask', matcher: 'regex', replacement: '*' }), 'response_transforms.0.expression'],
    [transform('response', { ...mask, code: 'x' }), 'response_transforms.0.code'],
    [transform('request', { type: 'code', code: 'module.exports = {' }), 'request_transforms.0.code'],
    [transform('request', { type: 'code', code: 'module.exports = 1' }), 'request_transforms.0.code'],
    [transform('request', { type: 'tokenize', options: {} }), 'request_transforms.0.options.token'],
    [
      transform('request', { type: 'tokenize', options: { token: { type: 'x', data: 'a' } } }),
      'request_transforms.0.options.token.type',
    ],
    [
      transform('request', { type: 'tokenize', options: { token: { ...token, data } } }),
      'request_transforms.0.options.token.data',
    ],
    [
      transform('request', { type: 'tokenize', options: { token: { ...token, data: '{{ res.a }}' } } }),
      'request_transforms.0.options.token.data',
    ],
    [
      transform('request', { type: 'tokenize', options: { token, identifier: 'a b' } }),
      'request_transforms.0.options.identifier',
    ],
    [
      transform('request', { type: 'append_json', options: { value: 'a', location: '$..a' } }),
      'request_transforms.0.options.location',
    ],
    [
      transform('request', { type: 'append_header', options: { value: 'a', location: 'BT-API-KEY' } }),
      'request_transforms.0.options.location',
    ],
    [
      transform('request', { type: 'append_header', options: { value: 'a', location: 'Transfer-Encoding' } }),
      'request_transforms.0.options.location',
    ],
    [
      transform('response', { type: 'append_header', options: { value: 'a', location: 'Set-Cookie' } }),
      'response_transforms.0.options.location',
    ],
    [
      transform('request', {
        type: 'code',
        code: 'module.exports = () => 1',
        options: { runtime: { image: 'node22' } },
      }),
      'request_transforms.0.options.runtime',
    ],
  ])('%j', async (more, at) => {
    const { status, body } = await send('POST', '/proxies', { ...wish, ...more });
    expect([status, body.type]).toEqual([400, 'validation']);
    expect(Object.keys(body.errors)).toContain(at);
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('two pieces of code, and two tokens of one name', async () => {
    const code = { type: 'code', code: 'module.exports = () => ({ body: 1 })' };
    const tokenize = { type: 'tokenize', options: { token, identifier: 'a' } };
    const request_transforms = [code, tokenize, code, tokenize];
    const { body } = await send('POST', '/proxies', { ...wish, request_transforms });
    expect(Object.keys(body.errors)).toEqual(['request_transforms.2.type', 'request_transforms.3.options.identifier']);
  });

  it('a change of one that works leaves it as it was', async () => {
    const proxy = await make();
    expect((await send('PATCH', `/proxies/${proxy.id}`, { destination_url: 'https://localhost' })).status).toBe(400);
    expect(await get(proxy.id)).toEqual(proxy);
  });
});
