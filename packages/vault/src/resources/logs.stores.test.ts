import { schemas } from '@tessera/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewTenant } from '../tenants/create.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let tenant: NewTenant;
let low: string;
let high: string;
let reader: string;
beforeAll(async () => {
  rig = await startRig();
  tenant = await rig.tenant('Logged');
  low = await rig.application('server_to_server', allTokens('low'), tenant);
  high = await rig.application('server_to_server', allTokens('high'), tenant);
  reader = await rig.application('management', ['log:read'], tenant);
});
afterAll(async () => {
  await rig.close();
});

const logs = async (query: string, key = reader) => (await rig.send('GET', `/logs?${query}`, { key })).body;
const create = async (body: object): Promise<string> => (await rig.send('POST', '/tokens', { key: low, body })).body.id;
const applicationId = async (key: string): Promise<string> =>
  (await rig.send('GET', '/applications/key', { key })).body.id;

describe('the logs', () => {
  it('tell in words who did what to a token, newest first, as soon as it is done', async () => {
    const id = await create({ type: 'token', data: 'x' });
    rig.pass(1000);
    await rig.send('GET', `/tokens/${id}`, { key: low });
    rig.pass(1000);
    await rig.send('GET', `/tokens/${id}`, { key: high });
    rig.pass(1000);
    await rig.send('DELETE', `/tokens/${id}`, { key: high });
    const { data, pagination } = await logs(`entity_id=${id}`);
    expect(pagination).toEqual({ total_items: 4, page_number: 1, page_size: 20, total_pages: 1 });
    const row = { tenant_id: tenant.tenantId, actor_type: 'application', entity_type: 'token', entity_id: id };
    const [writer, other] = [await applicationId(low), await applicationId(high)];
    const at = (second: number) => `2022-01-01T00:00:0${second}+00:00`;
    expect(new Set(data.map(({ id }: { id: string }) => id)).size).toBe(4);
    expect(data).toMatchObject([
      { ...row, actor_id: other, operation: 'delete', message: 'Token deleted', created_at: at(3) },
      { ...row, actor_id: other, operation: 'read', message: 'Token retrieved', created_at: at(2) },
      { ...row, actor_id: writer, operation: 'read', message: 'Token retrieved masked', created_at: at(1) },
      { ...row, actor_id: writer, operation: 'create', message: 'Token created', created_at: at(0) },
    ]);
  });

  it('are found by the id that callers know a token by, in whatever case a UUID is written', async () => {
    const id = await create({ id: 'order-7', type: 'token', data: 'x' });
    expect(id).toBe('order-7');
    const { data } = await logs('entity_id=order-7');
    expect(data).toMatchObject([{ operation: 'create', entity_id: expect.stringMatching(/^[\da-f-]{36}$/) }]);
    const [{ entity_id: own }] = data;
    expect((await logs(`entity_id=${own.toUpperCase()}`)).data).toEqual(data);
    const other = await rig.application('management', ['log:read'], await rig.tenant('Other'));
    expect((await logs('entity_id=order-7', other)).data).toEqual([]);
  });

  it('have one entry for each token that an answer shows, of cards and banks by their names', async () => {
    const number = '4242424242424242';
    const ids = [
      await create({ type: 'card', data: { number } }),
      await create({ type: 'bank', data: { routing_number: '021000021', account_number: '12345' } }),
      await create({ type: 'card_number', data: number }),
    ];
    await rig.send('GET', `/tokens?id=${ids.join('&id=')}`, { key: low });
    rig.pass(1000);
    await rig.send('PATCH', `/atomic/cards/${ids[0]}`, { key: low, body: { card: { expiration_month: 1 } } });
    const messages = await Promise.all(
      ids.map(async (id) => (await logs(`entity_id=${id}`)).data.map(({ message }: { message: string }) => message)),
    );
    expect(messages).toEqual([
      ['Card updated', 'Card retrieved masked', 'Card created'],
      ['Bank retrieved masked', 'Bank created'],
      ['Token retrieved masked', 'Token created'],
    ]);
  });

  it('begin with what the vault did by itself, without an actor', async () => {
    const { data } = await logs('entity_type=tenant');
    expect(data).toEqual([
      {
        id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
        tenant_id: tenant.tenantId,
        actor_type: 'system',
        entity_type: 'tenant',
        entity_id: tenant.tenantId,
        operation: 'create',
        message: 'Tenant created',
        created_at: '2022-01-01T00:00:00+00:00',
      },
    ]);
  });

  it('are narrowed by time: from a time on, before another, in any offset, and by a plus sign that was not escaped', async () => {
    const id = await create({ type: 'token', data: 'x' });
    const now = (await logs(`entity_id=${id}`)).data[0].created_at.slice(0, 19);
    const count = async (query: string) => (await logs(`entity_id=${id}&${query}`)).data.length;
    expect(await count(`start_date=${now}Z`)).toBe(1);
    expect(await count(`end_date=${now}Z`)).toBe(0);
    expect(await count(`start_date=${now}&end_date=2023-01-01`)).toBe(1);
    expect(await count(`start_date=${now}-01:00`)).toBe(0);
    expect(await count(`end_date=${now}-01:00`)).toBe(1);
    expect(await count(`start_date=${now}+01:00&end_date=${now}%2B00:00`)).toBe(0);
    expect(await count('start_date=2021-12-31&end_date=2022-01-01')).toBe(0);
    expect(await count('start_date=2030-01-01&end_date=2020-01-01')).toBe(0);
  });

  it('take all filters together', async () => {
    rig.pass(1000);
    const id = await create({ type: 'card', data: { number: '4242424242424242' } });
    const now = (await logs(`entity_id=${id}`)).data[0].created_at.slice(0, 19);
    const count = async (query: string) => (await logs(`entity_id=${id}&${query}`)).data.length;
    expect(await count(`entity_type=card&start_date=${now}&end_date=2023-01-01`)).toBe(1);
    expect(await count(`entity_type=token&start_date=${now}&end_date=2023-01-01`)).toBe(0);
    expect(await count(`entity_type=card&start_date=2021-01-01&end_date=${now}`)).toBe(0);
    const cards = (await logs(`entity_type=card&start_date=${now}&end_date=2023-01-01`)).data;
    expect(cards.map((row: { entity_id: string }) => row.entity_id)).toEqual([id]);
  });

  it('come in pages that hold every entry once', async () => {
    const all = await logs('size=100');
    const pages = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((page) => logs(`size=5&page=${page}`)));
    expect(pages.flatMap(({ data }) => data)).toEqual(all.data.slice(0, 35));
    expect(pages[0].pagination.total_items).toBe(all.data.length);
  });

  it('show nothing of another tenant, not even for its ids', async () => {
    const id = await create({ type: 'token', data: 'x' });
    const { data } = await logs('size=100', rig.acme.key);
    expect(data.every((row: { tenant_id: string }) => row.tenant_id === rig.acme.tenantId)).toBe(true);
    expect((await logs(`entity_id=${id}`, rig.acme.key)).data).toEqual([]);
  });

  it.each([
    ['entity_type=cards', 'entity_type'],
    ['entity_type=card&entity_type=bank', 'entity_type'],
    ['start_date=yesterday', 'start_date'],
    ['start_date=2022-02-30', 'start_date'],
    ['end_date=1640995200000', 'end_date'],
    ['end_date=', 'end_date'],
    [`entity_id=${'x'.repeat(401)}`, 'entity_id'],
  ])('refuse %s and name the parameter', async (query, name) => {
    const { status, errors } = await logs(query);
    expect([status, Object.keys(errors)]).toEqual([400, [name]]);
  });

  it('find nothing for an id that nothing has, whatever it is', async () => {
    for (const id of ["'%20or%201=1--", '%00', 'x']) expect((await logs(`entity_id=${id}`)).data).toEqual([]);
  });

  it('count exactly up to ten thousand, and say when there are more', async () => {
    const other = await rig.tenant('Busy');
    const columns = 'tenant_id, actor_id, actor_type, entity_type, entity_id, operation, created_at, mac';
    const double = {
      sql: `insert into audit (${columns}) select ${columns} from audit where tenant_id = (select id from tenants where name = ?)`,
      parameters: ['Busy'],
    };
    const list = () => rig.send('GET', '/logs', { key: other.key });
    // Two rows to begin with.
    await rig.store.commit(Array.from({ length: 12 }, () => double));
    const few = await list();
    expect([few.body.pagination.total_items, few.headers.get('BT-TOTAL')]).toEqual([8192, null]);
    await rig.store.commit([double]);
    const many = await list();
    expect([many.body.pagination.total_items, many.headers.get('BT-TOTAL')]).toEqual([10_000, 'at-least']);

    // Pages by number go on to the last entry, and a page behind it is empty, so that whoever asks for page after page ends.
    const page = (number: number, key = other.key, size = 5000) =>
      rig.send('GET', `/logs?page=${number}&size=${size}`, { key });
    const [third, fourth, fifth] = [await page(3), await page(4), await page(5)];
    expect([third.body.data.length, fourth.body.data.length, fifth.body.data.length]).toEqual([5000, 1384, 0]);
    expect([third.body.pagination.next, fourth.body.pagination.next]).toEqual([expect.any(String), undefined]);
    expect((await page(20_002, other.key, 100)).body.errors).toEqual({ page: [expect.stringContaining('2000000')] });
    expect((await page(20_002, reader, 100)).body.data).toEqual([]);
  });
});

