import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewTenant } from '../tenants/create.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { eventTypes } from '../webhooks/event-types.ts';
import { type Receiver, startReceiver } from '../webhooks/testing/receiver.ts';

let rig: Rig;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  rig = await startRig({ egress: receiver.egress });
});
afterAll(async () => {
  await rig.close();
  await receiver.close();
});

let tenant: NewTenant;
let server: string;
beforeEach(async () => {
  receiver.act.answer = (response) => response.end('ok');
  tenant = await rig.tenant('Told');
  server = await rig.application('server_to_server', allTokens(), tenant);
  await rig.vault.tidy();
  receiver.take();
});

const good = { name: 'Orders', url: 'https://hooks.example/in', events: ['token.created'] };
const call = (method: string, path: string, body?: object, key = tenant.key) =>
  rig.send(method, path, { key, ...(body && { body }) });
const create = async (more: object = {}) => (await call('POST', '/webhooks', { ...good, ...more })).body;
const makeToken = async (more: object = {}, key = server): Promise<string> =>
  (await rig.send('POST', '/tokens', { key, body: { type: 'token', data: 'x', ...more } })).body.id;

describe('webhooks', () => {
  it('are created, listed, read, changed and deleted, each change with its entry in the logs', async () => {
    const made = await create({ notify_email: 'ops@shop.example' });
    expect(made).toEqual({
      ...good,
      id: expect.any(String),
      tenant_id: tenant.tenantId,
      status: 'enabled',
      notify_email: 'ops@shop.example',
      created_by: tenant.applicationId,
      created_at: expect.any(String),
    });
    expect((await call('GET', `/webhooks/${made.id}`)).body).toEqual(made);
    const changed = await call('PUT', `/webhooks/${made.id}`, { ...good, name: 'Other', events: ['token.deleted'] });
    expect(changed.body).toMatchObject({ name: 'Other', events: ['token.deleted'], status: 'enabled' });
    expect(changed.body).not.toHaveProperty('notify_email');
    expect((await call('DELETE', `/webhooks/${made.id}`)).status).toBe(204);
    expect((await call('GET', `/webhooks/${made.id}`)).status).toBe(404);
    const { data } = (await call('GET', `/logs?entity_id=${made.id}`)).body;
    expect(data.map((row: { message: string }) => row.message).sort()).toEqual([
      'Webhook created',
      'Webhook deleted',
      'Webhook retrieved',
      'Webhook updated',
    ]);
  });

  it('are at most five of a tenant, and are read by cursor', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await create({ name: `${n}` })).id);
    const sixth = await call('POST', '/webhooks', good);
    expect([sixth.status, sixth.body.type]).toEqual([422, 'limit-reached']);
    const first = (await call('GET', '/webhooks?size=3')).body;
    const second = (await call('GET', `/webhooks?size=3&start=${first.pagination.next}`)).body;
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids);
    expect(second.pagination).toEqual({ page_size: 3 });
    expect((await call('GET', '/webhooks?start=x')).status).toBe(400);
  });

  it('of another tenant are not there', async () => {
    const { id } = await create();
    const other = rig.acme.key;
    for (const [method, path, body] of [
      ['GET', `/webhooks/${id}`, undefined],
      ['PUT', `/webhooks/${id}`, good],
      ['DELETE', `/webhooks/${id}`, undefined],
      ['GET', `/webhooks/${id}/signing-key`, undefined],
      ['POST', `/webhooks/${id}/signing-key`, undefined],
      ['GET', `/webhooks/${id}/deliveries`, undefined],
    ] as const) {
      expect((await call(method, path, body, other)).status, path).toBe(404);
    }
  });

  it.each([
    ['http://hooks.example/in', 'https://'],
    ['https://10.0.0.1/in', 'addresses are not accepted'],
    ['https://[::1]/in', 'addresses are not accepted'],
    ['https://localhost/in', 'host of the internet'],
    ['https://hooks.example:8443/in', 'port 443'],
    ['https://user@hooks.example/in', 'without user'],
    ['https://private.example/in', 'public addresses'],
    ['https://nowhere.example/in', 'could not be resolved'],
  ])('are refused with the URL %s', async (url, reason) => {
    const { status, body } = await call('POST', '/webhooks', { ...good, url });
    expect([status, body.errors]).toEqual([400, { url: [expect.stringContaining(reason)] }]);
    const { id } = await create();
    expect((await call('PUT', `/webhooks/${id}`, { ...good, url })).status).toBe(400);
    expect((await call('GET', '/webhooks')).body.data).toMatchObject([{ url: good.url }]);
  });

  it.each([
    [{ events: [] }, 'events'],
    [{ events: ['token:created'] }, 'events'],
    [{ name: '' }, 'name'],
    [{ notify_email: 'x' }, 'notify_email'],
    [{ status: 'paused' }, 'status'],
  ])('are refused with %j', async (wrong, name) => {
    const { id } = await create();
    const answer = await call('PUT', `/webhooks/${id}`, { ...good, ...wrong });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [name]]);
  });

  it('can be told of every type of event that the vault lists', async () => {
    const { body } = await call('GET', '/webhooks/event-types');
    expect(body).toEqual([...eventTypes]);
    expect((await create({ events: body })).events).toEqual(body);
  });
});

