import { afterAll, beforeAll, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let key: string;
let other: string;
beforeAll(async () => {
  rig = await startRig();
  key = await rig.application('server_to_server', allTokens());
  other = await rig.application('server_to_server', allTokens());
});
afterAll(async () => {
  await rig.close();
});

const card = { type: 'card', data: { number: '4242424242424242', cvc: '987' } };
const send = (once: string, { body = card as unknown, path = '/tokens', by = key, method = 'POST' } = {}) =>
  rig.send(method, path, { key: by, body, headers: { 'BT-IDEMPOTENCY-KEY': once } });
const count = async () => (await rig.store.rows('select id from tokens')).length;

it('does a request once and gives the same answer again', async () => {
  const first = await send('a-1');
  const before = await count();
  const second = await send('a-1');
  expect([second.status, second.body]).toEqual([201, first.body]);
  expect(await count()).toBe(before);
  expect(second.headers.get('BT-TRACE-ID')).not.toBe(first.headers.get('BT-TRACE-ID'));
});

it('answers 422 when the same key comes with another body', async () => {
  await send('a-2');
  const answer = await send('a-2', { body: { ...card, metadata: { a: 'b' } } });
  expect([answer.status, answer.body.type]).toEqual([422, 'idempotency-key-reused']);
});

it('answers 422 when the same key comes with another query', async () => {
  const { body } = await rig.send('GET', '/applications/key', { key });
  const make = (end: string) =>
    send('a-7', { path: `/applications/${body.id}/keys?expires_at=${end}`, by: rig.acme.key, body: undefined });
  expect((await make('2030-01-01')).body).toMatchObject({ expires_at: '2030-01-01T00:00:00+00:00' });
  const answer = await make('2031-01-01');
  expect([answer.status, answer.body.type]).toEqual([422, 'idempotency-key-reused']);
});

it('counts a key per application and path', async () => {
  const ids = [
    (await send('a-3')).body.id,
    (await send('a-3', { by: other })).body.id,
    (await send('a-3', { path: '/tokenize' })).body.id,
  ];
  expect(new Set(ids).size).toBe(3);
});

it('answers 409 while the first request is under way, and lets the retry have its answer', async () => {
  const [one, two] = await Promise.all([send('a-4'), send('a-4')]);
  expect([one.status, two.status].sort()).toEqual([201, 409]);
  const won = one.status === 201 ? one : two;
  expect((await send('a-4')).body).toEqual(won.body);
});

it('does not keep failures', async () => {
  expect((await send('a-5', { body: { type: 'card', data: {} } })).status).toBe(400);
  expect((await send('a-5')).status).toBe(201);
});

it('forgets answers after 24 hours, and does the request anew', async () => {
  const first = await send('a-6');
  rig.pass(24 * 60 * 60 * 1000 - 1);
  await rig.vault.tidy();
  expect((await send('a-6')).body.id).toBe(first.body.id);
  rig.pass(1);
  expect((await send('a-6')).body.id).not.toBe(first.body.id);
});

it('forgets an answer together with a token that it names, and no other', async () => {
  const other = await send('a-10');
  const first = await send('a-7', { path: '/tokenize', body: ['x', 'y'] });
  await rig.send('DELETE', `/tokens/${first.body[1]}`, { key });
  expect((await send('a-7', { path: '/tokenize', body: ['x', 'y'] })).body[0]).not.toBe(first.body[0]);
  expect((await send('a-10')).body.id).toBe(other.body.id);
});

it('gives an API key that is shown once again to who asked for it, and keeps it sealed', async () => {
  const make = () => send('a-8', { path: '/applications', by: rig.acme.key, body: { name: 'x', type: 'public' } });
  const first = await make();
  expect((await make()).body.key).toBe(first.body.key);
  const rows = await rig.store.rows<{ sealed: Uint8Array }>('select sealed from idempotency');
  for (const { sealed } of rows) expect(Buffer.from(sealed).toString('latin1')).not.toContain(first.body.key);
});

it('does not let a caller that lost its permission have a stored answer', async () => {
  const made = await rig.send('POST', '/applications', {
    key: rig.acme.key,
    body: { name: 'x', type: 'public', permissions: ['token:pci:create'] },
  });
  expect((await send('a-9', { by: made.body.key })).status).toBe(201);
  await rig.send('PUT', `/applications/${made.body.id}`, { key: rig.acme.key, body: { name: 'x' } });
  expect((await send('a-9', { by: made.body.key })).status).toBe(403);
});

it('gives an answer again as if it were made now: permitted on the class, and audited', async () => {
  const made = await rig.send('POST', '/applications', {
    key: rig.acme.key,
    body: { name: 'x', type: 'server_to_server', permissions: ['token:pci:create', 'token:general:create'] },
  });
  const by = made.body.key;
  const first = await send('b-1', { by });
  const reads = async () =>
    (await rig.store.rows("select n from audit where operation = 'read' and entity_id = ?", [first.body.id])).length;
  const before = await reads();
  expect((await send('b-1', { by })).body).toEqual(first.body);
  expect(await reads()).toBe(before + 1);
  await rig.send('PUT', `/applications/${made.body.id}`, {
    key: rig.acme.key,
    body: { name: 'x', permissions: ['token:general:create'] },
  });
  const refused = await send('b-1', { by });
  expect([refused.status, refused.body.detail]).toEqual([403, 'This needs the permission token:pci:create.']);
  expect(await reads()).toBe(before + 1);
});

it('gives no answer again about a token that has expired or is protected more since', async () => {
  const low = { type: 'token', data: 'x', privacy: { impact_level: 'low' } };
  const raised = await send('b-2', { body: low });
  await rig.send('PATCH', `/tokens/${raised.body.id}`, { key, body: { privacy: { impact_level: 'high' } } });
  const expiring = { ...card, expires_at: new Date(Date.UTC(2022, 0, 20)).toISOString() };
  const first = await send('b-3', { body: expiring });
  expect(first.status).toBe(201);
  rig.pass(60 * 60 * 1000);
  expect((await send('b-2', { body: low })).body.type).toBe('idempotency-answer-lost');
  expect((await send('b-3', { body: expiring })).status).toBe(201);
  const soon = { expires_at: new Date(Date.parse(first.body.created_at) + 2 * 60 * 60 * 1000).toISOString() };
  await rig.send('PATCH', `/tokens/${first.body.id}`, { key, body: soon });
  rig.pass(2 * 60 * 60 * 1000);
  expect((await send('b-3', { body: expiring })).body.type).toBe('idempotency-answer-lost');
});

it('gives the key of a management application again only to who holds what it holds', async () => {
  const manager = ['application:create', 'application:update', 'log:read'];
  const made = await rig.send('POST', '/applications', {
    key: rig.acme.key,
    body: { name: 'm', type: 'management', permissions: manager },
  });
  const again = () =>
    send('b-4', {
      path: '/applications',
      by: made.body.key,
      body: { name: 'n', type: 'management', permissions: ['log:read'] },
    });
  const first = await again();
  expect((await again()).body.key).toBe(first.body.key);
  await rig.send('PUT', `/applications/${made.body.id}`, {
    key: rig.acme.key,
    body: { name: 'm', permissions: ['application:create'] },
  });
  const refused = await again();
  expect([refused.status, refused.text.includes(first.body.key)]).toEqual([403, false]);
});

it.each(['', 'x'.repeat(256), 'a b'])('refuses the key %j', async (once) => {
  expect((await send(once)).status).toBe(400);
});

it('leaves deletes and reads alone', async () => {
  const { body } = await send('a-10');
  const once = { key, headers: { 'BT-IDEMPOTENCY-KEY': 'a-11' } };
  expect((await rig.send('DELETE', `/tokens/${body.id}`, once)).status).toBe(204);
  expect((await rig.send('DELETE', `/tokens/${body.id}`, once)).status).toBe(404);
});