describe('cursors of the logs', () => {
  it('lead through every entry once, also while others are made', async () => {
    const own = await rig.tenant('Walked');
    const writer = await rig.application('server_to_server', allTokens(), own);
    const more = async () => {
      rig.pass(1000);
      await rig.send('POST', '/tokens', { key: writer, body: { type: 'token', data: 'x' } });
    };
    for (let n = 0; n < 6; n += 1) await more();
    const walk = async (filter: string) => {
      const ids = async (query: string) =>
        (await logs(`size=100${filter}${query}`, own.key)).data.map(({ id }: { id: string }) => id);
      const before = await ids('');
      const found: string[] = [];
      let start = '';
      for (let pages = 0; pages < 20; pages += 1) {
        const page = await logs(`size=2${filter}${start}`, own.key);
        found.push(...page.data.map(({ id }: { id: string }) => id));
        expect(page.pagination.after).toBe(page.pagination.next);
        await more();
        if (page.pagination.next === undefined) break;
        start = `&start=${page.pagination.next}`;
      }
      expect(found).toEqual(before);
    };
    await walk('');
    await walk('&entity_type=token');
    await walk('&entity_type=token&start_date=2022-01-01&end_date=2023-01-01');
    await walk(`&entity_id=${own.tenantId}`);
  });

  it('are refused where they were changed, or belong to another filter, tenant or key', async () => {
    const { next } = (await logs('size=1')).pagination;
    expect((await logs(`size=2&start=${next}`)).data).toHaveLength(2);
    const other = await rig.application('management', ['log:read'], tenant);
    const changed = `${next.slice(0, 5)}${next[5] === 'A' ? 'B' : 'A'}${next.slice(6)}`;
    for (const [query, key] of [
      [`start=${changed}`, reader],
      [`start=${next}&entity_type=card`, reader],
      [`start=${next}`, other],
      [`start=${next}`, rig.acme.key],
      ['start=x', reader],
    ] as const) {
      const { status, errors } = await logs(query, key);
      expect([status, errors]).toEqual([400, { start: [expect.stringContaining('pagination.next')] }]);
    }
  });
});

describe('the entity types', () => {
  it('are a bare list of everything logs can be about', async () => {
    const { body } = await rig.send('GET', '/logs/entity-types', { key: reader });
    expect(body).toContainEqual({ display_name: 'Application', value: 'application' });
    expect(body.map(({ value }: { value: string }) => value)).toEqual([...schemas.EntityType.options].sort());
  });
});