describe('a delivery', () => {
  it('tells of an event once, signed, and of no event from before the webhook', async () => {
    await makeToken();
    const { id } = await create();
    const { key, version } = (await call('GET', `/webhooks/${id}/signing-key`)).body;
    const { body, headers } = await rig.send('POST', '/tokens', {
      key: server,
      body: { type: 'token', data: 'x', metadata: { order: '7' } },
      headers: { 'BT-TRACE-ID': 'till-4' },
    });
    expect(headers.get('BT-TRACE-ID')).toBe('till-4');
    rig.pass(2000);
    await rig.vault.tidy();
    await rig.vault.tidy();
    const [got, ...more] = receiver.take();
    expect(more).toEqual([]);
    const application = (await rig.send('GET', '/applications/key', { key: server })).body;
    expect(got?.path).toBe('/in');
    expect(got?.body).toEqual({
      event: {
        id: expect.any(String),
        type: 'token.created',
        timestamp: body.created_at,
        tenant_id: tenant.tenantId,
        trace_id: 'till-4',
        data: {
          token: {
            id: body.id,
            tenant_id: tenant.tenantId,
            type: 'token',
            container: body.container,
            containers: [body.container],
            metadata: { order: '7' },
            created_by: application.id,
            created_at: body.created_at,
            modified_by: application.id,
            modified_at: body.created_at,
          },
          actor: { id: application.id, type: 'application' },
        },
      },
      delivered_at: new Date(Date.parse(body.created_at) + 2000).toISOString().replace('.000Z', '+00:00'),
    });
    const signature = createHmac('sha256', key)
      .update(got?.text ?? '')
      .digest('base64');
    expect([got?.headers['bt-signature'], got?.headers['bt-signature-version']]).toEqual([signature, version]);

    // The event is the entry in the logs.
    const { data } = (await call('GET', `/logs?entity_id=${body.id}`)).body;
    expect(data.map((entry: { id: string }) => entry.id)).toEqual([got?.body.event.id]);
    const deliveries = (await call('GET', `/webhooks/${id}/deliveries`)).body.data;
    expect(deliveries).toMatchObject([
      {
        ...{
          id: got?.headers['bt-delivery-id'],
          webhook_id: id,
          event_id: got?.body.event.id,
          event_type: 'token.created',
        },
        ...{ entity_id: body.id, status: 'delivered', attempts: 1, response_status: 200 },
      },
    ]);
  });

  it('goes to each webhook that asked for its type, and to none of another tenant', async () => {
    await create({ url: 'https://hooks.example/all', events: ['token.created', 'token.read', 'token.deleted'] });
    await create({ url: 'https://b.hooks.example/gone', events: ['token.deleted', 'token.expired'] });
    const id = await makeToken();
    await rig.send('GET', `/tokens/${id}`, { key: server });
    await rig.send('DELETE', `/tokens/${id}`, { key: server });
    const brief = await makeToken({ expires_at: '2030-01-01T00:00:00Z' });
    await makeToken({}, await rig.application('server_to_server', allTokens()));
    await rig.vault.tidy();
    const told = () =>
      receiver.take().map(({ path, body: { event } }) => `${path} ${event.type} ${event.data.token.id}`);
    expect(told().sort()).toEqual(
      [
        ...[`/all token.created ${id}`, `/all token.read ${id}`, `/all token.deleted ${id}`],
        ...[`/all token.created ${brief}`, `/gone token.deleted ${id}`],
      ].sort(),
    );
    rig.pass(Date.UTC(2030, 0, 1) - Date.UTC(2022, 0, 1));
    await rig.vault.tidy();
    // Audit rows of the sweep are sealed with the next round.
    await rig.vault.tidy();
    expect(told()).toEqual([`/gone token.expired ${brief}`]);
  });

  it('tells that a verification code was destroyed, to whoever asked for it', async () => {
    const card = () => makeToken({ type: 'card', data: { number: '4242424242424242', cvc: '123' } });
    await card();
    rig.pass(60 * 60_000);
    await rig.vault.tidy();
    const codes = "select operation from audit where operation = 'expire'";
    expect(await rig.store.rows(codes)).toEqual([]);

    await create({ events: ['token.property.expired'] });
    const id = await card();
    rig.pass(60 * 60_000 - 1);
    for (let round = 0; round < 2; round += 1) await rig.vault.tidy();
    expect(receiver.take()).toEqual([]);
    rig.pass(1);
    // Two processes look at the same time; rows of the audit are sealed with the next round.
    await Promise.all([rig.vault.tidy(), (await rig.another()).vault.tidy()]);
    await rig.vault.tidy();
    expect(receiver.take().map(({ body: { event } }) => event)).toMatchObject([
      { type: 'token.property.expired', data: { token: { id, type: 'card' }, actor: { type: 'system' } } },
    ]);
    expect((await rig.send('GET', `/tokens/${id}`, { key: server })).body.data).toEqual({ number: '4242424242424242' });
    const { data } = (await call('GET', `/logs?entity_id=${id}`)).body;
    expect(data).toContainEqual(
      expect.objectContaining({ operation: 'expire', message: expect.stringContaining('lost its verification code') }),
    );
  });

  it('carries two signatures for a day after the key was replaced', async () => {
    const { id } = await create();
    const before = (await call('GET', `/webhooks/${id}/signing-key`)).body.key;
    const after = (await call('POST', `/webhooks/${id}/signing-key`)).body.key;
    expect((await call('GET', `/webhooks/${id}/signing-key`)).body.key).toBe(after);
    expect(after).not.toBe(before);
    const deliver = async () => {
      await makeToken();
      await rig.vault.tidy();
      const [got] = receiver.take();
      const by = (key: string) =>
        createHmac('sha256', key)
          .update(got?.text ?? '')
          .digest('base64');
      return { headers: got?.headers ?? {}, by };
    };
    const first = await deliver();
    expect(first.headers['bt-signature']).toBe(first.by(after));
    expect(first.headers['bt-signature-before']).toBe(first.by(before));
    rig.pass(24 * 60 * 60 * 1000);
    const later = await deliver();
    expect(later.headers['bt-signature']).toBe(later.by(after));
    expect(later.headers).not.toHaveProperty('bt-signature-before');
  });

  it('can be asked for again, as another delivery of the same event', async () => {
    const { id } = await create();
    for (let n = 0; n < 3; n += 1) await makeToken();
    await rig.vault.tidy();
    const first = (await call('GET', `/webhooks/${id}/deliveries?size=2&status=delivered`)).body;
    const rest = (
      await call('GET', `/webhooks/${id}/deliveries?size=2&status=delivered&start=${first.pagination.next}`)
    ).body;
    expect([first.data.length, rest.data.length, rest.pagination.next]).toEqual([2, 1, undefined]);
    expect((await call('GET', `/webhooks/${id}/deliveries?size=2&start=${first.pagination.next}`)).status).toBe(400);
    receiver.take();
    const [delivery] = rest.data;
    const again = await call('POST', `/webhooks/${id}/deliveries/${delivery.id}/redeliver`);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ event_id: delivery.event_id, status: 'waiting', attempts: 0 });
    await rig.vault.tidy();
    expect(receiver.take().map(({ headers, body }) => [headers['bt-delivery-id'], body.event.id])).toEqual([
      [again.body.id, delivery.event_id],
    ]);
    expect((await call('POST', `/webhooks/${id}/deliveries/${id}/redeliver`)).status).toBe(404);
  });

  it('and all its like are gone with the webhook, and after a week', async () => {
    const { id } = await create();
    await makeToken();
    await rig.vault.tidy();
    rig.pass(8 * 24 * 60 * 60 * 1000);
    await rig.vault.tidy();
    expect((await call('GET', `/webhooks/${id}/deliveries`)).body.data).toEqual([]);
    await makeToken();
    await rig.vault.tidy();
    await call('DELETE', `/webhooks/${id}`);
    const sql =
      'select 1 from webhook_deliveries d where not exists (select 1 from webhooks w where w.id = d.webhook_id)';
    expect(await rig.store.rows(sql)).toEqual([]);
  });
});
