import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewTenant } from '../tenants/create.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let other: NewTenant;
let formula: string;
beforeAll(async () => {
  rig = await startRig();
  other = await rig.tenant('Other');
  formula = await createFormula({});
});
afterAll(async () => {
  await rig.close();
});

const settings = [
  { name: 'API_KEY', type: 'string' },
  { name: 'retries', type: 'number' },
  { name: 'is_test', type: 'boolean' },
];
const configuration = { API_KEY: 'key_secret_value', retries: 3, is_test: false };

const createFormula = async (more: object): Promise<string> => {
  const body = { name: 'Formula', type: 'private', source_token_type: 'card', code: 'export default () => 1' };
  const answer = await rig.send('POST', '/reactor-formulas', {
    key: rig.acme.key,
    body: { ...body, configuration: settings, ...more },
  });
  return answer.body.id;
};

const create = (more: object = {}, key = rig.acme.key, headers = {}) =>
  rig.send('POST', '/reactors', {
    key,
    headers,
    body: { name: 'My Reactor', configuration, formula: { id: formula }, ...more },
  });
const get = (id: string, key = rig.acme.key) => rig.send('GET', `/reactors/${id}`, { key });
const put = (id: string, body: object, key = rig.acme.key) => rig.send('PUT', `/reactors/${id}`, { key, body });
const list = async (query: string, key = rig.acme.key) =>
  (await rig.send('GET', `/reactors?size=100&${query}`, { key })).body;

