import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ includedMonthlyActiveTokens: 50 });
});
afterEach(async () => {
  await rig.close();
});

const get = async (key = rig.acme.key) => (await rig.send('GET', '/tenants/self', { key })).body;
const put = (body: unknown, key = rig.acme.key) => rig.send('PUT', '/tenants/self', { key, body });

describe('a tenant', () => {
  it('is that of the key, and was made by its owner', async () => {
    const tenant = await get();
    expect(tenant).toEqual({
      id: rig.acme.tenantId,
      owner_id: expect.any(String),
      name: 'Acme',
      created_by: tenant.owner_id,
      created_at: '2022-01-01T00:00:00+00:00',
    });
    const other = await get((await rig.tenant('Other')).key);
    expect(other.name).toBe('Other');
    expect([tenant.id, tenant.owner_id]).not.toContain(other.owner_id);
  });

  it('takes a name and settings, and keeps the settings when only the name is sent', async () => {
    rig.pass(5000);
    const changed = await put({ name: 'Acme & Söhne', settings: { deduplicate_tokens: true } });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      name: 'Acme & Söhne',
      settings: { deduplicate_tokens: 'true' },
      modified_by: rig.acme.applicationId,
      modified_at: '2022-01-01T00:00:05+00:00',
    });
    await put({ name: 'Acme' });
    expect((await get()).settings).toEqual({ deduplicate_tokens: 'true' });
    await put({ name: 'Acme', settings: { deduplicate_tokens: 'false' } });
    expect((await get()).settings).toEqual({ deduplicate_tokens: 'false' });
    await put({ name: 'Acme', settings: {} });
    expect(await get()).not.toHaveProperty('settings');
  });

  it.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 7 }, 'name'],
    [{ name: 'x', settings: [] }, 'settings'],
    [{ name: 'x', settings: { deduplicate_tokens: 'yes' } }, 'settings.deduplicate_tokens'],
    [{ name: 'x', settings: { deduplicate_tokens: 1 } }, 'settings.deduplicate_tokens'],
    [{ name: 'x', settings: { deduplicateTokens: true } }, 'settings.deduplicateTokens'],
  ])('refuses %j and stays as it is', async (body, name) => {
    const answer = await put(body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual([name]);
    expect((await get()).name).toBe('Acme');
  });

  it('is changed without touching another one', async () => {
    const other = await rig.tenant('Other');
    await put({ name: 'Changed', settings: { deduplicate_tokens: 'true' } }, other.key);
    expect(await get()).toMatchObject({ name: 'Acme' });
    expect(await get()).not.toHaveProperty('settings');
  });

  it('is deleted with every key it had, and nothing of another', async () => {
    const other = await rig.tenant('Other');
    const server = await rig.application('server_to_server', allTokens('high'));
    const { body: token } = await rig.send('POST', '/tokens', { key: server, body: { type: 'token', data: 'x' } });
    const answer = await rig.send('DELETE', '/tenants/self', { key: rig.acme.key });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await rig.send('GET', '/tenants/self', { key: rig.acme.key })).status).toBe(401);
    expect((await rig.send('GET', `/tokens/${token.id}`, { key: server })).status).toBe(401);
    expect((await get(other.key)).name).toBe('Other');
    await rig.vault.tidy();
    rig.pass(61_000);
    await rig.vault.tidy();
    expect(await rig.store.rows('select name from tenants')).toEqual([expect.objectContaining({ name: 'Other' })]);
  });

  it('is logged where it is read or changed', async () => {
    await get();
    await put({ name: 'Acme' });
    const { body } = await rig.send('GET', '/logs?entity_type=tenant', { key: rig.acme.key });
    expect(body.data.map(({ message }: { message: string }) => message).sort()).toEqual([
      'Tenant created',
      'Tenant retrieved',
      'Tenant updated',
    ]);
  });
});

