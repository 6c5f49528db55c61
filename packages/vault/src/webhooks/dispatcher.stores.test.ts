import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { egressGuards } from '../egress/egress-guards.ts';
import { isolateFailures } from '../isolate.ts';
import { logWriter } from '../log/log-writer.ts';
import { noMetrics } from '../metrics/metrics.ts';
import type { Store } from '../store/port.ts';
import type { NewTenant } from '../tenants/create.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';
import { dispatcher, pauses } from './dispatcher.ts';
import { feed } from './feed.ts';
import { type Subjects, subjects } from './subjects.ts';
import { type Receiver, startReceiver } from './testing/receiver.ts';

let rig: Rig;
let receiver: Receiver;
const counted: string[] = [];
const metrics = {
  ...noMetrics,
  eventSent: (outcome: string) => void counted.push(outcome),
  eventsLeftOut: (count: number) => void counted.push(`left out ${count}`),
  workFailed: (work: string) => void counted.push(`failed ${work}`),
};
beforeAll(async () => {
  receiver = await startReceiver();
  rig = await startRig({ egress: receiver.egress, metrics });
});
afterAll(async () => {
  await rig.close();
  await receiver.close();
});

let tenant: NewTenant;
let server: string;
let webhook: string;
const body = { name: 'Orders', url: 'https://hooks.example/in', events: ['token.created', 'token.updated'] };
const call = (method: string, path: string, sent?: object) =>
  rig.send(method, path, { key: tenant.key, ...(sent && { body: sent }) });
beforeEach(async () => {
  receiver.act.answer = (response) => response.end('ok');
  tenant = await rig.tenant('Told');
  server = await rig.application('server_to_server', allTokens(), tenant);
  webhook = (await call('POST', '/webhooks', body)).body.id;
  receiver.take();
  counted.length = 0;
});
afterEach(() => call('DELETE', `/webhooks/${webhook}`));

const makeToken = async (more: object = {}): Promise<string> =>
  (await rig.send('POST', '/tokens', { key: server, body: { type: 'token', data: 'x', ...more } })).body.id;
const change = (id: string, n: number) =>
  rig.send('PATCH', `/tokens/${id}`, { key: server, body: { metadata: { n: `${n}` } } });
const deliveries = async (filter = '') =>
  (await call('GET', `/webhooks/${webhook}/deliveries?size=100${filter}`)).body.data;
const types = () => receiver.take().map(({ body: { event } }) => `${event.type} ${event.data.token.id}`);

interface Own {
  store: Store;
  shown: Subjects;
  through: Receiver;
}

/** A dispatcher of this rig with parts of its own. */
const own = ({ store = rig.store, shown, through = receiver }: Partial<Own> = {}) => {
  const services = {
    ...{ store, keyring: rig.keyring, clock: Date.now, newId: () => crypto.randomUUID() },
    ...{ egress: through.egress, metrics, log: logWriter('error', () => undefined) },
  };
  return { services, events: dispatcher(services, isolateFailures(services), shown) };
};

it('names a token that has an id of its own by that, and by the one that tells of its end', async () => {
  await call('PUT', `/webhooks/${webhook}`, { ...body, events: ['token.created', 'token.deleted'] });
  await makeToken({ id: 'order-7' });
  await rig.vault.tidy();
  await rig.send('DELETE', '/tokens/order-7', { key: server });
  await rig.vault.tidy();
  const [created, deleted] = receiver.take().map(({ body: { event } }) => event.data.token);
  expect(created).toMatchObject({ id: 'order-7', entity_id: deleted.id });
  expect((await deliveries()).map((each: { entity_id: string }) => each.entity_id)).toEqual([deleted.id, deleted.id]);
});