describe('a reactor', () => {
  it('holds its configuration and shows its formula', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      tenant_id: rig.acme.tenantId,
      name: 'My Reactor',
      formula: expect.objectContaining({ id: formula, name: 'Formula', code: 'export default () => 1' }),
      configuration,
      created_by: rig.acme.applicationId,
      created_at: '2022-01-01T00:00:00+00:00',
    });
    expect((await get(body.id)).body).toEqual(body);
    expect((await list(`id=${body.id}`)).data).toEqual([body]);
  });

  it('keeps its configuration sealed, under another key with each change', async () => {
    const { body } = await create();
    const stored = async () => {
      const [row] = await rig.store.rows<{ sealed: Uint8Array; version: number; wrapped_dek: Uint8Array }>(
        'select sealed, version, wrapped_dek from reactors where id = ?',
        [Buffer.from(body.id.replaceAll('-', ''), 'hex')],
      );
      if (!row) throw new Error('no row');
      return row;
    };
    const before = await stored();
    await put(body.id, { name: 'Changed', configuration });
    const after = await stored();
    expect([before.version, after.version]).toEqual([1, 2]);
    for (const { sealed } of [before, after]) expect(Buffer.from(sealed).toString('latin1')).not.toContain('secret');
    expect(after.sealed).not.toEqual(before.sealed);
    expect(after.wrapped_dek).not.toEqual(before.wrapped_dek);
  });

  it('is not shown when its row was moved to another reactor', async () => {
    const [a, b] = [(await create()).body.id, (await create()).body.id];
    const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
    await rig.store.commit([
      {
        sql: `update reactors set sealed = (select sealed from reactors where id = ?),
          wrapped_dek = (select wrapped_dek from reactors where id = ?) where id = ?`,
        parameters: [bytes(a), bytes(a), bytes(b)],
      },
    ]);
    const answer = await get(b);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret');
    await rig.send('DELETE', `/reactors/${b}`, { key: rig.acme.key });
  });

  it('changes its name and all of its configuration, never its formula', async () => {
    const { body } = await create();
    const another = await createFormula({});
    rig.pass(1000);
    const changed = await put(body.id, {
      name: 'Changed',
      configuration: { ...configuration, API_KEY: 'another' },
      formula: { id: another },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      id: body.id,
      name: 'Changed',
      formula: { id: formula },
      configuration: { ...configuration, API_KEY: 'another' },
      created_at: body.created_at,
      modified_by: rig.acme.applicationId,
    });
    expect((await get(body.id)).body).toEqual(changed.body);
  });

  it('takes one of two changes at once, and says so to the other', async () => {
    const { body } = await create();
    const answers = await Promise.all(['A', 'B', 'C'].map((name) => put(body.id, { name, configuration })));
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });

  it('takes numbers and booleans as text, because typed clients send nothing else', async () => {
    const text = { API_KEY: '', retries: '-2.50', is_test: 'true' };
    expect((await create({ configuration: text })).body.configuration).toEqual(text);
  });

  it.each([
    [{ name: undefined }, ['name']],
    [{ name: 'x'.repeat(201) }, ['name']],
    [{ formula: undefined }, ['formula']],
    [{ formula: {} }, ['formula.id']],
    [{ formula: { id: 'x' } }, ['formula.id']],
    [{ formula: { id: '00000000-0000-7000-8000-000000000000' } }, ['formula.id']],
    [{ formula: { id: '00000000-0000-0000-0000-000000000000' } }, ['formula.id']],
    [{ configuration: [] }, ['configuration']],
    [{ configuration: undefined }, ['configuration.API_KEY', 'configuration.retries', 'configuration.is_test']],
    [{ configuration: { ...configuration, API_KEY: undefined } }, ['configuration.API_KEY']],
    [{ configuration: { ...configuration, API_KEY: 7 } }, ['configuration.API_KEY']],
    [{ configuration: { ...configuration, retries: 'many' } }, ['configuration.retries']],
    [{ configuration: { ...configuration, retries: true } }, ['configuration.retries']],
    [{ configuration: { ...configuration, is_test: 'TRUE' } }, ['configuration.is_test']],
    [{ configuration: { ...configuration, is_test: null } }, ['configuration']],
    [{ configuration: { ...configuration, API_KEY: { a: 1 } } }, ['configuration']],
    [{ configuration: { ...configuration, api_key: 'x' } }, ['configuration.api_key']],
    [{ configuration: { ...configuration, constructor: 'x' } }, ['configuration.constructor']],
    [{ configuration: { ...configuration, '4242 4242': 'x' } }, ['configuration']],
    [{ configuration: { ...configuration, API_KEY: 'x'.repeat(10_001) } }, ['configuration']],
  ])('is refused with %j', async (broken, errors) => {
    const answer = await create(broken);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual(errors);
    expect(answer.text).not.toMatch(/key_secret_value|4242 4242/);
  });

  it('is held against what its formula declares now when it is changed', async () => {
    const own = await createFormula({});
    const { body } = await create({ formula: { id: own } });
    await rig.send('PUT', `/reactor-formulas/${own}`, {
      key: rig.acme.key,
      body: {
        name: 'Less',
        type: 'private',
        source_token_type: 'card',
        code: 'export default () => 2',
        configuration: [{ name: 'API_KEY', type: 'string' }],
      },
    });
    expect((await get(body.id)).body).toMatchObject({ configuration, formula: { name: 'Less' } });
    const refused = await put(body.id, { name: 'x', configuration });
    expect(Object.keys(refused.body.errors)).toEqual(['configuration.retries', 'configuration.is_test']);
    expect((await put(body.id, { name: 'x', configuration: { API_KEY: 'y' } })).status).toBe(200);
  });

  it('is not there for another tenant, and cannot be made of the formula of one', async () => {
    const { body } = await create();
    for (const answer of [
      await get(body.id, other.key),
      await put(body.id, { name: 'x', configuration }, other.key),
      await rig.send('DELETE', `/reactors/${body.id}`, { key: other.key }),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('secret');
    }
    expect((await list('', other.key)).data).toEqual([]);
    expect(Object.keys((await create({}, other.key)).body.errors)).toEqual(['formula.id']);
  });

  it('is found by ids, by name and by the type of token its formula is for', async () => {
    const forBanks = await createFormula({ source_token_type: 'bank' });
    const a = (await create({ name: 'Findable one' })).body.id;
    const b = (await create({ name: 'Findable TWO', formula: { id: forBanks } })).body.id;
    const found = async (query: string) => (await list(query)).data.map(({ id }: { id: string }) => id);
    expect(await found('name=findable')).toEqual([b, a]);
    expect(await found('name=*one')).toContain(a);
    expect(await found('name=findable&source_token_type=bank')).toEqual([b]);
    expect(await found(`id=${a}&id=${b}&source_token_type=card`)).toEqual([a]);
    expect(await found('id=x')).toEqual([]);
    expect(
      (await rig.send('GET', '/reactors?size=1&name=findable', { key: rig.acme.key })).body.pagination,
    ).toMatchObject({
      total_items: 2,
      total_pages: 2,
    });
  });

  it('is deleted together with the stored answer that shows its configuration', async () => {
    const once = { 'BT-IDEMPOTENCY-KEY': 'reactor-1' };
    const { body } = await create({}, rig.acme.key, once);
    expect((await create({}, rig.acme.key, once)).body).toEqual(body);
    expect((await rig.send('DELETE', `/reactors/${body.id}`, { key: rig.acme.key })).status).toBe(204);
    expect((await get(body.id)).status).toBe(404);
    expect((await rig.send('DELETE', `/reactors/${body.id}`, { key: rig.acme.key })).status).toBe(404);
    expect((await create({}, rig.acme.key, once)).body.id).not.toBe(body.id);
  });

  it('is read only into the audit: its configuration is a secret', async () => {
    const { body } = await create();
    await get(body.id);
    await list(`id=${body.id}`);
    const rows = await rig.store.rows<{ operation: string }>(
      "select operation from audit where entity_type = 'reactor' and entity_id = ? order by n",
      [body.id],
    );
    expect(rows.map(({ operation }) => operation)).toEqual(['create', 'read', 'read']);
    expect(rig.lines.join('')).not.toContain('key_secret_value');
  });

  it('asks for permissions of its own', async () => {
    const { body } = await create();
    const reader = await rig.application('management', ['reactor:read']);
    expect((await get(body.id, reader)).status).toBe(200);
    expect((await create({}, reader)).status).toBe(403);
    expect((await put(body.id, { name: 'x', configuration }, reader)).status).toBe(403);
    expect((await rig.send('DELETE', `/reactors/${body.id}`, { key: reader })).status).toBe(403);
  });
});