describe('the usage report', () => {
  const day = 24 * 60 * 60 * 1000;
  let key: string;
  beforeEach(async () => {
    key = await rig.application('server_to_server', allTokens('high'));
  });

  const report = async (owner = rig.acme.key) =>
    (await rig.send('GET', '/tenants/self/reports/usage', { key: owner })).body.token_report;
  const create = async (body: object = { type: 'token', data: 'x' }): Promise<string> =>
    (await rig.send('POST', '/tokens', { key, body })).body.id;
  const activeTokens = async () => (await report()).monthly_active_tokens;

  it('counts tokens by their type, with the time of the newest', async () => {
    expect(await report()).toEqual({
      metrics_by_type: {},
      included_monthly_active_tokens: 50,
      monthly_active_tokens: 0,
      total_tokens: 0,
    });
    await create({ type: 'card', data: { number: '4242424242424242' } });
    await create();
    rig.pass(1000);
    await create({ type: 'token', data: 'x', privacy: { classification: 'pii', impact_level: 'low' } });
    await rig.send('POST', '/tokenize', {
      key,
      body: ['a', { b: 'b' }, { type: 'social_security_number', data: '123456789' }],
    });
    expect((await report()).metrics_by_type).toEqual({
      card: { count: 1, last_created_at: '2022-01-01T00:00:00+00:00' },
      social_security_number: { count: 1, last_created_at: '2022-01-01T00:00:01+00:00' },
      token: { count: 4, last_created_at: '2022-01-01T00:00:01+00:00' },
    });
    // Newer clients look for the total alone, beside the older report.
    expect((await rig.send('GET', '/tenants/self/reports/usage', { key: rig.acme.key })).body).toMatchObject({
      total_tokens: 6,
      token_report: { total_tokens: 6 },
    });
  });

  it('counts one less when a token is deleted or expires, and still as active in its month', async () => {
    const id = await create();
    await create({ type: 'token', data: 'x', expires_at: '2022-01-01T00:01:00Z' });
    await create();
    await rig.send('DELETE', `/tokens/${id}`, { key });
    rig.pass(60_000);
    await rig.vault.tidy();
    const { metrics_by_type: byType, monthly_active_tokens: active } = await report();
    expect(byType.token.count).toBe(1);
    expect(active).toBe(3);
  });

  it('counts a token once in each month in which it was created, read, changed or decrypted', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 6; made += 1) ids.push(await create());
    const { body: card } = await rig.send('POST', '/atomic/cards', {
      key,
      body: { card: { number: '4242424242424242' } },
    });
    expect(await activeTokens()).toBe(7);
    await rig.send('GET', `/tokens/${ids[0]}`, { key });
    expect(await activeTokens()).toBe(7);

    rig.pass(31 * day);
    expect(await activeTokens()).toBe(0);
    await rig.send('GET', `/tokens/${ids[0]}`, { key });
    await rig.send('GET', `/tokens/${ids[0]}`, { key });
    await rig.send('GET', `/tokens/${ids[0]}/decrypt`, { key });
    expect(await activeTokens()).toBe(1);
    await rig.send('GET', `/tokens?id=${ids[0]}&id=${ids[1]}&id=${ids[2]}`, { key });
    expect(await activeTokens()).toBe(3);
    await rig.send('PATCH', `/atomic/cards/${card.id}`, { key, body: { card: { expiration_month: 1 } } });
    await rig.send('PATCH', `/atomic/cards/${card.id}`, { key, body: { card: { expiration_month: 2 } } });
    await rig.send('GET', `/atomic/cards/${card.id}`, { key });
    expect(await activeTokens()).toBe(4);
    await Promise.all(Array.from({ length: 10 }, () => rig.send('GET', `/tokens/${ids[3]}`, { key })));
    expect(await activeTokens()).toBe(5);
  });

  it('begins a month at midnight of UTC', async () => {
    const id = await create();
    rig.pass(31 * day - 1);
    await rig.send('GET', `/tokens/${id}`, { key });
    expect(await activeTokens()).toBe(1);
    rig.pass(1);
    expect(await activeTokens()).toBe(0);
    await rig.send('GET', `/tokens/${id}`, { key });
    expect(await activeTokens()).toBe(1);
  });

  it('knows nothing of what was refused, or of another tenant', async () => {
    const other = await rig.tenant('Other');
    await create();
    await rig.send('POST', '/tokens', { key, body: { type: 'card', data: {} } });
    expect(await report(other.key)).toMatchObject({ metrics_by_type: {}, monthly_active_tokens: 0 });
    expect((await report()).metrics_by_type).toMatchObject({ token: { count: 1 } });
  });

  it('needs its own permission', async () => {
    const reader = await rig.application('management', ['tenant:read']);
    expect((await rig.send('GET', '/tenants/self/reports/usage', { key: reader })).status).toBe(403);
  });
});