describe('a delivery that fails', () => {
  it('is tried again after growing pauses, then given up, and the webhook that nothing reached is disabled', async () => {
    receiver.act.answer = (response) => response.writeHead(500).end('out of order');
    await makeToken();
    await rig.vault.tidy();
    expect(receiver.take()).toHaveLength(1);
    for (const [n, pause] of pauses.entries()) {
      rig.pass(pause - 1);
      await rig.vault.tidy();
      expect(receiver.take(), `before pause ${n} is over`).toEqual([]);
      rig.pass(1);
      await rig.vault.tidy();
      expect(receiver.take(), `after pause ${n}`).toHaveLength(1);
    }
    expect(pauses.every((pause, n) => n === 0 || pause >= (pauses[n - 1] ?? 0))).toBe(true);
    expect(counted).toEqual([...pauses.map(() => 'retried'), 'failed']);
    expect(await deliveries()).toMatchObject([
      { status: 'failed', attempts: pauses.length + 1, response_status: 500, error: 'The answer had status 500.' },
    ]);
    expect((await call('GET', `/webhooks/${webhook}`)).body.status).toBe('disabled');
    const { data } = (await call('GET', `/logs?entity_id=${webhook}`)).body;
    expect(data).toContainEqual(expect.objectContaining({ actor_type: 'system', operation: 'update' }));

    // What happens while it is disabled is left out; from then on it is told again.
    receiver.act.answer = (response) => response.end();
    await makeToken();
    await rig.vault.tidy();
    await call('PUT', `/webhooks/${webhook}`, { ...body, status: 'enabled' });
    const id = await makeToken();
    await rig.vault.tidy();
    expect(types()).toEqual([`token.created ${id}`]);
  });

  it('holds back later events of its object, in order, and no others', async () => {
    const [a, b] = [await makeToken(), await makeToken()];
    receiver.act.answer = (response, { body: { event } }) =>
      response.writeHead(event.data.token.id === a ? 503 : 200).end();
    await change(a, 1);
    await change(b, 1);
    await change(a, 2);
    await rig.vault.tidy();
    expect(types().sort()).toEqual([`token.created ${a}`, `token.created ${b}`, `token.updated ${b}`].sort());
    receiver.act.answer = (response) => response.end();
    rig.pass(10_000);
    await rig.vault.tidy();
    expect(types()).toEqual([`token.created ${a}`, `token.updated ${a}`, `token.updated ${a}`]);
    expect((await deliveries('&status=waiting')).length).toBe(0);
  });

  it.each<[name: string, answer: (response: ServerResponse) => unknown, status?: number]>([
    ['a redirect', (response) => response.writeHead(302, { Location: 'https://b.hooks.example/' }).end(), 302],
    ['an answer that is cut off', (response) => response.destroy()],
  ])('is tried again after %s', async (_name, answer, status) => {
    receiver.act.answer = answer;
    await makeToken();
    await rig.vault.tidy();
    expect(receiver.take()).toHaveLength(1);
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ status: 'waiting', attempts: 1, error: expect.any(String) });
    expect(delivery.response_status).toBe(status);
  });
});

