import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '../access/permissions.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let manager: string;
beforeAll(async () => {
  rig = await startRig();
  manager = rig.acme.key;
});
afterAll(async () => {
  await rig.close();
});

const create = (body: object) => rig.send('POST', '/applications', { key: manager, body });
const authenticates = async (key: string) => (await rig.send('GET', '/permissions', { key })).status === 200;

describe('an application', () => {
  it('shows its key when it is made and never again', async () => {
    const { status, body } = await create({
      name: 'Shop',
      type: 'server_to_server',
      permissions: ['token:pci:create'],
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      tenant_id: rig.acme.tenantId,
      name: 'Shop',
      key: expect.stringMatching(/^key_[1-9A-HJ-NP-Za-km-z]{22}$/),
      keys: [
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          version: '1',
          created_by: rig.acme.applicationId,
          created_at: '2022-01-01T00:00:00+00:00',
        },
      ],
      type: 'server_to_server',
      permissions: ['token:pci:create'],
      created_by: rig.acme.applicationId,
      created_at: '2022-01-01T00:00:00+00:00',
    });
    const { key, ...rest } = body;
    const got = await rig.send('GET', `/applications/${body.id}`, { key: manager });
    expect(got.body).toEqual(rest);
    // Everybody can ask with the key of a page: it is not told of the others.
    const { keys: _, ...own } = rest;
    expect((await rig.send('GET', '/applications/key', { key })).body).toEqual(own);
    const [row] = await rig.store.rows<Record<string, unknown>>('select * from applications where name = ?', ['Shop']);
    expect(JSON.stringify(row)).not.toContain(key);
  });

  it('is asked about by its own key without any permission', async () => {
    const key = await rig.application('elements', []);
    expect((await rig.send('GET', '/applications/key', { key })).body).toMatchObject({ type: 'elements' });
  });

  it('gets a new name and a new list of permissions, and keeps its type', async () => {
    const { body } = await create({ name: 'A', type: 'server_to_server', permissions: ['token:pci:create'] });
    rig.pass(2000);
    const changed = await rig.send('PUT', `/applications/${body.id}`, {
      key: manager,
      body: { name: 'B', type: 'management', permissions: ['token:pii:create'] },
    });
    expect(changed.body).toMatchObject({
      name: 'B',
      type: 'server_to_server',
      permissions: ['token:pii:create'],
      modified_by: rig.acme.applicationId,
      modified_at: '2022-01-01T00:00:02+00:00',
    });
    expect(changed.body.key).toBeUndefined();
    const emptied = await rig.send('PUT', `/applications/${body.id}`, { key: manager, body: { name: 'B' } });
    expect(emptied.body.permissions).toEqual([]);
  });

  it('loses a permission at once, for keys in use as well', async () => {
    const { body } = await create({ name: 'A', type: 'server_to_server', permissions: ['token:general:create'] });
    const make = () => rig.send('POST', '/tokens', { key: body.key, body: { type: 'token', data: 1 } });
    expect((await make()).status).toBe(201);
    await rig.send('PUT', `/applications/${body.id}`, { key: manager, body: { name: 'A' } });
    expect((await make()).status).toBe(403);
  });

  it('loses its old key at once when it gets a new one, and its only key when it is deleted', async () => {
    const { body } = await create({ name: 'A', type: 'public' });
    expect(await authenticates(body.key)).toBe(true);
    const renewed = await rig.send('POST', `/applications/${body.id}/regenerate`, { key: manager });
    expect(renewed.status).toBe(201);
    expect(await authenticates(body.key)).toBe(false);
    expect(await authenticates(renewed.body.key)).toBe(true);
    expect((await rig.send('DELETE', `/applications/${body.id}`, { key: manager })).status).toBe(204);
    expect(await authenticates(renewed.body.key)).toBe(false);
    expect((await rig.send('DELETE', `/applications/${body.id}`, { key: manager })).status).toBe(404);
  });

  it('that was revoked by another process is refused within a second', async () => {
    const { body } = await create({ name: 'A', type: 'public' });
    expect(await authenticates(body.key)).toBe(true);
    await rig.store.commit([{ sql: 'delete from applications where name = ?', parameters: ['A'] }]);
    rig.pass(1000);
    expect(await authenticates(body.key)).toBe(false);
  });

  it('gives no management permission that it does not hold, by no way there is', async () => {
    const limited = await rig.application('management', [
      'application:create',
      'application:update',
      'application:read',
    ]);
    const { body: mighty } = await create({
      name: 'All',
      type: 'management',
      permissions: ['log:read', 'tenant:delete'],
    });
    const as = (method: string, path: string, body?: object) => rig.send(method, path, { key: limited, body });
    const app = { name: 'Mine', type: 'management' };

    const more = await as('POST', '/applications', { ...app, permissions: ['application:read', 'tenant:delete'] });
    expect([more.status, more.body.detail]).toEqual([403, expect.stringContaining('this needs tenant:delete.')]);
    const mine = await as('POST', '/applications', { ...app, permissions: ['application:read'] });
    expect(mine.status).toBe(201);
    const raised = { name: 'Mine', permissions: ['application:read', 'log:read'] };
    expect((await as('PUT', `/applications/${mine.body.id}`, raised)).status).toBe(403);
    // The key of a mightier application would do as well.
    expect((await as('POST', `/applications/${mighty.id}/regenerate`)).status).toBe(403);
    expect((await as('POST', `/applications/${mine.body.id}/regenerate`)).status).toBe(201);
    // What that holds already may stay, and may become less.
    const renamed = { name: 'Renamed', permissions: ['tenant:delete'] };
    expect((await as('PUT', `/applications/${mighty.id}`, renamed)).body.permissions).toEqual(['tenant:delete']);
    expect((await as('PUT', `/applications/${mighty.id}`, { ...renamed, permissions: ['log:read'] })).status).toBe(403);
  });

  it('gives permissions on tokens, which it cannot hold itself', async () => {
    const limited = await rig.application('management', ['application:create']);
    const body = { name: 'Server', type: 'server_to_server', permissions: ['token:pci:read:high'] };
    expect((await rig.send('POST', '/applications', { key: limited, body })).status).toBe(201);
  });

  it('may be asked for under legacy permission names, which the answer calls deprecated', async () => {
    const { body, headers } = await create({
      name: 'A',
      type: 'server_to_server',
      permissions: ['card:create', 'bank:read'],
    });
    expect(body.permissions).toEqual(['token:pci:create', 'token:bank:read:low']);
    expect(headers.get('Deprecation')).toBe('@1641168000');
  });

  it.each([
    [{ type: 'public' }, ['name']],
    [{ name: '', type: 'public' }, ['name']],
    [{ name: 'x'.repeat(201), type: 'public' }, ['name']],
    [{ name: 7, type: 'other' }, ['name', 'type']],
    [{ name: 'x' }, ['type']],
    [{ name: 'x', type: 'public', permissions: 'token:pci:create' }, ['permissions']],
    [{ name: 'x', type: 'public', permissions: ['token:pci:create', 'nothing'] }, ['permissions.1']],
    [{ name: 'x', type: 'public', permissions: ['token:pci:read:low'] }, ['permissions.0']],
    [{ name: 'x', type: 'server_to_server', permissions: ['application:read'] }, ['permissions.0']],
    [{ name: 'x', type: 'management', permissions: ['token:pci:create'] }, ['permissions.0']],
  ])('is refused as %j, naming %j', async (body, names) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual(names);
  });

  it('cannot get a permission its type may not hold by an update either', async () => {
    const { body } = await create({ name: 'A', type: 'elements' });
    const answer = await rig.send('PUT', `/applications/${body.id}`, {
      key: manager,
      body: { name: 'A', permissions: ['token:pci:read:high'] },
    });
    expect(answer.status).toBe(400);
  });
});

