import { schemas } from '@tessera/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stride } from '../audit/logs.ts';
import { idColumn } from '../store/columns.ts';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let server: string;
beforeAll(async () => {
  rig = await startRig();
  server = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

const logs = async (query: string) => await rig.send('GET', `/logs?${query}`, { key: rig.acme.key });
const entries = async (query: string) => (await logs(query)).body.data;
const make = async (more: { key?: string; address?: string; headers?: Record<string, string> } = {}) => {
  const body = { type: 'card', data: { number: '4242424242424242' } };
  const { body: made, headers } = await rig.send('POST', '/tokens', { key: server, body, ...more });
  return { id: String(made.id), trace: headers.get('BT-TRACE-ID') ?? '' };
};

describe('entries with details', () => {
  it('say from where, and under which trace id, something was created, read in plaintext and masked, and deleted', async () => {
    const low = await rig.application('server_to_server', allTokens('low'));
    const { id, trace } = await make({ address: '198.51.100.1' });
    const read = await rig.send('GET', `/tokens/${id}`, { key: server, address: '198.51.100.2' });
    const masked = await rig.send('GET', `/tokens?id=${id}`, { key: low, address: '2001:db8::7' });
    const gone = await rig.send('DELETE', `/tokens/${id}`, { key: server, address: '198.51.100.4' });
    const traceOf = ({ headers }: typeof read) => headers.get('BT-TRACE-ID');
    const told = (await entries(`entity_id=${id}&details=true`)).map(
      ({ operation, origin, trace_id }: Record<string, string>) => [operation, origin, trace_id],
    );
    expect(new Map(told.map(([operation, ...more]: string[]) => [`${operation} ${more[0]}`, more[1]]))).toEqual(
      new Map([
        ['delete 198.51.100.4', traceOf(gone)],
        ['read 2001:db8::7', traceOf(masked)],
        ['read 198.51.100.2', traceOf(read)],
        ['create 198.51.100.1', trace],
      ]),
    );
  });

  it('keep of whoever has a page open the network alone', async () => {
    const key = await rig.application('public', ['token:pci:create']);
    const { id } = await make({ key, address: '198.51.100.77' });
    expect(await entries(`entity_id=${id}&details=true`)).toMatchObject([{ origin: '198.51.100.0/24' }]);
  });

  it('are asked for: without, an entry has what is documented', async () => {
    const { id } = await make();
    const [entry] = await entries(`entity_id=${id}`);
    expect(Object.keys(entry).sort()).toEqual([
      'actor_id',
      'actor_type',
      'created_at',
      'entity_id',
      'entity_type',
      'id',
      'message',
      'operation',
      'tenant_id',
    ]);
    const [detailed] = await entries(`entity_id=${id}&details=true`);
    expect(detailed).toMatchObject(entry);
    expect(schemas.Log.safeParse(detailed).success).toBe(true);
    expect((await logs('details=yes')).status).toBe(400);
  });

  it('have no origin where the vault acts by itself', async () => {
    const body = { type: 'token', data: 'x', expires_at: new Date(rig.clock() + 1000).toISOString() };
    const { id } = (await rig.send('POST', '/tokens', { key: server, body })).body;
    rig.pass(2000);
    await rig.vault.tidy();
    const [end] = await entries(`entity_id=${id}&details=true`);
    expect(end).toMatchObject({ operation: 'delete', actor_type: 'system' });
    expect([end.origin, end.trace_id]).toEqual([undefined, undefined]);
  });
});

describe('entries by trace id', () => {
  it('are all that one request left, and nothing else', async () => {
    const [one, other] = [await make(), await make()];
    const list = await rig.send('GET', `/tokens?id=${one.id}&id=${other.id}`, { key: server });
    const found = await entries(`trace_id=${list.headers.get('BT-TRACE-ID')}`);
    expect(found).toHaveLength(2);
    expect(found).toMatchObject([{ operation: 'read' }, { operation: 'read' }]);
    expect(await entries(`trace_id=${one.trace}&entity_type=card`)).toMatchObject([{ entity_id: one.id }]);
    expect(await entries(`trace_id=${one.trace}&entity_id=${other.id}`)).toEqual([]);
    expect(await entries('trace_id=nothing')).toEqual([]);
  });

  it('are found by an id of the caller too, also where each request has the same', async () => {
    const headers = { 'BT-TRACE-ID': 'order-77' };
    const ids = [(await make({ headers })).id, (await make({ headers })).id, (await make({ headers })).id];
    const first = (await logs('trace_id=order-77&size=2')).body;
    expect(first.data).toHaveLength(2);
    const rest = (await logs(`trace_id=order-77&size=2&start=${first.pagination.next}`)).body;
    expect(rest.pagination.next).toBeUndefined();
    const found = [...first.data, ...rest.data].map(({ entity_id: id }: { entity_id: string }) => id);
    expect(found.sort()).toEqual(ids.sort());
    expect((await logs('trace_id=order-77&page=2')).body.data).toEqual([]);
  });

  it('are those of the tenant of the key', async () => {
    const { trace } = await make();
    const key = (await rig.tenant('Another')).key;
    expect((await rig.send('GET', `/logs?trace_id=${trace}`, { key })).body.data).toEqual([]);
  });

  it('are looked for in the hour behind the time that an id of the vault tells, unless a time is named', async () => {
    const { id, trace } = await make();
    rig.pass(2 * 60 * 60_000);
    await rig.send('DELETE', `/tokens/${id}`, { key: server, headers: { 'BT-TRACE-ID': trace } });
    expect(await entries(`trace_id=${trace}`)).toMatchObject([{ operation: 'create' }]);
    expect(await entries(`trace_id=${trace}&start_date=2022-01-01`)).toMatchObject([
      { operation: 'delete' },
      { operation: 'create' },
    ]);
  });

  it('are found behind more entries than one statement passes by, up to what one request may look through', async () => {
    // Enough for two strides of those that a tenant's whole log is walked in.
    const small = await startRig({ effort: { steps: 2.5 * stride * 190 } });
    const { key } = small.acme;
    const body = { name: 'x', type: 'public' };
    const old = await small.send('POST', '/applications', { key, body, headers: { 'BT-TRACE-ID': 'old' } });
    const find = async (more = '') => await small.send('GET', `/logs?trace_id=old${more}`, { key });
    const fill = async () => {
      for (let part = 0; part < 20; part++) {
        await small.store.commit([
          {
            sql: `with recursive more(i) as (select 1 union all select i + 1 from more where i < ?)
              insert into audit (tenant_id, actor_type, entity_type, entity_id, operation, created_at, mac)
              select ?, 'system', 'token', 'x', 'read', ?, ? from more`,
            parameters: [stride / 20, idColumn(old.body.tenant_id), small.clock() + 1, new Uint8Array(32)],
          },
        ]);
      }
    };
    await fill();
    expect((await find()).body.data).toMatchObject([{ entity_id: old.body.id }]);
    await fill();
    expect(await find()).toMatchObject({ status: 400, body: { errors: { start_date: [expect.any(String)] } } });
    expect((await find('&end_date=2021-01-01')).status).toBe(200);
    await small.close();
  }, 60_000);
});
