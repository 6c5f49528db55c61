import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertFormula } from '../reactors/formulas.ts';
import { type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let other: string;
beforeAll(async () => {
  rig = await startRig();
  other = (await rig.tenant('Other')).key;
});
afterAll(async () => {
  await rig.close();
});

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==';
const minimal = { name: 'Formula', type: 'private', source_token_type: 'card', code: 'module.exports = () => 1' };
const full = {
  ...minimal,
  description: 'Does something',
  icon: `data:image/png;base64, ${pixel}`,
  configuration: [{ name: 'API_KEY', description: 'The key', type: 'string' }],
  request_parameters: [
    { name: 'amount.value', type: 'number' },
    { name: 'is_test', type: 'boolean', optional: true },
  ],
};

const create = (body: object = minimal, key = rig.acme.key) => rig.send('POST', '/reactor-formulas', { key, body });
const get = (id: string, key = rig.acme.key) => rig.send('GET', `/reactor-formulas/${id}`, { key });
const put = (id: string, body: object = minimal, key = rig.acme.key) =>
  rig.send('PUT', `/reactor-formulas/${id}`, { key, body });
const remove = (id: string, key = rig.acme.key) => rig.send('DELETE', `/reactor-formulas/${id}`, { key });
const names = async (query: string, key = rig.acme.key): Promise<string[]> =>
  (await rig.send('GET', `/reactor-formulas?size=100&${query}`, { key })).body.data.map(
    ({ name }: { name: string }) => name,
  );

describe('a reactor formula', () => {
  it('is kept as it was sent', async () => {
    const { status, body } = await create(full);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      ...full,
      created_by: rig.acme.applicationId,
      created_at: '2022-01-01T00:00:00+00:00',
    });
    expect((await get(body.id)).body).toEqual(body);
    expect((await create()).body).toMatchObject({ configuration: [], request_parameters: [] });
  });

  it('is replaced as a whole', async () => {
    const { body } = await create(full);
    const { body: changed, status } = await put(body.id, { ...minimal, name: 'Changed', source_token_type: 'bank' });
    expect(status).toBe(200);
    expect(changed).toMatchObject({ id: body.id, name: 'Changed', source_token_type: 'bank', configuration: [] });
    expect(changed).toMatchObject({ created_at: body.created_at, modified_by: rig.acme.applicationId });
    expect(changed).not.toHaveProperty('icon');
    expect(changed).not.toHaveProperty('description');
    expect((await get(body.id)).body).toEqual(changed);
  });

  it('is deleted, unless a reactor uses it', async () => {
    const { body } = await create();
    const reactor = await rig.send('POST', '/reactors', {
      key: rig.acme.key,
      body: { name: 'x', formula: { id: body.id } },
    });
    const kept = await remove(body.id);
    expect([kept.status, kept.body.type]).toEqual([409, 'in-use']);
    expect((await get(body.id)).status).toBe(200);
    await rig.send('DELETE', `/reactors/${reactor.body.id}`, { key: rig.acme.key });
    expect((await remove(body.id)).status).toBe(204);
    expect((await get(body.id)).status).toBe(404);
    expect((await remove(body.id)).status).toBe(404);
  });

  it('and a reactor of it never come apart, whoever is first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { body } = await create();
      const making = rig.send('POST', '/reactors', {
        key: rig.acme.key,
        body: { name: 'x', formula: { id: body.id } },
      });
      const [made, removed] = await Promise.all([making, remove(body.id)]);
      expect([`${made.status} ${removed.status}`]).toContain(made.status === 201 ? '201 409' : '400 204');
    }
  });

  it('is not there for another tenant', async () => {
    const { body } = await create({ ...minimal, name: 'Mine alone' });
    for (const answer of [
      await get(body.id, other),
      await put(body.id, minimal, other),
      await remove(body.id, other),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect(await names('name=Mine', other)).toEqual([]);
    expect((await get(body.id)).body.name).toBe('Mine alone');
  });

  it('is found by what its name holds, in any case, or by a pattern of all of it', async () => {
    for (const name of ['Stripe charge', 'STRIPE refund', '100%_off!', 'Größe']) await create({ ...minimal, name });
    expect(await names('name=stripe')).toEqual(['STRIPE refund', 'Stripe charge']);
    expect(await names('name=stripe*')).toHaveLength(2);
    expect(await names('name=*CHARGE')).toEqual(['Stripe charge']);
    expect(await names('name=s*e%20*r*d')).toEqual(['STRIPE refund']);
    expect(await names('name=charge*')).toEqual([]);
    expect(await names('name=%25')).toEqual(['100%_off!']);
    expect(await names('name=_')).toEqual(['100%_off!']);
    expect(await names('name=!')).toEqual(['100%_off!']);
    expect(await names('name=GR%C3%96SSE')).toEqual([]);
    expect(await names('name=GR%C3%96%C3%9FE')).toEqual(['Größe']);
    expect(await names(`name=${'*a'.repeat(100)}`)).toEqual([]);
    expect(await names("name='%20or%201=1--")).toEqual([]);
  });

  it('is found by the type of token it is for, together with its name', async () => {
    await create({ ...minimal, name: 'For banks', source_token_type: 'bank' });
    await create({ ...minimal, name: 'For cards' });
    expect(await names('name=For%20*&source_token_type=bank')).toEqual(['For banks']);
    expect((await names('source_token_type=card')).includes('For banks')).toBe(false);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: undefined }, 'name'],
    [{ type: 'official' }, 'type'],
    [{ type: undefined }, 'type'],
    [{ source_token_type: 'coupon' }, 'source_token_type'],
    [{ source_token_type: undefined }, 'source_token_type'],
    [{ icon: 'https://example.com/icon.png' }, 'icon'],
    [{ icon: 'data:image/svg+xml;base64,AAAA' }, 'icon'],
    [{ icon: 'data:image/png;base64,A' }, 'icon'],
    [{ icon: 'data:image/png;base64,<script>' }, 'icon'],
    [{ icon: `data:image/png;base64,${'A'.repeat(200_000)}` }, 'icon'],
    [{ code: '' }, 'code'],
    [{ code: 7 }, 'code'],
    [{ code: undefined }, 'code'],
    [{ code: `module.exports = () => 1${' '.repeat(50_000)}` }, 'code'],
    [{ code: 'module.exports = () => {' }, 'code'],
    [{ code: 'module.exports = 1' }, 'code'],
    [{ configuration: {} }, 'configuration'],
    [{ configuration: [{ name: 'A', type: 'date' }] }, 'configuration.0.type'],
    [{ configuration: [{ name: 'A', type: 'string' }, { type: 'string' }] }, 'configuration.1.name'],
    [{ configuration: [{ name: '__proto__', type: 'string' }] }, 'configuration.0.name'],
    [{ configuration: [{ name: 'a key', type: 'string' }] }, 'configuration.0.name'],
    [{ configuration: ['A', 'A'].map((name) => ({ name, type: 'string' })) }, 'configuration.1.name'],
    [{ request_parameters: ['A', 'B', 'A'].map((name) => ({ name, type: 'string' })) }, 'request_parameters.2.name'],
    [{ request_parameters: [{ name: 'A', type: 'string', optional: 'yes' }] }, 'request_parameters.0.optional'],
  ])('is refused with %j, when it is made and when it is changed', async (broken, name) => {
    const { body } = await create();
    for (const answer of [await create({ ...full, ...broken }), await put(body.id, { ...full, ...broken })]) {
      expect(answer.status).toBe(400);
      expect(Object.keys(answer.body.errors)).toEqual([name]);
    }
    expect((await get(body.id)).body).toEqual(body);
  });

  it('takes jpg and jpeg as an icon, with a space or without', async () => {
    for (const icon of [`data:image/jpg;base64,${pixel}`, `data:image/jpeg;base64, ${pixel}`]) {
      expect((await create({ ...minimal, icon })).body.icon).toBe(icon);
    }
  });

  it('is logged by its own name', async () => {
    const { body } = await create();
    await get(body.id);
    const { body: logs } = await rig.send('GET', `/logs?entity_id=${body.id}`, { key: rig.acme.key });
    const seen = logs.data.map(({ message, entity_type }: Record<string, string>) => [message, entity_type]);
    expect(seen.sort()).toEqual([
      ['Reactor formula created', 'reactor_formula'],
      ['Reactor formula retrieved', 'reactor_formula'],
    ]);
  });
});

