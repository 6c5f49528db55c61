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
    expect(data).toEqual([
      { ...row, actor_id: other, operation: 'delete', message: 'Token deleted', created_at: at(3) },
      { ...row, actor_id: other, operation: 'read', message: 'Token retrieved', created_at: at(2) },
      { ...row, actor_id: writer, operation: 'read', message: 'Token retrieved', created_at: at(1) },
      { ...row, actor_id: writer, operation: 'create', message: 'Token created', created_at: at(0) },
    ]);
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
      ['Card updated', 'Card retrieved', 'Card created'],
      ['Bank retrieved', 'Bank created'],
      ['Token retrieved', 'Token created'],
    ]);
  });

  it('begin with what the vault did by itself, without an actor', async () => {
    const { data } = await logs('entity_type=tenant');
    expect(data).toEqual([
      {
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

    // Where there may be more, pages end after a hundred thousand; a page behind all entries is just empty.
    const page = (number: number, key: string) => rig.send('GET', `/logs?page=${number}&size=100`, { key });
    const deep = await page(1001, other.key);
    expect([deep.status, deep.body.errors]).toEqual([400, { page: [expect.stringContaining('end_date')] }]);
    expect((await page(1000, other.key)).body.data).toEqual([]);
    expect((await page(1001, reader)).body.data).toEqual([]);
  });
});

describe('the entity types', () => {
  it('are a bare list of everything logs can be about', async () => {
    const { body } = await rig.send('GET', '/logs/entity-types', { key: reader });
    expect(body).toContainEqual({ display_name: 'Application', value: 'application' });
    expect(body.map(({ value }: { value: string }) => value)).toEqual([...schemas.EntityType.options].sort());
  });
});
