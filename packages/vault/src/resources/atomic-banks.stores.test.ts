import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTokens, type Rig, startRig } from '../testing/rig.ts';

let rig: Rig;
let low: string;
let high: string;
beforeAll(async () => {
  rig = await startRig();
  low = await rig.application('server_to_server', allTokens('low'));
  high = await rig.application('server_to_server', allTokens('high'));
});
afterAll(async () => {
  await rig.close();
});

const bank = { routing_number: '021000021', account_number: '1234567890' };
const masked = { ...bank, account_number: 'XXXXXX7890' };
const create = (sent: object = bank, key = low) => rig.send('POST', '/atomic/banks', { key, body: { bank: sent } });
const get = (id: string, key: string) => rig.send('GET', `/atomic/banks/${id}`, { key });
const decrypt = (id: string, key: string) => rig.send('GET', `/atomic/banks/${id}/decrypt`, { key });
const update = (id: string, change: object, key = low) =>
  rig.send('PATCH', `/atomic/banks/${id}`, { key, body: { bank: change } });

describe('an atomic bank', () => {
  it('is a token of type bank by another name', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      tenant_id: rig.acme.tenantId,
      type: 'bank',
      bank: masked,
      fingerprint: expect.any(String),
      created_by: expect.any(String),
      created_at: '2022-01-01T00:00:00+00:00',
      modified_by: body.created_by,
      modified_at: body.created_at,
    });
    expect((await get(body.id, low)).body.bank).toEqual(masked);
    expect((await get(body.id, high)).body.bank).toEqual(bank);
    const { body: token } = await rig.send('GET', `/tokens/${body.id}`, { key: high });
    expect(token).toMatchObject({ type: 'bank', data: bank, container: '/bank/high/', fingerprint: body.fingerprint });
  });

  it('shows no tokens of other types', async () => {
    const card = await rig.send('POST', '/atomic/cards', { key: low, body: { card: { number: '4242424242424242' } } });
    const { id } = card.body;
    for (const answer of [await get(id, high), await decrypt(id, high), await update(id, { account_number: '123' })]) {
      expect(answer.status).toBe(404);
    }
    expect((await rig.send('DELETE', `/atomic/banks/${id}`, { key: low })).status).toBe(404);
    const { body } = await rig.send('GET', '/atomic/banks?size=100', { key: high });
    expect(body.data.map(({ type }: { type: string }) => type)).not.toContain('card');
  });

  it('has a fingerprint of both its numbers', async () => {
    const { fingerprint } = (await create()).body;
    expect((await create()).body.fingerprint).toBe(fingerprint);
    expect((await create({ ...bank, account_number: '1234567891' })).body.fingerprint).not.toBe(fingerprint);
    expect((await create({ ...bank, routing_number: '110000000' })).body.fingerprint).not.toBe(fingerprint);
  });

  it('changes in parts and answers masked', async () => {
    const { body } = await create();
    rig.pass(1000);
    const changed = await update(body.id, { account_number: '000123456789' }, high);
    expect(changed.body.bank).toEqual({ ...bank, account_number: 'XXXXXXXX6789' });
    expect(changed.body.modified_at).not.toBe(body.modified_at);
    expect(changed.body.fingerprint).not.toBe(body.fingerprint);
    expect((await get(body.id, high)).body.bank).toEqual({ ...bank, account_number: '000123456789' });
  });

  it.each([
    [{}, 'bank'],
    [{ routing_number: '021000022' }, 'bank.routing_number'],
    [{ account_number: '12' }, 'bank.account_number'],
    [{ account_number: '1234-5678' }, 'bank.account_number'],
    [{ account_number: null }, 'bank'],
    [{ account_number: '1234', iban: 'x' }, 'bank.iban'],
  ])('refuses the change %j', async (change, name) => {
    const { body } = await create();
    const answer = await update(body.id, change);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body.errors)).toEqual([name]);
    expect((await get(body.id, high)).body.bank).toEqual(bank);
  });

  it('hides a number whole that has nothing before its last four digits', async () => {
    const { body } = await create({ ...bank, account_number: '1234' });
    expect(body.bank.account_number).toBe('XXXX');
    expect((await get(body.id, low)).body.bank).toEqual({ ...bank, account_number: 'XXXX' });
  });

  it('is not there for another tenant', async () => {
    const { body } = await create();
    const other = await rig.application('server_to_server', allTokens('high'), await rig.tenant('Other'));
    for (const answer of [
      await get(body.id, other),
      await decrypt(body.id, other),
      await update(body.id, bank, other),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect((await rig.send('GET', '/atomic/banks', { key: other })).body.data).toEqual([]);
    expect((await create(bank, other)).body.fingerprint).not.toBe(body.fingerprint);
  });
});

describe('decrypting a bank', () => {
  it('is a deprecated way to read it in plaintext', async () => {
    const { body } = await create();
    const answer = await decrypt(body.id, high);
    expect(answer.body).toEqual((await get(body.id, high)).body);
    expect(answer.headers.get('Deprecation')).toBe(`@${Date.UTC(2022, 0, 3) / 1000}`);
    expect((await get(body.id, high)).headers.get('Deprecation')).toBeNull();
  });

  it.each(['low', 'moderate'] as const)('is forbidden with read:%s, whatever the id', async (level) => {
    const { body } = await create();
    const key = await rig.application('server_to_server', allTokens(level));
    expect((await decrypt(body.id, key)).status).toBe(403);
    expect((await decrypt('nothing', key)).status).toBe(403);
  });

  it('is audited before it is answered', async () => {
    const { body } = await create();
    await decrypt(body.id, high);
    const rows = await rig.store.rows('select operation, entity_type from audit where entity_id = ? order by n', [
      body.id,
    ]);
    expect(rows.map((row) => ({ ...(row as object) }))).toEqual([
      { operation: 'create', entity_type: 'bank' },
      { operation: 'read', entity_type: 'bank' },
    ]);
  });
});