describe('an official formula', () => {
  const id = '01890000-0000-7000-8000-000000000001';
  beforeAll(async () => {
    await rig.store.commit([
      insertFormula({
        id,
        tenantId: undefined,
        reactorId: undefined,
        name: 'From the operator',
        description: undefined,
        sourceTokenType: 'card',
        icon: undefined,
        code: minimal.code,
        configuration: [],
        requestParameters: [],
        version: 1,
        createdAt: Date.UTC(2022, 0, 1),
        createdBy: undefined,
        modifiedAt: undefined,
        modifiedBy: undefined,
      }),
    ]);
  });

  it('is seen and used by every tenant, and changed by none', async () => {
    for (const key of [rig.acme.key, other]) {
      expect((await get(id, key)).body).toMatchObject({ name: 'From the operator', type: 'official' });
      expect(await names('name=From%20the', key)).toEqual(['From the operator']);
      expect((await put(id, minimal, key)).status).toBe(403);
      expect((await remove(id, key)).status).toBe(403);
      const made = await rig.send('POST', '/reactors', { key, body: { name: 'x', formula: { id } } });
      expect(made.body.formula).toMatchObject({ id, type: 'official' });
      expect((await rig.send('GET', `/reactors/${made.body.id}`, { key })).body.formula.name).toBe('From the operator');
    }
  });
});