describe('the list of applications', () => {
  it('is newest first, in pages, and narrows to repeated ids', async () => {
    const own = await startRig();
    const ids: string[] = [own.acme.applicationId];
    for (const name of ['a', 'b', 'c']) {
      own.pass(10);
      const { body } = await own.send('POST', '/applications', { key: own.acme.key, body: { name, type: 'public' } });
      ids.unshift(body.id);
    }
    const list = async (query: string) => (await own.send('GET', `/applications?${query}`, { key: own.acme.key })).body;
    const idsOf = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id);
    const [first, second] = [await list('size=3'), await list('size=3&page=2')];
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
    expect(second.pagination).toEqual({ total_items: 4, page_number: 2, page_size: 3, total_pages: 2 });
    expect(JSON.stringify(first)).not.toContain('key_');
    expect(idsOf(await list(`id=${ids[2]}&id=${ids[0]}&id=nonsense`))).toEqual([ids[0], ids[2]]);
    expect((await list('id=nonsense')).pagination.total_items).toBe(0);

    expect(idsOf(await list('type=management'))).toEqual([own.acme.applicationId]);
    expect((await list('type=public&type=management')).pagination.total_items).toBe(4);
    expect(await list('type=cashier')).toMatchObject({ status: 400, errors: { type: [expect.any(String)] } });

    const { next } = (await list('size=2&type=public')).pagination;
    const rest = await list(`size=2&type=public&start=${next}`);
    expect([idsOf(rest), rest.pagination.next]).toEqual([[ids[2]], undefined]);
    expect(await list('start=x')).toMatchObject({ status: 400, errors: { start: [expect.any(String)] } });
    await own.close();
  });
});

describe('the list of permissions', () => {
  it('is shown to every key, and by type of application', async () => {
    const key = await rig.application('elements', []);
    const all = await rig.send('GET', '/permissions', { key });
    expect(all.body).toHaveLength(permissions.length);
    const some = await rig.send('GET', '/permissions?application_type=elements', { key });
    expect(some.body.map(({ type }: { type: string }) => type)).toContain('token:pci:create');
    expect(some.body).toHaveLength(5);
    expect((await rig.send('GET', '/permissions?application_type=other', { key })).status).toBe(400);
  });
});