describe('an event', () => {
  it('is not lost with the process that made it, and is sent by another one', async () => {
    const id = await makeToken();
    // Nothing of this process runs any more; the other one has nothing but the database.
    const other = await rig.another();
    await other.vault.tidy();
    expect(types()).toEqual([`token.created ${id}`]);
    await rig.vault.tidy();
    expect(types()).toEqual([]);
  });

  it('is sent again when a process ended in the middle of an attempt, and only then', async () => {
    const id = await makeToken();
    await rig.vault.tidy();
    types();
    await call('POST', `/webhooks/${webhook}/deliveries/${(await deliveries())[0].id}/redeliver`);
    // A process has taken the delivery, and is not heard of again.
    await rig.store.commit([
      {
        sql: "update webhook_deliveries set attempts = attempts + 1, due_at = due_at + 20000 where status = 'waiting'",
        parameters: [],
      },
    ]);
    await rig.vault.tidy();
    expect(types()).toEqual([]);
    rig.pass(20_000);
    await rig.vault.tidy();
    expect(types()).toEqual([`token.created ${id}`]);
  });

  it('is sent once, however many processes look for it', async () => {
    const others = [await rig.another(), await rig.another()];
    const ids = new Set<string>();
    for (let n = 0; n < 12; n += 1) ids.add(await makeToken());
    await Promise.all([rig.vault, ...others.map(({ vault }) => vault)].map((vault) => vault.tidy()));
    await rig.vault.tidy();
    const got = receiver.take();
    expect(new Set(got.map(({ headers }) => headers['bt-delivery-id'])).size).toBe(got.length);
    expect(got.map(({ body: { event } }) => event.data.token.id).sort()).toEqual([...ids].sort());
  });

  it('is left out where too many wait, which is counted', async () => {
    for (let n = 0; n < 5; n += 1) await makeToken();
    const { services } = own();
    // Rows are sealed by this, and what waits is made by hand, with less room.
    receiver.act.answer = (response) => response.writeHead(500).end();
    await rig.vault.tidy();
    for (let n = 0; n < 4; n += 1) await makeToken();
    await call('PUT', `/webhooks/${webhook}`, { ...body, status: 'disabled' });
    await rig.vault.tidy();
    await rig.store.commit([{ sql: "update webhooks set status = 'enabled'", parameters: [] }]);
    counted.length = 0;
    await feed(services, 7);
    expect(counted).toEqual(['left out 2']);
    expect(await deliveries('&status=waiting')).toHaveLength(7);
  });

  it('is sent although the next ones cannot be made', async () => {
    const id = await makeToken();
    await rig.vault.tidy();
    types();
    const [{ id: delivery }] = await deliveries();
    await call('POST', `/webhooks/${webhook}/deliveries/${delivery}/redeliver`);
    const broken: Store = {
      ...rig.store,
      rows: async (sql, parameters) => {
        if (sql.includes('audit_seals')) throw new Error('disk');
        return await rig.store.rows(sql, parameters);
      },
    };
    const { events } = own({ store: broken });
    await events.pulse();
    await events.close();
    expect(counted).toContain('failed feed-webhooks');
    expect(types()).toEqual([`token.created ${id}`]);
  });
});

describe('nothing of a value', () => {
  const number = '4242424242424242';
  const leaked = async () => {
    const rows = await rig.store.rows('select * from webhook_deliveries');
    const everything = JSON.stringify([receiver.got, rows, await deliveries(), rig.lines]);
    return everything.includes(number);
  };
  const use = async () => {
    const id = await makeToken({ type: 'card', data: { number, cvc: '123' }, metadata: { order: '7' } });
    await change(id, 1);
    return id;
  };

  it('is in an event, a delivery or a line of the log', async () => {
    await use();
    await rig.vault.tidy();
    expect(receiver.got).toHaveLength(2);
    expect(await leaked()).toBe(false);
  });

  it('would be there if an event showed the data of its token', async () => {
    const id = await use();
    const data = (await rig.send('GET', `/tokens/${id}`, { key: server })).body;
    await call('PUT', `/webhooks/${webhook}`, { ...body, status: 'disabled' });
    await rig.vault.tidy();
    await rig.store.commit([{ sql: "update webhooks set status = 'enabled'", parameters: [] }]);
    const { events } = own({ shown: { ...subjects, card: { name: 'token', show: async () => data } } });
    await events.flush();
    expect(receiver.got).toHaveLength(2);
    expect(await leaked()).toBe(true);
  });
});

describe('a webhook whose name leads elsewhere by now', () => {
  it('gets nothing at a private address, and would without the guard', async () => {
    await call('PUT', `/webhooks/${webhook}`, { ...body, url: 'https://moving.example/in' });
    receiver.names['moving.example'] = '169.254.169.254';
    onTestFinished(() => {
      receiver.names['moving.example'] = '93.184.216.34';
    });
    receiver.dialled.length = 0;
    await makeToken();
    await rig.vault.tidy();
    expect([receiver.take(), receiver.dialled]).toEqual([[], []]);
    expect(await deliveries()).toMatchObject([
      { status: 'waiting', error: expect.stringContaining('public addresses') },
    ]);

    const open = await startReceiver({ guards: { ...egressGuards, mayReach: () => true } });
    onTestFinished(() => open.close());
    open.names['moving.example'] = '169.254.169.254';
    await rig.store.commit([
      { sql: "update webhook_deliveries set due_at = 0 where status = 'waiting'", parameters: [] },
    ]);
    await own({ through: open }).events.flush();
    expect(open.got).toHaveLength(1);
  });
});
